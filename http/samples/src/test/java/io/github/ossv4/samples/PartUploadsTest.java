// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.http.BucketClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Uploads in parts without a browser: the application server does not trust the page. */
@Timeout(60)
class PartUploadsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PART_SIZE = 6 << 20;

    private final HttpClient http = HttpClient.newHttpClient();
    private final byte[] file = new byte[PART_SIZE + 5];
    private Emulator emulator;
    private BucketClient bucket;
    private DirectUploadServer server;
    private String visitor;

    @BeforeEach
    void start() throws Exception {
        new Random(1).nextBytes(file);
        emulator = Emulator.builder().callbackTimeout(Duration.ofSeconds(60)).start();
        bucket = Target.of(emulator).client().build();
        server = DirectUploadServer.start(0, bucket, emulator.bucket(), DirectUpload.verifier(emulator), null);
        emulator.addCallbackTarget(server.port());
        visitor = openPage();
    }

    @AfterEach
    void stop() {
        server.close();
        bucket.close();
        emulator.close();
    }

    private String openPage() throws Exception {
        return http.send(HttpRequest.newBuilder(URI.create(server.url())).build(), HttpResponse.BodyHandlers.ofString())
                .headers()
                .firstValue("Set-Cookie")
                .orElseThrow()
                .replaceAll(";.*", "");
    }

    private HttpResponse<String> send(String cookie, String method, String path, String body) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(server.url() + path))
                        .header("Cookie", cookie)
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> send(String method, String path) throws Exception {
        return send(visitor, method, path, "");
    }

    private JsonNode initiate() throws Exception {
        HttpResponse<String> response =
                send("POST", "uploads?name=film.mp4&type=video/mp4&modified=7&size=" + file.length);
        assertEquals(200, response.statusCode(), response.body());
        return JSON.readTree(response.body());
    }

    private static String path(JsonNode upload) {
        return "uploads/" + upload.get("id").textValue();
    }

    private void put(JsonNode upload, int number, byte[] bytes) throws Exception {
        HttpResponse<String> urls = send("POST", path(upload) + "/urls?parts=" + number);
        assertEquals(200, urls.statusCode(), urls.body());
        URI url = URI.create(JSON.readTree(urls.body()).get(0).get("url").textValue());
        assertEquals(
                200,
                http.send(
                                HttpRequest.newBuilder(url)
                                        .PUT(HttpRequest.BodyPublishers.ofByteArray(bytes))
                                        .build(),
                                HttpResponse.BodyHandlers.discarding())
                        .statusCode());
    }

    private byte[] part(int number) {
        return Arrays.copyOfRange(file, (number - 1) * PART_SIZE, Math.min(file.length, number * PART_SIZE));
    }

    private String crc64s() {
        return "[\"" + Crc64.toString(Crc64.compute(part(1))) + "\",\"" + Crc64.toString(Crc64.compute(part(2)))
                + "\"]";
    }

    private int unfinishedUploads() throws Exception {
        return bucket.listMultipartUploads("").stream().toList().size();
    }

    @Test
    void uploadsPartsAndCompletesOnce() throws Exception {
        JsonNode upload = initiate();
        assertEquals(2, upload.get("count").intValue());
        assertFalse(upload.has("uploadId") || upload.has("key"), upload::toString);
        put(upload, 2, part(2));
        HttpResponse<String> incomplete = send(visitor, "POST", path(upload) + "/complete", crc64s());
        assertEquals("409 {\"send\":[1]}", incomplete.statusCode() + " " + incomplete.body());
        put(upload, 1, part(1));
        HttpResponse<String> completed = send(visitor, "POST", path(upload) + "/complete", crc64s());
        JsonNode result = JSON.readTree(completed.body());
        assertTrue(result.get("confirmed").booleanValue(), completed.body());
        assertEquals(Crc64.toString(Crc64.compute(file)), result.get("crc64").textValue());
        // A page whose response was lost completes it again.
        assertEquals(
                completed.body(),
                send(visitor, "POST", path(upload) + "/complete", crc64s()).body());
        assertEquals(result, JSON.readTree(send("GET", path(upload)).body()).get("result"));
        HttpResponse<String> open = send("GET", path(upload) + "/open");
        assertEquals(302, open.statusCode());
        assertEquals(
                file.length,
                http.send(
                                HttpRequest.newBuilder(URI.create(open.headers()
                                                .firstValue("Location")
                                                .orElseThrow()))
                                        .build(),
                                HttpResponse.BodyHandlers.ofByteArray())
                        .body()
                        .length);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "uploads?name=a&type=video/mp4&size=5368709121",
                "uploads?name=a&type=video/mp4&size=-1",
                "uploads?name=a&type=video/mp4&size=x",
                "uploads?name=a&type=video/mp4",
                "uploads?name=a&type=text/html&size=5"
            })
    void refusesFile(String path) throws Exception {
        assertEquals(400, send("POST", path).statusCode());
        assertEquals(0, unfinishedUploads());
    }

    @Test
    void hidesUploadFromOtherVisitors() throws Exception {
        JsonNode upload = initiate();
        String other = openPage();
        for (String request : new String[] {"GET ", "POST /urls?parts=1", "POST /complete", "DELETE ", "GET /open"}) {
            String[] words = request.split(" ", 2);
            assertEquals(
                    410, send(other, words[0], path(upload) + words[1], "[]").statusCode(), request);
        }
        assertEquals(
                0,
                JSON.readTree(send(other, "GET", "uploads", "").body())
                        .get("uploads")
                        .size());
        JsonNode own = JSON.readTree(send("GET", "uploads").body());
        assertTrue(own.get("emulator").booleanValue());
        assertEquals(7, own.get("uploads").get(0).get("modified").intValue());
        assertEquals(1, unfinishedUploads());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "3", "", "x", "1,", "1,1,1,1,1,1,1,1,1"})
    void refusesToPresignOtherParts(String parts) throws Exception {
        assertEquals(
                400, send("POST", path(initiate()) + "/urls?parts=" + parts).statusCode());
    }

    @Test
    void abortsUploadWithPartLargerThanAgreed() throws Exception {
        JsonNode upload = initiate();
        put(upload, 1, new byte[PART_SIZE + 1]);
        assertEquals(400, send("POST", path(upload) + "/urls?parts=2").statusCode());
        assertEquals(0, unfinishedUploads());
        assertEquals(410, send("GET", path(upload)).statusCode());
    }

    @Test
    void refusesMalformedChecksums() throws Exception {
        JsonNode upload = initiate();
        for (String body : new String[] {"", "[]", "{}", "[\"x\"]", "[1,2]", "[\"1\"", "not json"}) {
            int status = send(visitor, "POST", path(upload) + "/complete", body).statusCode();
            assertEquals(400, status, body);
        }
    }

    @Test
    void limitsUnfinishedUploads() throws Exception {
        for (int i = 0; i < 20; i++) {
            assertEquals(200, send("POST", "uploads?type=video/mp4&size=5").statusCode());
        }
        assertEquals(429, send("POST", "uploads?type=video/mp4&size=5").statusCode());
    }

    @Test
    void forgetsUploadThatOssHasDeleted() throws Exception {
        JsonNode upload = initiate();
        String uploadId =
                bucket.listMultipartUploads("").stream().toList().get(0).uploadId();
        String key = bucket.listMultipartUploads("").stream().toList().get(0).key();
        bucket.multipartUpload(key, uploadId).abort();
        assertEquals(410, send("GET", path(upload)).statusCode());
        assertEquals(
                0, JSON.readTree(send("GET", "uploads").body()).get("uploads").size());
    }
}

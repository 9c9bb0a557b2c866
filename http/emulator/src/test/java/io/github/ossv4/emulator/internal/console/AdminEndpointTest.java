// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.emulator.BuilderAccess;
import io.github.ossv4.emulator.testing.AppServer;
import io.github.ossv4.emulator.testing.RawConnection;
import io.github.ossv4.emulator.testing.RawResponse;
import io.github.ossv4.emulator.testing.TestEmulator;
import io.github.ossv4.internal.json.JsonTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The endpoint for tests in other languages. */
class AdminEndpointTest {
    @RegisterExtension
    private final TestEmulator emulator =
            new TestEmulator().with(builder -> BuilderAccess.admin(builder).cors("*"));

    private RawResponse send(String method, String path, String body, String... headers) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        try (RawConnection connection = emulator.connect()) {
            connection.send(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + bytes.length
                    + "\r\n" + String.join("", headers) + "\r\n");
            return connection.send(bytes).read();
        }
    }

    private String faults(String method, String body) throws IOException {
        RawResponse response = send(method, "/-/faults", body);
        assertEquals(200, response.status(), response.text());
        assertEquals("application/json", response.header("content-type"));
        return response.text().trim();
    }

    /** Requests that exceed the limit only together. */
    @Test
    void limitsFaultsOfParallelRequests() throws Exception {
        String fault = "{'fault':'error','status':500,'code':'A'}".replace('\'', '"');
        String body = "[" + (fault + ",").repeat(1000) + fault + "]";
        for (int round = 0; round < 10; round++) {
            List<CompletableFuture<Integer>> requests = IntStream.range(0, 8)
                    .mapToObj(i -> CompletableFuture.supplyAsync(
                            () -> {
                                try {
                                    return send("POST", "/-/faults", body).status();
                                } catch (IOException e) {
                                    throw new UncheckedIOException(e);
                                }
                            },
                            command -> new Thread(command).start()))
                    .toList();
            List<Integer> statuses = new ArrayList<>();
            for (CompletableFuture<Integer> request : requests) {
                statuses.add(request.get(1, TimeUnit.MINUTES));
            }
            assertTrue(faults("GET", "").length() <= 256 << 10, statuses::toString);
            assertTrue(statuses.containsAll(List.of(200, 503)), statuses::toString);
            faults("DELETE", "");
        }
    }

    /** Each fault has the form in which it is returned. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'fault':'error','status':503,'code':'ServiceUnavailable','headers':{'Retry-After':'0'},'times':2}"
                        + " | Fault{ERROR ServiceUnavailable: An injected fault., 2 times}",
                "{'fault':'error','status':403,'code':'AccessDenied','ec':'0003-00000001','message':'Not now.','times':1}"
                        + " | Fault{ERROR AccessDenied: Not now.}",
                "{'fault':'uploadReset','bytes':100000,'on':'UploadPart','times':1}"
                        + " | Fault{UPLOAD_RESET 100000 on UploadPart}",
                "{'fault':'downloadReset','bytes':0,'times':1} | Fault{DOWNLOAD_RESET 0}",
                "{'fault':'downloadCut','bytes':9223372036854775807,'times':1} | Fault{DOWNLOAD_CUT 9223372036854775807}",
                "{'fault':'flippedByte','position':5,'times':1} | Fault{FLIPPED_BYTE 5}",
                "{'fault':'wrongCrc64','crc64':'18446744073709551615','times':1} | Fault{WRONG_CRC64 18446744073709551615}",
                "{'fault':'noCrc64','on':'GetObject','times':3} | Fault{NO_CRC64 0 on GetObject, 3 times}",
                "{'fault':'wrongEtag','times':1} | Fault{WRONG_ETAG 0}",
                "{'fault':'responseLost','on':'CompleteMultipartUpload','times':1}"
                        + " | Fault{RESPONSE_LOST 0 on CompleteMultipartUpload}",
                "{'fault':'delay','milliseconds':1500,'times':1} | Fault{DELAY 1500}",
            })
    void readsAndWritesEachFault(String json, String fault) throws IOException {
        String expected = "[" + json.replace('\'', '"') + "]";

        assertEquals(expected, faults("PUT", expected));
        assertEquals(expected, faults("GET", ""));
        assertEquals(
                "[" + fault + "]", FaultDocument.parse(JsonTree.parse(expected)).toString());
    }

    @Test
    void addsReplacesAndRemovesFaults() throws IOException {
        String one = "{\"fault\":\"noCrc64\",\"times\":1}";
        String other = "{\"fault\":\"wrongEtag\",\"times\":1}";

        assertEquals("[]", faults("GET", ""));
        assertEquals("[" + one + "]", faults("POST", "{\"fault\":\"noCrc64\"}"));
        assertEquals("[" + one + "," + other + "]", faults("POST", "[" + other + "]"));
        assertEquals("[" + other + "]", faults("PUT", other));
        assertEquals("[]", faults("DELETE", ""));
    }

    @Test
    void faultsAffectRequests() throws IOException {
        faults("POST", "{\"fault\":\"error\",\"status\":503,\"code\":\"Busy\",\"headers\":{\"Retry-After\":\"7\"}}");
        faults("POST", "{\"fault\":\"responseLost\",\"on\":\"PutObject\"}");

        RawResponse busy = emulator.get("a");
        assertEquals("503 Busy null", busy.errorText());
        assertEquals("7", busy.header("retry-after"));
        assertEquals(404, emulator.get("a").status());
        assertThrows(IOException.class, () -> emulator.put("a", "hello").send("hello"));
        assertEquals("hello", emulator.get("a").text());
        assertEquals("[]", faults("GET", ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{ | the body must be one JSON value in UTF-8, without duplicate members",
                "{'fault':'delay','fault':'delay'} | the body must be one JSON value in UTF-8, without duplicate members",
                "5 | fault must be a JSON object",
                "[5] | faults[0] must be a JSON object",
                "{} | fault.fault is missing",
                "{'fault':5} | fault.fault must be a string, was 5",
                "{'fault':'x'} | fault.fault must be one of error, uploadReset, downloadReset, downloadCut, flippedByte,"
                        + " wrongCrc64, noCrc64, wrongEtag, responseLost, delay, was \"x\"",
                "[{'fault':'noCrc64'},{'fault':'noCrc64','time':2}] | faults[1].time is unknown here, known are fault, on, times",
                "{'fault':'error','status':403,'code':'A','ec':'3-1'} | fault: an EC must have the form 0002-00000040, was \"3-1\"",
                "{'fault':'uploadReset'} | fault.bytes is missing",
                "{'fault':'uploadReset','bytes':-1} | fault.bytes must be a whole number from 0 to 9223372036854775807, was -1",
                "{'fault':'uploadReset','bytes':1.5}"
                        + " | fault.bytes must be a whole number from 0 to 9223372036854775807, was 1.5",
                "{'fault':'uploadReset','bytes':true}"
                        + " | fault.bytes must be a whole number from 0 to 9223372036854775807, was true",
                "{'fault':'error','status':200,'code':'A'} | fault.status must be a whole number from 400 to 599, was 200",
                "{'fault':'error','status':500} | fault.code is missing",
                "{'fault':'error','status':500,'code':'A','headers':{'B':5}} | fault.headers.B must be a string, was 5",
                "{'fault':'noCrc64','times':0} | fault.times must be a whole number from 1 to 2147483647, was 0",
                "{'fault':'noCrc64','on':'DeleteObject'} | fault: Fault{NO_CRC64 0} cannot affect DeleteObject",
                "{'fault':'wrongCrc64','crc64':'x'}"
                        + " | fault.crc64 must be a whole number from 0 to 18446744073709551615, was \"x\"",
                "{'fault':'noCrc64','headers':{}} | fault.headers is unknown here, known are fault, on, times",
            })
    void namesWhatIsInvalid(String body, String error) throws IOException {
        RawResponse response = send("POST", "/-/faults", body.replace('\'', '"'));

        assertEquals(400, response.status());
        assertEquals("{\"error\":\"" + error.replace("\"", "\\\"") + "\"}\n", response.text());
        assertEquals("[]", faults("GET", ""));
    }

    @Test
    void rejectsInvalidHeaderOfError() throws IOException {
        RawResponse response = send(
                "POST", "/-/faults", "{\"fault\":\"error\",\"status\":500,\"code\":\"A\",\"headers\":{\"a b\":\"c\"}}");

        assertEquals(400, response.status());
        assertTrue(response.text().startsWith("{\"error\":\"fault: "), response.text());
    }

    @Test
    void limitsTheBody() throws IOException {
        assertEquals(413, send("POST", "/-/faults", " ".repeat((64 << 10) + 1)).status());
    }

    @Test
    void setsTheClock() throws IOException {
        assertEquals(
                "{\"skewSeconds\":1200,\"now\":\"2023-12-17T04:07:36Z\"}\n",
                send("PUT", "/-/clock", "{\"skewSeconds\":1200}").text());
        assertEquals("403 RequestTimeTooSkewed 0002-00000504", emulator.get("a").errorText());
        emulator.advance(Duration.ofMinutes(20));
        assertEquals(200, send("DELETE", "/-/clock", "").status());
        assertEquals(404, emulator.get("a").status());
        assertTrue(send("PUT", "/-/clock", "{\"skewSeconds\":\"1\"}")
                .text()
                .contains("skewSeconds must be a whole number from -315360000 to 315360000, was \\\"1\\\""));
    }

    @Test
    void returnsRequestsWithTheirCallbacks() throws Exception {
        try (AppServer server = AppServer.good()) {
            emulator.running().addCallbackTarget(server.port());
            emulator.putHello()
                    .callback(Callback.builder(server.url("/cb"))
                            .formBody("size=${size}")
                            .build())
                    .send("hello");
        }

        String requests = send("GET", "/-/requests", "").text();
        assertTrue(requests.startsWith("[{\"time\":\"2023-12-17T03:47:36Z\",\"requestId\":\""), requests);
        assertTrue(requests.contains("\"operation\":\"PutObject\",\"status\":200,\"signature\":\"header\""), requests);
        assertTrue(requests.contains("\"sent\":\"size=5\",\"received\":\"{\\\"Status\\\":\\\"OK\\\"}\""), requests);
        assertFalse(requests.contains("/-/"), requests);
        assertEquals(204, send("DELETE", "/-/requests", "").status());
        assertEquals("[]\n", send("GET", "/-/requests", "").text());
    }

    @Test
    void keepsTheLastHundredRequests() throws IOException {
        for (int i = 0; i < 105; i++) {
            emulator.get("key-" + i);
        }

        String requests = send("GET", "/-/requests", "").text();
        assertFalse(requests.contains("\"key\":\"key-4\""), requests);
        assertTrue(requests.contains("\"key\":\"key-5\""), requests);
        assertTrue(requests.contains("\"key\":\"key-104\""), requests);
    }

    @Test
    void emptiesBuckets() throws IOException {
        emulator.put("a", "hello").send("hello");

        assertEquals(204, send("DELETE", "/-/objects", "").status());
        assertEquals(404, emulator.get("a").status());
    }

    @Test
    void refusesBrowsers() throws IOException {
        assertEquals(
                403,
                send("POST", "/-/faults", "{\"fault\":\"noCrc64\"}", "Origin: http://localhost\r\n")
                        .status());
        assertEquals(
                403,
                send("POST", "/-/faults", "{\"fault\":\"noCrc64\"}", "Origin: null\r\n")
                        .status());
        assertEquals(
                403,
                send("GET", "/-/requests", "", "Sec-Fetch-Site: same-origin\r\n")
                        .status());
        assertEquals(
                403,
                send("GET", "/-/requests", "", "Sec-Fetch-Site: cross-site\r\n").status());
        assertEquals(
                200, send("GET", "/-/requests", "", "Sec-Fetch-Site: none\r\n").status());
        assertEquals("[]", faults("GET", ""));
    }

    @Test
    void refusesOtherMethods() throws IOException {
        RawResponse response = send("PATCH", "/-/faults", "");
        assertEquals(405, response.status());
        assertEquals("GET, PUT, POST, DELETE", response.header("allow"));
        assertEquals(405, send("GET", "/-/objects", "").status());
        assertEquals(404, send("GET", "/-/other", "").status());
    }
}

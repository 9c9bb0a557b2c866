// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.emulator.Fault;
import io.github.ossv4.http.testing.ApplicationServer;
import io.github.ossv4.http.testing.EmulatorFixture;
import io.github.ossv4.http.testing.TestClock;
import io.github.ossv4.http.testing.TestFiles;
import io.github.ossv4.multipart.Part;
import io.github.ossv4.multipart.PartPlan;
import io.github.ossv4.multipart.UploadedPart;
import io.github.ossv4.sign.Credentials;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;

/** Uploads whose parts an HTTP client without support for OSS sends by presigned URLs. */
class PresignedUploadTest extends EmulatorFixture {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final long PART_SIZE = PartPlan.MIN_PART_SIZE;
    private static final HttpClient PAGE = HttpClient.newHttpClient();

    private final byte[] file = TestFiles.randomBytes(1, (int) (2 * PART_SIZE + 5));
    private final PartPlan plan = PartPlan.of(file.length, PART_SIZE);

    private static byte[] bytes(byte[] file, Part part) {
        return Arrays.copyOfRange(file, (int) part.offset(), (int) (part.offset() + part.length()));
    }

    private static List<Long> crc64s(byte[] file, PartPlan plan) {
        return IntStream.rangeClosed(1, plan.count())
                .mapToObj(number -> Crc64.compute(bytes(file, plan.part(number))))
                .toList();
    }

    private List<Long> crc64s() {
        return crc64s(file, plan);
    }

    private static HttpResponse<String> send(PresignedUrl url, byte[] bytes, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url.url()))
                .method(url.method(), HttpRequest.BodyPublishers.ofByteArray(bytes));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return PAGE.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Sends a part of the file, as the page does, and compares its CRC64 in the response. */
    private void send(PresignedUpload upload, int number) throws Exception {
        byte[] part = bytes(file, upload.plan().part(number));
        HttpResponse<String> response = send(upload.presignPart(number, MINUTE), part);
        assertEquals(200, response.statusCode(), response.body());
        assertEquals(
                Crc64.toString(Crc64.compute(part)),
                response.headers().firstValue("x-oss-hash-crc64ecma").orElseThrow());
    }

    private PresignedUpload initiateAndSend(int... numbers) throws Exception {
        PresignedUpload upload = bucket.initiatePresignedUpload("k", plan);
        for (int number : numbers) {
            send(upload, number);
        }
        return upload;
    }

    private PartMismatchException assertMismatch(PresignedUpload upload, List<Long> crc64s) throws Exception {
        PartMismatchException e = assertThrows(PartMismatchException.class, () -> upload.complete(crc64s));
        assertFalse(bucket.exists("k"));
        return e;
    }

    @Test
    void uploadsInAnyOrderAndAnotherProcessCompletes() throws Exception {
        PresignedUpload initiated = bucket.initiatePresignedUpload(
                "k", plan, MultipartOptions.builder().contentType("video/mp4").build());
        for (int number : new int[] {3, 1, 2}) {
            send(initiated, number);
        }
        try (BucketClient other = client().build()) {
            PresignedUpload upload = other.presignedUpload("k", initiated.uploadId(), plan);
            assertEquals(
                    List.of(1, 2, 3),
                    upload.storedParts().stream().map(UploadedPart::number).toList());
            PutResult result = upload.complete(crc64s());
            assertTrue(result.isCrcChecked());
            assertEquals(Crc64.compute(file), result.crc64());
        }
        assertArrayEquals(file, bytes("k"));
        assertEquals("video/mp4", bucket.head("k").contentType());
        assertNoUploads();
    }

    @Test
    void uploadsAnEmptyObject() throws Exception {
        PartPlan empty = PartPlan.of(0);
        PresignedUpload upload = bucket.initiatePresignedUpload("k", empty);
        assertEquals(200, send(upload.presignPart(1, MINUTE), new byte[0]).statusCode());
        assertEquals(0, upload.complete(List.of(0L)).crc64());
        assertEquals(0, bucket.head("k").size());
    }

    @Test
    void completesWithCallback() throws Exception {
        try (ApplicationServer application = new ApplicationServer()) {
            emulator.addCallbackTarget(application.port());
            CompleteOptions options = CompleteOptions.builder()
                    .callback(Callback.builder(application.url())
                            .jsonBody("{\"key\":${object},\"size\":${size}}")
                            .build())
                    .build();
            PutResult result = initiateAndSend(1, 2, 3).complete(crc64s(), options);
            assertEquals("{}", result.callbackResponse().utf8());
            assertEquals(List.of("{\"key\":\"k\",\"size\":" + file.length + "}"), application.received);
        }
    }

    @Test
    void namesMissingPartsAndCompletesAfterTheyAreSent() throws Exception {
        PresignedUpload upload = initiateAndSend(2);
        PartMismatchException e = assertMismatch(upload, crc64s());
        assertEquals(List.of(1, 3), e.missing());
        assertEquals(List.of(1, 3), e.partsToSend());
        assertEquals(List.of(), e.different());
        assertEquals(
                "CompleteMultipartUpload k: not sent, since stored parts differ from the upload: 2 missing (1, 3)",
                e.getMessage());
        send(upload, 1);
        send(upload, 3);
        upload.complete(crc64s());
        assertArrayEquals(file, bytes("k"));
    }

    @Test
    void namesPartThatChangedOnTheWay() throws Exception {
        PresignedUpload upload = initiateAndSend(1, 2, 3);
        byte[] changed = bytes(file, plan.part(2));
        changed[7] ^= 1;
        assertEquals(200, send(upload.presignPart(2, MINUTE), changed).statusCode());
        PartMismatchException e = assertMismatch(upload, crc64s());
        assertEquals(List.of(2), e.different());
        assertEquals(List.of(2), e.partsToSend());
        send(upload, 2);
        upload.complete(crc64s());
        assertArrayEquals(file, bytes("k"));
    }

    @Test
    void refusesPartsThatAreLargerOrSmallerThanPlanned() throws Exception {
        PresignedUpload upload = initiateAndSend(1, 2, 3);
        byte[] larger = TestFiles.randomBytes(2, (int) PART_SIZE + 1);
        assertEquals(200, send(upload.presignPart(1, MINUTE), larger).statusCode());
        assertEquals(200, send(upload.presignPart(3, MINUTE), new byte[4]).statusCode());
        // Whatever the page reports, the size of the object is the planned one.
        List<Long> reported = List.of(Crc64.compute(larger), crc64s().get(1), Crc64.compute(new byte[4]));
        assertEquals(List.of(1, 3), assertMismatch(upload, reported).different());
    }

    @Test
    void refusesPartsThatAreNotInThePlan() throws Exception {
        PresignedUpload upload = initiateAndSend(1, 2, 3);
        bucket.multipartUpload("k", upload.uploadId()).uploadPart(5, Body.of(HELLO));
        PartMismatchException e = assertMismatch(upload, crc64s());
        assertEquals(List.of(5), e.unexpected());
        assertEquals(List.of(), e.partsToSend());
        upload.abort();
        assertNoUploads();
    }

    @Test
    void namesDifferingPartsOfRandomUploads() throws Exception {
        for (int run = 0; run < 20; run++) {
            long seed = System.nanoTime();
            Random random = new Random(seed);
            PresignedUpload upload = bucket.initiatePresignedUpload("random", plan);
            List<Integer> missing = new ArrayList<>();
            List<Integer> different = new ArrayList<>();
            List<Integer> numbers = new ArrayList<>(List.of(1, 2, 3));
            Collections.shuffle(numbers, random);
            for (int number : numbers) {
                byte[] part = bytes(file, plan.part(number));
                int kind = random.nextInt(3);
                if (kind == 0) {
                    missing.add(number);
                    continue;
                } else if (kind == 1) {
                    different.add(number);
                    part[random.nextInt(part.length)] ^= (byte) (1 << random.nextInt(8));
                }
                assertEquals(200, send(upload.presignPart(number, MINUTE), part).statusCode(), "seed " + seed);
            }
            Collections.sort(missing);
            Collections.sort(different);
            if (missing.isEmpty() && different.isEmpty()) {
                assertEquals(Crc64.compute(file), upload.complete(crc64s()).crc64(), "seed " + seed);
            } else {
                PartMismatchException e =
                        assertThrows(PartMismatchException.class, () -> upload.complete(crc64s()), "seed " + seed);
                assertEquals(missing, e.missing(), "seed " + seed);
                assertEquals(different, e.different(), "seed " + seed);
                upload.abort();
            }
        }
    }

    @Test
    void urlPermitsOnePartOfOneUploadOnly() throws Exception {
        PresignedUpload upload = bucket.initiatePresignedUpload("k", plan);
        PresignedUpload other = bucket.initiatePresignedUpload("other", plan);
        PresignedUrl url = upload.presignPart(1, MINUTE);
        assertEquals("PUT", url.method());
        assertEquals(Map.of(), url.headers());
        assertEquals(403, send(url, HELLO, "Content-Type", "video/mp4").statusCode());
        for (String changed : List.of(
                url.url().replace("partNumber=1", "partNumber=2"),
                url.url().replace("/k?", "/other?"),
                url.url().replace(upload.uploadId(), other.uploadId()))) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(changed))
                    .PUT(HttpRequest.BodyPublishers.ofByteArray(HELLO))
                    .build();
            assertEquals(
                    403,
                    PAGE.send(request, HttpResponse.BodyHandlers.ofString()).statusCode(),
                    changed);
        }
        assertEquals(List.of(), upload.storedParts());
    }

    @Test
    void expiredUrlIsRefusedAndAnotherIsNot() throws Exception {
        stop();
        TestClock clock = new TestClock();
        start(Emulator.builder().clock(clock));
        try (BucketClient client = client().clock(clock).build()) {
            PresignedUpload upload = client.initiatePresignedUpload("k", plan);
            PresignedUrl url = upload.presignPart(1, MINUTE);
            clock.advance(MINUTE.plusSeconds(1));
            HttpResponse<String> response = send(url, HELLO);
            assertEquals(403, response.statusCode());
            assertTrue(response.body().contains("<Code>AccessDenied</Code>"), response.body());
            assertEquals(200, send(upload.presignPart(1, MINUTE), HELLO).statusCode());
        }
    }

    @Test
    void signsWithTemporaryCredentials() throws Exception {
        stop();
        start(Emulator.builder().temporaryAccessKey("STS.id", "secret2", "token"));
        try (BucketClient client = client().credentials(Credentials.of("STS.id", "secret2", "token"))
                .build()) {
            PresignedUpload upload = client.initiatePresignedUpload("k", plan);
            assertEquals(200, send(upload.presignPart(1, MINUTE), HELLO).statusCode());
            assertThrows(IllegalArgumentException.class, () -> upload.presignPart(1, Duration.ofHours(13)));
        }
    }

    @Test
    void resolvesLostResponseToComplete() throws Exception {
        try (BucketClient client = client().retryPolicy(IMMEDIATE_RETRIES).build()) {
            PresignedUpload upload = client.initiatePresignedUpload("k", plan);
            for (int number = 1; number <= 3; number++) {
                send(upload, number);
            }
            emulator.inject(Fault.responseLost().on("CompleteMultipartUpload"));
            PutResult result = upload.complete(crc64s());
            assertTrue(result.isCrcChecked());
            assertEquals(Crc64.compute(file), result.crc64());
        }
    }

    @Test
    void refusesPartThatIsReplacedAfterTheComparison() throws Exception {
        PresignedUpload upload = initiateAndSend(1, 2, 3);
        PresignedUrl url = upload.presignPart(2, MINUTE);
        OkHttpClient racing = new OkHttpClient.Builder()
                .addInterceptor(chain -> {
                    if (chain.request().method().equals("POST")) {
                        try {
                            send(url, TestFiles.randomBytes(2, (int) PART_SIZE));
                        } catch (Exception e) {
                            throw new IOException(e);
                        }
                    }
                    return chain.proceed(chain.request());
                })
                .build();
        try (BucketClient client = client().okHttpClient(racing).build()) {
            PresignedUpload raced = client.presignedUpload("k", upload.uploadId(), plan);
            ServiceException e = assertThrows(ServiceException.class, () -> raced.complete(crc64s()));
            assertEquals("InvalidPart", e.code());
        }
        assertEquals(List.of(2), assertMismatch(upload, crc64s()).different());
    }

    @Test
    void abortsAndRefusesFurtherParts() throws Exception {
        PresignedUpload upload = initiateAndSend(1);
        PresignedUrl url = upload.presignPart(2, MINUTE);
        upload.abort();
        assertEquals(404, send(url, HELLO).statusCode());
        assertEquals(
                "NoSuchUpload",
                assertThrows(ServiceException.class, () -> upload.complete(crc64s()))
                        .code());
        assertNoUploads();
    }
}

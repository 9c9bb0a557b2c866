// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.emulator.internal.operation.EmulatedOperations;
import io.github.ossv4.emulator.internal.operation.OssOperation;
import io.github.ossv4.emulator.testing.AppServer;
import io.github.ossv4.emulator.testing.RawConnection;
import io.github.ossv4.emulator.testing.RawResponse;
import io.github.ossv4.emulator.testing.SignedRequest;
import io.github.ossv4.emulator.testing.TestEmulator;
import io.github.ossv4.emulator.testing.TestUpload;
import io.github.ossv4.sign.Credentials;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaultTest {
    @RegisterExtension
    private final TestEmulator emulator = new TestEmulator();

    private RawResponse put(String body) throws IOException {
        return emulator.put("a", body).send(body);
    }

    private RawResponse send(String method) throws IOException {
        return emulator.request(method, "a").send();
    }

    @Test
    void returnsWrongCrc64Once() throws IOException {
        emulator.inject(Fault.wrongCrc64(-1));

        assertEquals("18446744073709551615", put("hello").header("x-oss-hash-crc64ecma"));
        assertNotEquals("18446744073709551615", put("hello").header("x-oss-hash-crc64ecma"));

        emulator.inject(Fault.wrongCrc64(7));
        assertEquals(204, send("DELETE").status());
        put("hello");
        emulator.inject(Fault.wrongCrc64(8).times(2));
        assertEquals("8", send("GET").header("x-oss-hash-crc64ecma"));
        assertEquals("8", send("HEAD").header("x-oss-hash-crc64ecma"));
        assertEquals("hello", send("GET").text());
    }

    @Test
    void returnsErrorSeveralTimes() throws IOException {
        emulator.inject(Fault.error(503, "ServiceUnavailable").times(2));

        assertEquals("503 ServiceUnavailable null", put("hello").errorText());
        assertEquals("503 ServiceUnavailable null", send("HEAD").errorText());
        assertEquals(200, put("hello").status());
    }

    @Test
    void ignoresClearedFaults() throws IOException {
        emulator.inject(Fault.error(503, "ServiceUnavailable").times(2));
        assertEquals(503, put("hello").status());
        emulator.clearFaults();
        assertEquals(200, put("hello").status());
    }

    @Test
    void returnsErrorBeforeBody() throws IOException {
        emulator.inject(Fault.error(500, "InternalError"));
        try (RawConnection connection = emulator.connect()) {
            connection.send(emulator.request("PUT", "a")
                    .length(5)
                    .header("Expect", "100-continue")
                    .head());

            assertEquals(500, connection.read().status());
        }
    }

    @Test
    void keepsFaultAfterRejectedRequest() throws IOException {
        emulator.inject(Fault.error(503, "ServiceUnavailable"));

        assertEquals(
                "403 SignatureDoesNotMatch 0002-00000201",
                emulator.request("GET", "a")
                        .credentials(Credentials.of("id", "wrong"))
                        .send()
                        .errorText());
        assertEquals("503 ServiceUnavailable null", send("GET").errorText());
    }

    @Test
    void faultsOfDifferentKindsAreIndependent() throws IOException {
        put("hello");
        emulator.inject(Fault.uploadReset(0));
        emulator.inject(Fault.wrongCrc64(7));

        assertEquals("7", send("GET").header("x-oss-hash-crc64ecma"));
        assertThrows(IOException.class, () -> put("other"));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 70_000, 1 << 20, Long.MAX_VALUE - 1})
    void resetsUploadAndStoresNothing(long bytes) throws IOException {
        emulator.inject(Fault.uploadReset(bytes));
        byte[] body = new byte[1 << 20];

        IOException reset = assertThrows(
                IOException.class,
                () -> emulator.request("PUT", "a").length(body.length).send(body));

        assertTrue(isReset(reset), reset::toString);
        assertEquals(404, send("GET").status());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1 << 20, 4 << 20})
    void resetsDownload(int bytes) throws IOException {
        byte[] body = new byte[4 << 20];
        new Random(bytes).nextBytes(body);
        emulator.request("PUT", "a").length(body.length).send(body);
        emulator.inject(Fault.downloadReset(bytes));

        ByteArrayOutputStream received = new ByteArrayOutputStream();
        try (RawConnection connection = emulator.connect()) {
            connection.send(emulator.request("GET", "a").head());
            IOException reset = assertThrows(IOException.class, () -> {
                connection.readHead();
                byte[] buffer = new byte[8192];
                for (int read = connection.body().read(buffer);
                        read >= 0;
                        read = connection.body().read(buffer)) {
                    received.write(buffer, 0, read);
                }
            });
            assertTrue(isReset(reset), reset::toString);
        }

        assertTrue(received.size() <= bytes);
        assertArrayEquals(Arrays.copyOf(body, received.size()), received.toByteArray());
        assertEquals(200, send("HEAD").status());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 70_000, 100_000, Long.MAX_VALUE})
    void closesDownloadInOrder(long bytes) throws IOException {
        byte[] body = putBytes(100_000);
        emulator.inject(Fault.downloadCut(bytes));

        try (RawConnection connection = emulator.connect()) {
            RawResponse head =
                    connection.send(emulator.request("GET", "a").head()).readHead();

            assertEquals("100000", head.header("content-length"));
            assertArrayEquals(
                    Arrays.copyOf(body, (int) Math.min(bytes, body.length)),
                    connection.body().readAllBytes());
        }
    }

    private byte[] putBytes(int length) throws IOException {
        byte[] body = new byte[length];
        new Random(1).nextBytes(body);
        emulator.request("PUT", "a").length(length).send(body);
        return body;
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "50000, 50000", "99999, 99999", "9223372036854775807, 99999"})
    void flipsOneBitOfDownload(long position, int expected) throws IOException {
        byte[] body = putBytes(100_000);
        emulator.inject(Fault.flippedByte(position));

        try (RawConnection connection = emulator.connect()) {
            RawResponse head =
                    connection.send(emulator.request("GET", "a").head()).readHead();
            byte[] received = connection.body().readNBytes(body.length);

            assertEquals(expected, Arrays.mismatch(body, received));
            assertEquals(1, Integer.bitCount(body[expected] ^ received[expected]));
            received[expected] = body[expected];
            assertArrayEquals(body, received);
            assertEquals(Crc64.toString(Crc64.compute(body)), head.header("x-oss-hash-crc64ecma"));
            assertEquals("keep-alive", head.header("connection"));
            connection.send(emulator.request("GET", "a").head()).readHead();
            assertArrayEquals(body, connection.body().readNBytes(body.length));
        }
    }

    @Test
    void flipsByteAtPositionInRange() throws IOException {
        put("abcdef");
        emulator.inject(Fault.flippedByte(1));

        assertEquals(
                "bbd",
                emulator.request("GET", "a").header("Range", "bytes=1-3").send().text());
    }

    @ParameterizedTest
    @CsvSource({"a, `", "ab, `b"})
    void flipsLastByteOfShortBody(String body, String wrong) throws IOException {
        put(body);
        emulator.inject(Fault.flippedByte(0));

        assertEquals(wrong, send("GET").text());
        assertEquals(body, send("GET").text());
    }

    @Test
    void leavesEmptyBodyUnchanged() throws IOException {
        put("");
        emulator.inject(Fault.flippedByte(0));

        assertEquals(200, send("GET").status());
    }

    @Test
    void removesChecksum() throws IOException {
        emulator.inject(Fault.noCrc64().times(3));

        for (RawResponse response : new RawResponse[] {put("hello"), send("GET"), send("HEAD")}) {
            assertEquals(200, response.status());
            assertNull(response.header("x-oss-hash-crc64ecma"));
            assertEquals(TestEmulator.HELLO_ETAG, response.header("etag"));
        }
        assertNotNull(send("HEAD").header("x-oss-hash-crc64ecma"));
    }

    @Test
    void executesOperationWhoseResponseIsLost() throws IOException {
        emulator.inject(Fault.responseLost());
        assertThrows(SocketException.class, () -> put("hello"));
        assertEquals("hello", send("GET").text());

        emulator.inject(Fault.responseLost());
        assertThrows(SocketException.class, () -> send("GET"));

        emulator.inject(Fault.responseLost());
        assertThrows(SocketException.class, () -> send("DELETE"));
        assertEquals(404, send("GET").status());
        assertEquals(0, emulator.files());
    }

    @Test
    void performsCallbackIfResponseIsLost() throws Exception {
        emulator.inject(Fault.responseLost());
        try (AppServer server = AppServer.good().calledBy(emulator)) {
            assertThrows(SocketException.class, () -> emulator.upload(server.url("/")));

            server.take();
            assertEquals(200, emulator.head(TestEmulator.HELLO_KEY).status());
        }
    }

    @Test
    void delayedResponseDelaysNoOther() throws IOException {
        put("hello");
        Duration delay = Duration.ofMillis(300);
        emulator.inject(Fault.delay(delay));
        try (RawConnection connection = emulator.connect()) {
            long start = System.nanoTime();
            connection.send(emulator.request("GET", "a")
                    .header("x-oss-user-agent", "slow")
                    .head());
            RawResponse late = connection.read();
            Duration waited = Duration.ofNanos(System.nanoTime() - start);

            assertEquals("hello", late.text());
            assertTrue(waited.compareTo(delay) >= 0, waited::toString);
            assertEquals(
                    "hello",
                    connection.send(emulator.request("GET", "a").head()).read().text());
        }
    }

    @Test
    void affectsAppendAsUpload() throws IOException {
        SignedRequest append =
                emulator.request("POST", "a").length(5).query("append", null).query("position", "0");
        emulator.inject(Fault.uploadReset(3));
        emulator.inject(Fault.wrongCrc64(7));

        assertThrows(SocketException.class, () -> append.send("hello"));
        assertEquals(404, send("GET").status());
        emulator.awaitFiles(0);
    }

    @Test
    void keepsFaultAfterInvalidHeaders() throws IOException {
        emulator.inject(Fault.error(503, "ServiceUnavailable"));

        assertEquals(
                "400 InvalidArgument 0017-00000104",
                emulator.put("a", "").header("x-oss-object-acl", "x").send().errorText());
        assertEquals("503 ServiceUnavailable null", put("").errorText());
        assertEquals(0, emulator.files());
    }

    @Test
    void affectsOneOperationOnly() throws IOException {
        emulator.inject(Fault.error(503, "ServiceUnavailable").on("UploadPart").times(2));
        emulator.inject(Fault.error(500, "InternalError").times(2).on("GetObject"));

        put("hello");
        TestUpload upload = TestUpload.initiate(emulator, "b");
        assertEquals("503 ServiceUnavailable null", upload.put(1, new byte[1]).errorText());
        assertEquals("500 InternalError null", send("GET").errorText());
        assertEquals("503 ServiceUnavailable null", upload.put(1, new byte[1]).errorText());
        assertEquals("500 InternalError null", send("GET").errorText());
        assertEquals(200, upload.put(1, new byte[1]).status());
        assertEquals(200, upload.complete(1).status());
        assertEquals(200, send("GET").status());
    }

    @Test
    void rejectsOperationsThatFaultCannotAffect() {
        for (String name : new String[] {"uploadPart", "UPLOAD_PART", "PutBucketInventory", ""}) {
            IllegalArgumentException unknown = assertThrows(
                    IllegalArgumentException.class, () -> Fault.responseLost().on(name));
            assertTrue(unknown.getMessage().contains('"' + name + '"'), unknown::getMessage);
            assertTrue(unknown.getMessage().contains("CompleteMultipartUpload"), unknown::getMessage);
        }
        assertThrows(
                IllegalArgumentException.class, () -> Fault.downloadReset(1).on("PutObject"));
        assertThrows(IllegalArgumentException.class, () -> Fault.wrongCrc64(1).on("ListParts"));
        assertThrows(
                IllegalArgumentException.class,
                () -> Fault.delay(Duration.ZERO).on("GetObject").on("HeadObject"));
        for (OssOperation operation : EmulatedOperations.all()) {
            assertEquals(
                    "Fault{RESPONSE_LOST 0 on " + operation.name() + "}",
                    Fault.responseLost().on(operation.name()).toString());
        }
    }

    @Test
    void addsHeaderToError() throws IOException {
        emulator.inject(Fault.error(503, "ServiceUnavailable")
                .header("Retry-After", "0")
                .header("x-oss-ec", "é")
                .times(2));

        for (RawResponse response : new RawResponse[] {put("hello"), send("HEAD")}) {
            assertEquals("503 ServiceUnavailable null", response.errorText());
            assertEquals("0", response.header("retry-after"));
        }
        assertThrows(IllegalArgumentException.class, () -> Fault.error(500, "E").header("a b", "c"));
        assertThrows(IllegalArgumentException.class, () -> Fault.error(500, "E").header("a", "b\r\nc: d"));
        assertThrows(IllegalArgumentException.class, () -> Fault.error(500, "E").header("content-length", "1"));
        assertThrows(IllegalStateException.class, () -> Fault.responseLost().header("a", "b"));
    }

    @Test
    void addsEcAndMessageToError() throws IOException {
        emulator.inject(
                Fault.error(403, "AccessDenied").ec("0003-00000001").message("You have no right & no <money>."));

        RawResponse response = put("hello");

        assertEquals("403 AccessDenied 0003-00000001", response.errorText());
        assertEquals("0003-00000001", response.header("x-oss-ec"));
        assertEquals("You have no right & no <money>.", response.error().message());
        assertEquals(
                "an EC must have the form 0002-00000040, was \"3-1\"",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> Fault.error(500, "E").ec("3-1"))
                        .getMessage());
        assertThrows(IllegalStateException.class, () -> Fault.responseLost().ec("0003-00000001"));
        assertThrows(IllegalStateException.class, () -> Fault.noCrc64().message("a"));
    }

    @Test
    void returnsWrongEtagOnce() throws IOException {
        emulator.inject(Fault.wrongEtag());
        assertEquals("\"00000000000000000000000000000000\"", put("hello").header("etag"));
        assertEquals(TestEmulator.HELLO_ETAG, put("hello").header("etag"));
        assertEquals(TestEmulator.HELLO_ETAG, send("HEAD").header("etag"));

        TestUpload upload = TestUpload.initiate(emulator, "a");
        emulator.inject(Fault.wrongEtag());
        assertEquals(
                "\"00000000000000000000000000000000\"",
                upload.put(1, "hello".getBytes(StandardCharsets.UTF_8)).header("etag"));
        assertEquals("400 InvalidPart null", upload.complete(1).errorText());
        assertTrue(upload.request("GET").send().text().contains(TestEmulator.HELLO_ETAG));
    }

    @Test
    void resetsPartAndStoresNothing() throws IOException {
        TestUpload upload = TestUpload.initiate(emulator, "a");
        emulator.inject(Fault.uploadReset(50_000));

        IOException reset = assertThrows(IOException.class, () -> upload.put(1));

        assertTrue(isReset(reset), reset::toString);
        emulator.awaitFiles(0);
        assertEquals("400 InvalidPart null", upload.complete(1).errorText());
        upload.put(1);
        assertEquals(200, upload.complete(1).status());
    }

    @Test
    void uploadResetSkipsInitiateMultipartUpload() throws IOException {
        emulator.inject(Fault.uploadReset(0));
        TestUpload upload = TestUpload.initiate(emulator, "a");

        assertThrows(IOException.class, () -> upload.put(1));
        assertThrows(IllegalArgumentException.class, () -> Fault.uploadReset(0).on("InitiateMultipartUpload"));
    }

    @Test
    void resetsCompletionAndKeepsUpload() throws IOException {
        TestUpload upload = TestUpload.initiate(emulator, "a");
        upload.put(1);
        emulator.inject(Fault.uploadReset(Long.MAX_VALUE - 1).on("CompleteMultipartUpload"));

        assertThrows(SocketException.class, () -> upload.complete(1));
        assertEquals(404, send("HEAD").status());
        assertEquals(200, upload.complete(1).status());
    }

    @Test
    void returnsWrongChecksumsOfPartsAndObject() throws IOException {
        TestUpload upload = TestUpload.initiate(emulator, "a");
        emulator.inject(Fault.wrongCrc64(7));
        emulator.inject(Fault.noCrc64());
        emulator.inject(Fault.wrongCrc64(8).on("CompleteMultipartUpload"));
        emulator.inject(Fault.noCrc64().on("CompleteMultipartUpload"));

        byte[] body = TestUpload.bytes(1, 5);
        assertEquals("7", upload.put(1, body).header("x-oss-hash-crc64ecma"));
        assertNull(upload.put(1, body).header("x-oss-hash-crc64ecma"));
        assertTrue(upload.request("GET").send().text().contains(Crc64.toString(Crc64.compute(body))));
        RawResponse first = upload.complete(1);
        assertEquals(200, first.status());
        assertEquals("8", first.header("x-oss-hash-crc64ecma"));
        assertEquals(Crc64.toString(Crc64.compute(body)), send("HEAD").header("x-oss-hash-crc64ecma"));

        TestUpload other = TestUpload.initiate(emulator, "a");
        other.put(1, body);
        assertNull(other.complete(1).header("x-oss-hash-crc64ecma"));
    }

    @Test
    void completesUploadWhoseResponseIsLost() throws Exception {
        TestUpload upload = TestUpload.initiate(emulator, "a");
        upload.put(1);
        emulator.inject(Fault.responseLost().on("CompleteMultipartUpload"));

        assertThrows(SocketException.class, () -> upload.complete(1));
        assertEquals("Multipart", send("HEAD").header("x-oss-object-type"));
        assertEquals(TestUpload.NO_SUCH_UPLOAD, upload.complete(1).errorText());
        assertEquals(1, emulator.files());
    }

    private static boolean isReset(IOException e) {
        return e instanceof SocketException;
    }

    @Test
    void rejectsInvalidFaults() {
        assertThrows(IllegalArgumentException.class, () -> Fault.error(200, "OK"));
        assertThrows(IllegalArgumentException.class, () -> Fault.uploadReset(-1));
        assertThrows(IllegalArgumentException.class, () -> Fault.downloadReset(-1));
        assertThrows(IllegalArgumentException.class, () -> Fault.downloadCut(-1));
        assertThrows(IllegalArgumentException.class, () -> Fault.flippedByte(-1));
        assertThrows(IllegalArgumentException.class, () -> Fault.delay(Duration.ofMillis(-1)));
        assertThrows(IllegalArgumentException.class, () -> Fault.wrongCrc64(1).times(0));
    }

    @Test
    void describesFaults() {
        assertEquals(
                "Fault{WRONG_CRC64 18446744073709551615}", Fault.wrongCrc64(-1).toString());
        assertEquals(
                "Fault{ERROR ServiceUnavailable: An injected fault., 2 times}",
                Fault.error(503, "ServiceUnavailable").times(2).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\u0001b", "\uffff"})
    void rejectsCodesThatAnErrorDocumentCannotHave(String code) {
        String message = assertThrows(IllegalArgumentException.class, () -> Fault.error(503, code))
                .getMessage();
        assertTrue(
                message.startsWith("code must not be empty or contain characters that XML 1.0 does not allow, was \""),
                message);
    }
}

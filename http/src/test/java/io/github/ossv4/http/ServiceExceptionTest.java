// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.http.testing.Reply;
import io.github.ossv4.http.testing.WireFixture;
import io.github.ossv4.sign.Credentials;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import okio.Buffer;
import org.junit.jupiter.api.Test;

/** Error responses of OSS and of proxies. */
class ServiceExceptionTest extends WireFixture {

    @Test
    void readsTheErrorDocument() {
        server.enqueue(response(404)
                .body("<Error><Code>NoSuchBucket</Code><Message>The specified bucket does not exist.</Message>"
                        + "<RequestId>5C3D</RequestId><HostId>h</HostId><BucketName>examplebucket</BucketName>"
                        + "<EC>0015-00000101</EC></Error>"));
        ServiceException e = assertThrows(ServiceException.class, () -> bucket.put("hello.txt", Body.of(HELLO)));
        assertEquals(404, e.status());
        assertEquals("NoSuchBucket", e.code());
        assertEquals("5C3D", e.requestId());
        assertEquals("0015-00000101", e.ec());
        assertEquals("h", e.hostId());
        assertEquals(Map.of("BucketName", "examplebucket"), e.details());
        assertEquals(
                "PutObject hello.txt" + where() + ": 404 NoSuchBucket: The specified bucket does not exist."
                        + " (request id 5C3D, EC 0015-00000101); the bucket does not exist, or its name is misspelt; or it is in another region than the endpoint",
                e.getMessage());
    }

    @Test
    void showsNothingOfAPageOfAProxy() {
        server.enqueue(Reply.of(502).body("<html>\r\n<h1>Bad\tGateway</h1>" + "x".repeat(1_000_000)));
        ServiceException e = assertThrows(ServiceException.class, () -> bucket.put("hello.txt", Body.of(HELLO)));
        assertEquals(502, e.status());
        assertNull(e.code());
        assertEquals(
                "PutObject hello.txt" + where() + ": 502 no error document of OSS (request id 5C3D)", e.getMessage());
    }

    @Test
    void saysThatAnotherServerResponded() {
        server.enqueue(Reply.fromProxy(501).body("Unsupported method"));
        ServiceException e = assertThrows(ServiceException.class, () -> bucket.put("hello.txt", Body.of(HELLO)));
        assertEquals(
                "PutObject hello.txt" + where()
                        + ": 501 the response is not from OSS but from a proxy or another server; check the endpoint, or the proxy",
                e.getMessage());
    }

    @Test
    void namesTheRangeThatTheObjectLacks() {
        String xml =
                "<Error><Code>InvalidRange</Code><Message>The requested range cannot be satisfied</Message></Error>";
        GetOptions range = GetOptions.builder().rangeFrom(9).build();
        server.enqueue(Reply.of(416).addHeader("Content-Range", "bytes */5").body(xml));
        ServiceException e = assertThrows(ServiceException.class, () -> bucket.get("hello.txt", range));
        String expected = "GetObject hello.txt" + where()
                + ": 416 InvalidRange: The requested range cannot be satisfied (request id 5C3D); the range is bytes=9-";
        assertEquals(expected + ", the object has 5 bytes", e.getMessage());
        server.enqueue(
                Reply.of(416).addHeader("Content-Range", "bytes 0-4/s3cr3t").body(xml));
        e = assertThrows(ServiceException.class, () -> bucket.get("hello.txt", range));
        assertEquals(expected, e.getMessage());
    }

    @Test
    void readsTheErrorOfAHeadFromAHeader() {
        String xml = "<Error><Code>NoSuchKey</Code><Message>m</Message><EC>0026-00000001</EC></Error>";
        server.enqueue(response(404)
                .addHeader(
                        "x-oss-err",
                        new Buffer().writeUtf8(xml).readByteString().base64()));
        ServiceException e = assertThrows(ServiceException.class, () -> bucket.head("hello.txt"));
        assertEquals("NoSuchKey", e.code());
        assertEquals("0026-00000001", e.ec());
    }

    @Test
    void readsAnErrorInJson() {
        server.enqueue(
                Reply.fromProxy(403)
                        .addHeader("Content-Type", "application/json")
                        .body(
                                "{\"Code\":\"AccessDenied\",\"Message\":\"no\",\"RequestId\":\"5F0C\",\"EC\":\"0003-00000001\"}"));
        ServiceException e = assertThrows(ServiceException.class, () -> bucket.delete("hello.txt"));
        assertEquals("AccessDenied", e.code());
        assertEquals("5F0C", e.requestId());
    }

    @Test
    void keepsTheStatusOfATruncatedError() {
        server.enqueue(Reply.of(500).body("<Error><Code>" + "x".repeat(100_000)).cut(Reply.Cut.IN_BODY));
        ServiceException e = assertThrows(ServiceException.class, () -> bucket.delete("hello.txt"));
        assertEquals(500, e.status());
    }

    @Test
    void redactsEchoedSecrets() throws Exception {
        try (BucketClient own =
                client().credentials(Credentials.of("STS.1", "s1", "t0k3n")).build()) {
            server.enqueue(Reply.of(400).body("<Error><Code>X</Code><Message>bad token t0k3n</Message></Error>"));
            String text =
                    assertThrows(ServiceException.class, () -> own.delete("k")).toString();
            assertTrue(text.contains("bad token …"), text);
            assertFalse(text.contains("t0k3n"), text);
        }
    }

    @Test
    void readsTheErrorFromHeadersIfTheBodyHasNone() {
        server.enqueue(Reply.of(403)
                .addHeader("x-oss-error-type", "AccessDenied")
                .addHeader("x-oss-ec", "0003-00000001")
                .setHeader("x-oss-request-id", "5F0C"));
        ServiceException e = assertThrows(ServiceException.class, () -> bucket.delete("k"));
        assertEquals("AccessDenied", e.code());
        assertEquals("0003-00000001", e.ec());
        assertEquals("5F0C", e.requestId());
    }

    @Test
    void serializesExceptions() throws Exception {
        server.enqueue(response(203).body(CALLBACK_FAILED));
        CallbackFailedException failed = copy(
                assertThrows(CallbackFailedException.class, () -> bucket.put("k", Body.of(HELLO), withCallback())));
        assertEquals("Error status : 502.", failed.reason());
        assertEquals(Crc64.compute(HELLO), failed.stored().crc64());
        server.enqueue(response(404).body("<Error><Code>NoSuchKey</Code><EC>1</EC><Key>k</Key></Error>"));
        ServiceException deleted = copy(assertThrows(ServiceException.class, () -> bucket.delete("k")));
        assertEquals("NoSuchKey", deleted.code());
        assertEquals(Map.of("Key", "k"), deleted.details());
        server.enqueue(response(200).addHeader("x-oss-hash-crc64ecma", "1"));
        ChecksumMismatchException corrupt = copy(
                assertThrows(ChecksumMismatchException.class, () -> bucket.put("k", Body.of(HELLO), withCallback())));
        assertEquals(Crc64.compute(HELLO), corrupt.localCrc64());
        assertEquals(1, corrupt.remoteCrc64());
        assertEquals("k", corrupt.stored().key());
        assertTrue(corrupt.stored().callbackResponse().isComplete());
        PartMismatchException parts =
                copy(new PartMismatchException("Complete", List.of(1), List.of(2, 3), List.of(4)));
        assertEquals(List.of(1, 2, 3), parts.partsToSend());
        assertEquals(List.of(4), parts.unexpected());
        OutcomeUnknownException unknown = copy(new OutcomeUnknownException("append", deleted));
        assertEquals("NoSuchKey", ((ServiceException) unknown.getCause()).code());
    }

    @Test
    void serializesResults() throws Exception {
        RelayedResponse relayed = RelayedResponse.incomplete(HELLO, "text/plain");
        PutResult put = copy(PutResult.builder("k")
                .crc64(-1L)
                .callbackResponse(relayed)
                .crcChecked(true)
                .build());
        assertEquals(-1, put.crc64());
        assertTrue(put.isCrcChecked());
        assertArrayEquals(HELLO, put.callbackResponse().bytes());
        assertFalse(put.callbackResponse().isComplete());
        Instant time = Instant.parse("2026-11-25T13:44:27Z");
        CopyResult copied =
                copy(CopyResult.builder("k").lastModified(time).versionId("v").build());
        assertEquals(time, copied.lastModified());
        assertEquals("v", copied.versionId());
    }

    @Test
    void rejectsSerializedResultsWithoutAKey() throws Exception {
        for (Object result : List.of(
                PutResult.builder("KEY").build(), CopyResult.builder("KEY").build())) {
            String bytes = new String(write(result), StandardCharsets.ISO_8859_1);
            String without = bytes.replace("t\0\3KEY", "p");
            assertEquals(bytes.length() - 5, without.length());
            InvalidObjectException e = assertThrows(
                    InvalidObjectException.class, () -> read(without.getBytes(StandardCharsets.ISO_8859_1)));
            assertEquals("key", e.getMessage());
        }
    }

    private static <T> T copy(T object) throws Exception {
        return read(write(object));
    }

    private static byte[] write(Object object) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        }
        return bytes.toByteArray();
    }

    @SuppressWarnings({"unchecked", "BanSerializableRead", "TypeParameterUnusedInFormals"})
    private static <T> T read(byte[] bytes) throws Exception {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            return (T) in.readObject();
        }
    }

    /** A message is redacted before it is truncated. */
    @Test
    void redactsATokenAtTheEndOfWhatIsShown() throws Exception {
        String token = "CAIS" + "x".repeat(600);
        try (BucketClient own =
                client().credentials(Credentials.of("STS.1", "s1", token)).build()) {
            server.enqueue(Reply.of(403)
                    .body("<Error><Code>X</Code><Message>" + "y".repeat(290) + token + "</Message></Error>"));
            String text =
                    assertThrows(ServiceException.class, () -> own.delete("k")).toString();
            assertTrue(text.contains("yyy…"), text);
            assertFalse(text.contains("CAIS"), text);
        }
    }

    @Test
    void tellsAnObjectThatDoesNotExistFromAllElse() {
        assertTrue(ServiceException.builder(404).code("NoSuchKey").build().isNotFound());
        assertTrue(ServiceException.builder(404).requestId("1").build().isNotFound());
        // A proxy sends neither code nor request id.
        assertFalse(ServiceException.builder(404).build().isNotFound());
        assertFalse(ServiceException.builder(403).code("NoSuchKey").build().isNotFound());
        for (String code : List.of("NoSuchBucket", "NoSuchUpload", "NoSuchVersion", "SymlinkTargetNotExist")) {
            assertFalse(
                    ServiceException.builder(404)
                            .code(code)
                            .requestId("1")
                            .build()
                            .isNotFound(),
                    code);
        }
    }
}

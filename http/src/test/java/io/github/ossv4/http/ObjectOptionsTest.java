// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.emulator.Fault;
import io.github.ossv4.object.ObjectAcl;
import io.github.ossv4.object.ServerSideEncryption;
import io.github.ossv4.object.StorageClass;
import io.github.ossv4.sign.Credentials;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What an OSS makes of the options, and what comes back. What they put on the wire is in OptionsOnTheWireTest. */
class ObjectOptionsTest {
    private static final byte[] HELLO = "hello".getBytes(UTF_8);
    private static final Credentials CREDENTIALS = Credentials.of("id", "secret");
    private static final Instant PAST = Instant.parse("2020-01-01T00:00:00Z");
    private static final Instant FUTURE = Instant.parse("2099-01-01T00:00:00Z");

    private Emulator emulator;
    private BucketClient bucket;

    @BeforeEach
    void start() throws IOException {
        start(Emulator.builder());
    }

    private void start(Emulator.Builder builder) throws IOException {
        emulator = builder.credentials(CREDENTIALS).start();
        bucket = BucketClient.builder(emulator.endpoint(), emulator.bucket())
                .region(emulator.region())
                .credentials(CREDENTIALS)
                .build();
    }

    @AfterEach
    void stop() {
        bucket.close();
        emulator.close();
    }

    private String got(String key) throws IOException {
        try (GetResult result = bucket.get(key)) {
            return new String(result.bytes(), UTF_8);
        }
    }

    private static PutOptions.Builder put() {
        return PutOptions.builder();
    }

    static Stream<Arguments> stored() {
        return Stream.of(
                Arguments.of(put().contentType("text/plain"), "Content-Type", "text/plain"),
                Arguments.of(put(), "Content-Type", "application/octet-stream"),
                Arguments.of(put().cacheControl("no-cache"), "Cache-Control", "no-cache"),
                Arguments.of(put().contentDisposition("inline"), "Content-Disposition", "inline"),
                Arguments.of(put().contentEncoding("identity"), "Content-Encoding", "identity"),
                Arguments.of(put().expires(FUTURE), "Expires", "Thu, 01 Jan 2099 00:00:00 GMT"),
                Arguments.of(put().metadata("city", "杭州"), "x-oss-meta-city", "杭州"),
                Arguments.of(put().storageClass(StorageClass.IA), "x-oss-storage-class", "IA"),
                Arguments.of(put(), "x-oss-storage-class", "Standard"),
                Arguments.of(put().tag("a", "1").tag("b", "2"), "x-oss-tagging-count", "2"),
                Arguments.of(
                        put().serverSideEncryption(ServerSideEncryption.AES256),
                        "x-oss-server-side-encryption",
                        "AES256"),
                Arguments.of(
                        put().serverSideEncryption(ServerSideEncryption.kms("9468")),
                        "x-oss-server-side-encryption-key-id",
                        "9468"),
                Arguments.of(
                        put().serverSideEncryption(ServerSideEncryption.KMS.withSm4Data()),
                        "x-oss-server-side-data-encryption",
                        "SM4"),
                Arguments.of(put().trafficLimit(819_200), "x-oss-object-type", "Normal"),
                Arguments.of(put().requesterPays(), "x-oss-object-type", "Normal"),
                Arguments.of(put().contentMd5("XUFAKrxLKna5cZ2REBfFkg=="), "Content-MD5", "XUFAKrxLKna5cZ2REBfFkg=="));
    }

    @ParameterizedTest(name = "{1}: {2}")
    @MethodSource("stored")
    void optionsOfAPutComeBack(PutOptions.Builder options, String header, String value) throws Exception {
        assertTrue(bucket.put("k", Body.of(HELLO), options.build()).crcChecked());
        assertEquals(value, bucket.head("k").header(header));
        try (GetResult result = bucket.get("k")) {
            assertEquals(value, result.metadata().header(header));
            assertArrayEquals(HELLO, result.bytes());
        }
    }

    @Test
    void anAclOpensAnObjectToAll() throws Exception {
        bucket.put("open", Body.of(HELLO), put().acl(ObjectAcl.PUBLIC_READ).build());
        bucket.put("closed", Body.of(HELLO));
        HttpClient anybody = HttpClient.newHttpClient();
        for (Map.Entry<String, Integer> expected :
                Map.of("open", 200, "closed", 403).entrySet()) {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create(emulator.endpoint() + "/examplebucket/" + expected.getKey()))
                    .build();
            assertEquals(
                    expected.getValue(),
                    anybody.send(request, HttpResponse.BodyHandlers.discarding())
                            .statusCode());
        }
    }

    @Test
    void anObjectIsNotOverwrittenWhereThatIsForbidden() throws Exception {
        PutOptions once = put().forbidOverwrite().build();
        bucket.put("k", Body.of(HELLO), once);
        ServiceException e = assertThrows(ServiceException.class, () -> bucket.put("k", Body.of(new byte[1]), once));
        assertEquals(409, e.status());
        assertEquals("FileAlreadyExists", e.code());
        assertEquals("hello", got("k"));
    }

    @Test
    void aWrongMd5StoresNothing() {
        PutOptions wrong = put().contentMd5("AAAAAAAAAAAAAAAAAAAAAA==").build();
        assertEquals(
                "InvalidDigest",
                assertThrows(ServiceException.class, () -> bucket.put("k", Body.of(HELLO), wrong))
                        .code());
        assertThrows(ServiceException.class, () -> bucket.head("k"));
    }

    @Test
    void ranges() throws Exception {
        bucket.put("k", Body.of("0123456789".getBytes(UTF_8)));
        for (Map.Entry<GetOptions, String> range : Map.of(
                        GetOptions.builder().range(2, 4).build(), "234",
                        GetOptions.builder().range(8, 100).build(), "89",
                        GetOptions.builder().rangeFrom(7).build(), "789",
                        GetOptions.builder().lastBytes(3).build(), "789",
                        GetOptions.builder().lastBytes(99).build(), "0123456789")
                .entrySet()) {
            try (GetResult result = bucket.get("k", range.getKey())) {
                assertEquals(
                        range.getValue(),
                        new String(result.bytes(), UTF_8),
                        range.getKey().toString());
                assertFalse(result.crcChecked());
                assertEquals(10, result.metadata().size());
                assertEquals(range.getValue().length(), result.length());
            }
        }
        GetOptions beyond = GetOptions.builder().rangeFrom(10).build();
        assertEquals(
                416,
                assertThrows(ServiceException.class, () -> bucket.get("k", beyond))
                        .status());
    }

    @Test
    void conditions() throws Exception {
        String etag = bucket.put("k", Body.of(HELLO)).etag();
        for (GetOptions.Builder met : new GetOptions.Builder[] {
            GetOptions.builder().ifMatch(etag),
            GetOptions.builder().ifNoneMatch("0"),
            GetOptions.builder().ifModifiedSince(PAST),
            GetOptions.builder().ifUnmodifiedSince(FUTURE)
        }) {
            try (GetResult result = bucket.get("k", met.build())) {
                assertArrayEquals(HELLO, result.bytes());
            }
        }
        for (HeadOptions.Builder notModified : new HeadOptions.Builder[] {
            HeadOptions.builder().ifNoneMatch(etag),
            HeadOptions.builder().ifModifiedSince(Instant.now().plusSeconds(2))
        }) {
            assertThrows(NotModifiedException.class, () -> bucket.head("k", notModified.build()));
        }
        for (GetOptions.Builder failed : new GetOptions.Builder[] {
            GetOptions.builder().ifMatch("0"), GetOptions.builder().ifUnmodifiedSince(PAST)
        }) {
            ServiceException e = assertThrows(ServiceException.class, () -> bucket.get("k", failed.build()));
            assertEquals(412, e.status());
            assertEquals("PreconditionFailed", e.code());
        }
    }

    @Test
    void aCopyTakesHeadersAlongOrReplacesThem() throws Exception {
        bucket.put(
                "source //é",
                Body.of(HELLO),
                put().contentType("text/plain").metadata("a", "1").tag("t", "1").build());
        CopySource source = CopySource.of("source //é");
        CopyResult same = bucket.copy(source, "same");
        assertEquals(Crc64.of(HELLO), same.crc64());
        assertEquals("5D41402ABC4B2A76B9719D911017C592", same.etag());
        assertNotNull(same.lastModified());
        assertEquals("hello", got("same"));
        ObjectMetadata metadata = bucket.head("same");
        assertEquals("text/plain", metadata.contentType());
        assertEquals(Map.of("a", "1"), metadata.metadata());
        assertEquals("1", metadata.header("x-oss-tagging-count"));

        bucket.copy(
                CopySource.of("examplebucket", "source //é"),
                "other",
                CopyOptions.builder()
                        .metadata("b", "2")
                        .tag("x", "1")
                        .tag("y", "2")
                        .storageClass(StorageClass.IA)
                        .build());
        ObjectMetadata other = bucket.head("other");
        assertEquals(Map.of("b", "2"), other.metadata());
        assertEquals("application/octet-stream", other.contentType());
        assertEquals("2", other.header("x-oss-tagging-count"));
        assertEquals("IA", other.storageClass());

        bucket.copy(source, "bare", CopyOptions.builder().replaceMetadata().build());
        assertEquals(Map.of(), bucket.head("bare").metadata());
    }

    @Test
    void aCopyHasConditions() throws Exception {
        String etag = bucket.put("s", Body.of(HELLO)).etag();
        CopySource source = CopySource.of("s");
        bucket.copy(source, "k", CopyOptions.builder().ifSourceMatches(etag).build());
        assertThrows(
                NotModifiedException.class,
                () -> bucket.copy(
                        source,
                        "k",
                        CopyOptions.builder().ifSourceDiffersFrom(etag).build()));
        assertEquals(
                "PreconditionFailed",
                assertThrows(
                                ServiceException.class,
                                () -> bucket.copy(
                                        source,
                                        "k",
                                        CopyOptions.builder()
                                                .ifSourceMatches("0")
                                                .build()))
                        .code());
        assertEquals(
                "FileAlreadyExists",
                assertThrows(
                                ServiceException.class,
                                () -> bucket.copy(
                                        source,
                                        "k",
                                        CopyOptions.builder().forbidOverwrite().build()))
                        .code());
        assertEquals(
                "NoSuchKey",
                assertThrows(ServiceException.class, () -> bucket.copy(CopySource.of("missing"), "k"))
                        .code());
    }

    @Test
    void appendsRunTheirChecksum() throws Exception {
        AppendOptions first = AppendOptions.builder().contentType("text/plain").build();
        AppendPosition position = AppendPosition.START;
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 5; i++) {
            String line = "line " + i + "\n";
            AppendResult result = bucket.append("log", position, Body.of(line.getBytes(UTF_8)), first);
            assertTrue(result.crcChecked());
            all.append(line);
            position = result.next();
            assertEquals(all.length(), position.offset());
        }
        assertEquals(all.toString(), got("log"));
        ObjectMetadata metadata = bucket.head("log");
        assertEquals("Appendable", metadata.type());
        assertEquals(position.toString(), metadata.appendPosition().toString());
        AppendResult more = bucket.append("log", metadata.appendPosition(), Body.of(HELLO));
        assertTrue(more.crcChecked(), "the position of a head knows the checksum");
    }

    @Test
    void appendsAtTheWrongPlaceAreRefused() throws Exception {
        bucket.append("log", AppendPosition.START, Body.of(HELLO));
        ServiceException e =
                assertThrows(ServiceException.class, () -> bucket.append("log", AppendPosition.of(3), Body.of(HELLO)));
        assertEquals(409, e.status());
        assertEquals("PositionNotEqualToLength", e.code());
        bucket.put("plain", Body.of(HELLO));
        assertEquals(
                "ObjectNotAppendable",
                assertThrows(ServiceException.class, () -> bucket.append("plain", AppendPosition.of(5), Body.of(HELLO)))
                        .code());
        assertNull(bucket.head("plain").appendPosition());
    }

    @Test
    void versions() throws Exception {
        stop();
        start(Emulator.builder().versioning(true));
        String one = bucket.put("k", Body.of("one".getBytes(UTF_8))).versionId();
        String two = bucket.put("k", Body.of("two".getBytes(UTF_8))).versionId();
        assertNotEquals(one, two);
        GetOptions first = GetOptions.builder().versionId(one).build();
        try (GetResult result = bucket.get("k", first)) {
            assertEquals("one", new String(result.bytes(), UTF_8));
            assertTrue(result.crcChecked());
            assertEquals(one, result.metadata().versionId());
        }
        DeleteResult hidden = bucket.delete("k");
        assertTrue(hidden.deleteMarker());
        assertThrows(ServiceException.class, () -> bucket.head("k"));
        assertEquals(
                3,
                bucket.head("k", HeadOptions.builder().versionId(two).build()).size());
        CopyResult copy = bucket.copy(CopySource.of("k").version(one), "copy");
        assertEquals(one, copy.sourceVersionId());
        assertNotNull(copy.versionId());
        bucket.delete("k", DeleteOptions.builder().versionId(one).build());
        assertThrows(ServiceException.class, () -> bucket.get("k", first));
    }

    @Test
    void anUploadWhoseAnswerIsLostIsStored() throws Exception {
        emulator.inject(Fault.answerLost());
        assertThrows(IOException.class, () -> bucket.put("k", Body.of(new ByteArrayInputStream(HELLO), HELLO.length)));
        assertEquals(Crc64.of(HELLO), bucket.head("k").crc64(), "as the documentation says: ask with head");
    }

    @Test
    void damageOnTheWayDown(@TempDir Path folder) throws Exception {
        byte[] bytes = new byte[200_000];
        Arrays.fill(bytes, (byte) 7);
        bucket.put("k", Body.of(bytes));
        Path file = Files.write(folder.resolve("file"), HELLO);
        for (Fault fault :
                new Fault[] {Fault.flippedByte(123_456), Fault.downloadCut(199_999), Fault.downloadReset(1000)}) {
            emulator.inject(fault);
            assertThrows(IOException.class, () -> bucket.getToFile("k", file));
            assertArrayEquals(HELLO, Files.readAllBytes(file));
            try (Stream<Path> files = Files.list(folder)) {
                assertEquals(1, files.count());
            }
        }
        emulator.inject(Fault.noCrc64());
        assertFalse(bucket.getToFile("k", file).crcChecked());
        assertArrayEquals(bytes, Files.readAllBytes(file));
    }

    @Test
    void aSlowAnswerIsWaitedForUntilTheTimeout() throws Exception {
        emulator.inject(Fault.delay(Duration.ofMillis(300)));
        assertTrue(bucket.put("k", Body.of(HELLO)).crcChecked());
        OkHttpClient impatient =
                new OkHttpClient.Builder().readTimeout(Duration.ofMillis(100)).build();
        try (BucketClient own = BucketClient.builder(emulator.endpoint(), emulator.bucket())
                .region(emulator.region())
                .credentials(CREDENTIALS)
                .okHttpClient(impatient)
                .build()) {
            emulator.inject(Fault.delay(Duration.ofMinutes(1)));
            assertThrows(InterruptedIOException.class, () -> own.head("k"));
        }
    }
}

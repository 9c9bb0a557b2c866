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
import io.github.ossv4.http.testing.EmulatorFixture;
import io.github.ossv4.list.ObjectVersion;
import io.github.ossv4.object.ObjectAcl;
import io.github.ossv4.object.ObjectHeaders;
import io.github.ossv4.object.ServerSideEncryption;
import io.github.ossv4.object.StorageClass;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Effects of the options on stored objects. {@link OptionsOnTheWireTest} tests what they send. */
class ObjectOptionsTest extends EmulatorFixture {
    private static final String ENCRYPTION = "x-oss-server-side-encryption";

    private static PutOptions.Builder put() {
        return PutOptions.builder();
    }

    /** The calls that store an object, and their results. */
    private enum Storing {
        PUT {
            @Override
            String store(BucketClient bucket, String key, Consumer<ObjectHeaders.Builder<?>> option)
                    throws IOException {
                PutOptions.Builder options = PutOptions.builder();
                option.accept(options);
                PutResult result = bucket.put(key, Body.of(HELLO), options.build());
                assertTrue(result.isCrcChecked());
                return result.etag();
            }
        },
        COPY {
            @Override
            String store(BucketClient bucket, String key, Consumer<ObjectHeaders.Builder<?>> option)
                    throws IOException {
                bucket.put("source", Body.of(HELLO));
                CopyOptions.Builder options = CopyOptions.builder();
                option.accept(options);
                CopyResult result = bucket.copy(CopySource.of("source"), key, options.build());
                assertEquals(Crc64.compute(HELLO), result.crc64());
                return result.etag();
            }
        },
        APPEND {
            @Override
            String store(BucketClient bucket, String key, Consumer<ObjectHeaders.Builder<?>> option)
                    throws IOException {
                PutOptions.Builder options = PutOptions.builder();
                option.accept(options);
                AppendResult result = bucket.append(key, AppendPosition.START, Body.of(HELLO), options.build());
                assertTrue(result.isCrcChecked());
                return result.etag();
            }
        };

        abstract String store(BucketClient bucket, String key, Consumer<ObjectHeaders.Builder<?>> option)
                throws IOException;
    }

    static Stream<Arguments> stored() {
        return Stream.of(
                        stored(option -> {}, "Content-Type", "application/octet-stream"),
                        stored(option -> option.contentType("text/plain"), "Content-Type", "text/plain"),
                        stored(option -> option.cacheControl("no-cache"), "Cache-Control", "no-cache"),
                        stored(option -> option.contentDisposition("inline"), "Content-Disposition", "inline"),
                        stored(option -> option.contentEncoding("identity"), "Content-Encoding", "identity"),
                        stored(option -> option.contentLanguage("en, zh"), "Content-Language", "en, zh"),
                        stored(option -> option.expires(FUTURE), "Expires", "Thu, 01 Jan 2099 00:00:00 GMT"),
                        stored(option -> option.metadata("city", "杭州"), "x-oss-meta-city", "杭州"),
                        stored(option -> {}, "x-oss-storage-class", "Standard"),
                        stored(option -> option.storageClass(StorageClass.IA), "x-oss-storage-class", "IA"),
                        stored(option -> {}, "x-oss-tagging-count", null),
                        stored(option -> option.tag("a", "1").tag("b", "2"), "x-oss-tagging-count", "2"),
                        stored(option -> {}, ENCRYPTION, null),
                        stored(
                                option -> option.serverSideEncryption(ServerSideEncryption.AES256),
                                ENCRYPTION,
                                "AES256"),
                        stored(option -> option.serverSideEncryption(ServerSideEncryption.SM4), ENCRYPTION, "SM4"),
                        stored(option -> option.serverSideEncryption(ServerSideEncryption.KMS), ENCRYPTION, "KMS"),
                        stored(
                                option -> option.serverSideEncryption(ServerSideEncryption.KMS.withSm4Data()),
                                "x-oss-server-side-data-encryption",
                                "SM4"),
                        // The emulator rejects a key for an append.
                        stored(
                                        option -> option.serverSideEncryption(ServerSideEncryption.kms("9468")),
                                        "x-oss-server-side-encryption-key-id",
                                        "9468")
                                .limit(2))
                .flatMap(calls -> calls);
    }

    private static Stream<Arguments> stored(Consumer<ObjectHeaders.Builder<?>> option, String header, String value) {
        return Stream.of(Storing.values()).map(by -> Arguments.of(by, header, value, option));
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @MethodSource("stored")
    void returnsTheStoredOptions(Storing by, String header, String value, Consumer<ObjectHeaders.Builder<?>> option)
            throws Exception {
        String etag = by.store(bucket, "k", option);
        assertNotNull(etag);
        ObjectMetadata head = bucket.head("k");
        assertEquals(etag, head.etag());
        assertEquals(value, head.header(header));
        try (GetResult result = bucket.get("k")) {
            assertEquals(value, result.metadata().header(header));
            assertArrayEquals(HELLO, result.bytes());
        }
    }

    @ParameterizedTest
    @EnumSource
    void publicReadAllowsAnonymousReads(Storing by) throws Exception {
        by.store(bucket, "open", option -> option.acl(ObjectAcl.PUBLIC_READ));
        by.store(bucket, "closed", option -> {});
        assertEquals(200, anonymousStatus("open"));
        assertEquals(403, anonymousStatus("closed"));
    }

    @Test
    void doesNotOverwriteIfForbidden() throws Exception {
        PutOptions once = put().forbidOverwrite(true).build();
        bucket.put("k", Body.of(HELLO), once);
        ServiceException e = assertThrows(ServiceException.class, () -> bucket.put("k", Body.of(new byte[1]), once));
        assertEquals(409, e.status());
        assertEquals("FileAlreadyExists", e.code());
        assertEquals("hello", text("k"));
    }

    @Test
    void rejectsAWrongMd5BeforeStoring() throws Exception {
        String right = "XUFAKrxLKna5cZ2REBfFkg==";
        String wrong = "AAAAAAAAAAAAAAAAAAAAAA==";
        Body body = Body.of(HELLO);
        PutOptions.Builder put = put();
        PutOptions.Builder append = PutOptions.builder();
        invalidDigest(() -> bucket.put("k", body, put.contentMd5(wrong).build()));
        invalidDigest(() -> bucket.append(
                "log", AppendPosition.START, body, append.contentMd5(wrong).build()));
        assertThrows(ServiceException.class, () -> bucket.head("k"));
        assertThrows(ServiceException.class, () -> bucket.head("log"));

        bucket.put("k", body, put.contentMd5(right).build());
        assertEquals(right, bucket.head("k").header("Content-MD5"));
        AppendPosition end = bucket.append(
                        "log",
                        AppendPosition.START,
                        body,
                        append.contentMd5(right).build())
                .next();
        invalidDigest(
                () -> bucket.append("log", end, body, append.contentMd5(wrong).build()));
        assertEquals("hello", text("log"));
    }

    private static void invalidDigest(Executable call) {
        assertEquals("InvalidDigest", assertThrows(ServiceException.class, call).code());
    }

    @Test
    void getsRanges() throws Exception {
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
                // OSS reports the CRC64 of the object.
                assertEquals(range.getValue().length() == 10, result.isCrcChecked());
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
    void appliesConditions() throws Exception {
        String etag = bucket.put("k", Body.of(HELLO)).etag();
        for (GetOptions.Builder met : new GetOptions.Builder[] {
            GetOptions.builder().conditions(Conditions.match(etag)),
            GetOptions.builder().conditions(Conditions.noneMatch("0")),
            GetOptions.builder().conditions(Conditions.modifiedSince(PAST)),
            GetOptions.builder().conditions(Conditions.unmodifiedSince(FUTURE))
        }) {
            try (GetResult result = bucket.get("k", met.build())) {
                assertArrayEquals(HELLO, result.bytes());
            }
        }
        for (GetOptions.Builder notModified : new GetOptions.Builder[] {
            GetOptions.builder().conditions(Conditions.noneMatch(etag)),
            GetOptions.builder()
                    .conditions(Conditions.modifiedSince(Instant.now().plusSeconds(2)))
        }) {
            assertThrows(NotModifiedException.class, () -> bucket.head("k", notModified.build()));
        }
        for (GetOptions.Builder failed : new GetOptions.Builder[] {
            GetOptions.builder().conditions(Conditions.match("0")),
            GetOptions.builder().conditions(Conditions.unmodifiedSince(PAST))
        }) {
            assertPreconditionFailed(() -> bucket.get("k", failed.build()));
        }
        for (GetOptions.Builder failed : new GetOptions.Builder[] {
            GetOptions.builder().conditions(Conditions.match("0")),
            GetOptions.builder().conditions(Conditions.unmodifiedSince(PAST))
        }) {
            assertPreconditionFailed(() -> bucket.head("k", failed.build()));
        }
    }

    @Test
    void keepsTheMetadataOfTheFirstAppend() throws Exception {
        PutOptions.Builder first = PutOptions.builder()
                .contentType("text/plain")
                .metadata("a", "1")
                .tag("t", "1");
        PutOptions.Builder second =
                PutOptions.builder().contentType("text/html").metadata("b", "2").cacheControl("no-cache");
        AppendPosition end = bucket.append("log", AppendPosition.START, Body.of(HELLO), first.build())
                .next();
        AppendResult result = bucket.append("log", end, Body.of(HELLO), second.build());
        ObjectMetadata metadata = bucket.head("log");
        assertEquals("text/plain", metadata.contentType());
        assertEquals(Map.of("a", "1"), metadata.metadata());
        assertEquals("1", metadata.header("x-oss-tagging-count"));
        assertNull(metadata.header("Cache-Control"));
        assertEquals(result.etag(), metadata.etag());
        assertEquals(result.next().crc64(), metadata.crc64());
        assertNotNull(result.requestId());
    }

    @Test
    void comparesTheRunningChecksumOfAppends() throws Exception {
        PutOptions first = PutOptions.builder().contentType("text/plain").build();
        AppendPosition position = AppendPosition.START;
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 5; i++) {
            String line = "line " + i + "\n";
            AppendResult result = bucket.append("log", position, Body.of(line.getBytes(UTF_8)), first);
            assertTrue(result.isCrcChecked());
            all.append(line);
            position = result.next();
            assertEquals(all.length(), position.offset());
        }
        assertEquals(all.toString(), text("log"));
        ObjectMetadata metadata = bucket.head("log");
        assertEquals("Appendable", metadata.type());
        assertEquals(position.toString(), metadata.appendPosition().toString());
        AppendResult more = bucket.append("log", metadata.appendPosition(), Body.of(HELLO));
        assertTrue(more.isCrcChecked(), "HeadObject returns the checksum");
    }

    @Test
    void rejectsAppendsAtAWrongPosition() throws Exception {
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
    void addressesVersions() throws Exception {
        stop();
        start(Emulator.builder().versioning(true));
        String one = bucket.put("k", Body.of("one".getBytes(UTF_8))).versionId();
        String two = bucket.put("k", Body.of("two".getBytes(UTF_8))).versionId();
        assertNotEquals(one, two);
        GetOptions first = GetOptions.builder().versionId(one).build();
        try (GetResult result = bucket.get("k", first)) {
            assertEquals("one", new String(result.bytes(), UTF_8));
            assertTrue(result.isCrcChecked());
            assertEquals(one, result.metadata().versionId());
        }
        DeleteResult hidden = bucket.delete("k");
        assertTrue(hidden.isDeleteMarker());
        assertThrows(ServiceException.class, () -> bucket.head("k"));
        assertEquals(
                3, bucket.head("k", GetOptions.builder().versionId(two).build()).size());
        CopyResult copy = bucket.copy(CopySource.of("k").version(one), "copy");
        assertEquals(one, copy.sourceVersionId());
        assertNotNull(copy.versionId());
        bucket.delete(ObjectVersion.of("k", one));
        assertThrows(ServiceException.class, () -> bucket.get("k", first));
    }

    @Test
    void storesAnObjectWhoseResponseIsLost() throws Exception {
        emulator.inject(Fault.responseLost());
        assertThrows(IOException.class, () -> bucket.put("k", Body.of(new ByteArrayInputStream(HELLO), HELLO.length)));
        assertEquals(Crc64.compute(HELLO), bucket.head("k").crc64(), "HeadObject shows it");
    }

    @Test
    void detectsDamageOfADownload(@TempDir Path folder) throws Exception {
        byte[] bytes = new byte[200_000];
        Arrays.fill(bytes, (byte) 7);
        bucket.put("k", Body.of(bytes));
        Path file = Files.write(folder.resolve("file"), HELLO);
        for (Fault fault :
                new Fault[] {Fault.flippedByte(123_456), Fault.downloadCut(199_999), Fault.downloadReset(1000)}) {
            emulator.inject(fault);
            assertThrows(IOException.class, () -> bucket.download("k", file));
            assertArrayEquals(HELLO, Files.readAllBytes(file));
            try (Stream<Path> files = Files.list(folder)) {
                assertEquals(1, files.count());
            }
        }
        emulator.inject(Fault.noCrc64());
        assertFalse(bucket.download("k", file).isCrcChecked());
        assertArrayEquals(bytes, Files.readAllBytes(file));
    }

    @Test
    void waitsForASlowResponseUntilTheTimeout() throws Exception {
        emulator.inject(Fault.delay(Duration.ofMillis(300)));
        assertTrue(bucket.put("k", Body.of(HELLO)).isCrcChecked());
        OkHttpClient shortTimeout =
                new OkHttpClient.Builder().readTimeout(Duration.ofMillis(100)).build();
        try (BucketClient own = BucketClient.builder(emulator.endpoint(), emulator.bucket())
                .region(emulator.region())
                .credentials(CREDENTIALS)
                .retryPolicy(RetryPolicy.NONE)
                .okHttpClient(shortTimeout)
                .build()) {
            emulator.inject(Fault.delay(Duration.ofMinutes(1)));
            assertThrows(InterruptedIOException.class, () -> own.head("k"));
        }
    }

    @Test
    void newBuilderKeepsTagsAndReplacesOthers() {
        UploadOptions options = UploadOptions.builder()
                .tag("k", "v")
                .tag("k2", "v 2")
                .metadata("a", "b")
                .build();
        assertEquals(
                "k=v&k2=v%202&k3=c",
                options.newBuilder().tag("k3", "c").build().headers().asMap().get("x-oss-tagging"));
        assertEquals(
                options.headers().asMap(),
                options.newBuilder().build().headers().asMap());
        assertEquals(
                "k=other&k2=v%202",
                options.newBuilder().tag("k", "other").build().headers().asMap().get("x-oss-tagging"));
    }
}

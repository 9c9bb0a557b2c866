// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.emulator.Fault;
import io.github.ossv4.http.internal.call.Endpoint;
import io.github.ossv4.http.testing.CallStyle;
import io.github.ossv4.http.testing.EmulatorFixture;
import io.github.ossv4.object.ObjectHeaders;
import io.github.ossv4.object.ObjectTags;
import io.github.ossv4.object.StorageClass;
import java.io.IOException;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Copies in parts. The emulator refuses CopyObject as OSS refuses it for an object of more than 1 GB. */
class LargeCopyTest extends EmulatorFixture {
    private static final byte[] BYTES = new byte[300_000];

    static {
        new Random(1).nextBytes(BYTES);
    }

    @Override
    @BeforeEach
    public void start() throws IOException {
        start(Emulator.builder().bucket("otherbucket"));
        bucket.put(
                "source",
                Body.of(BYTES),
                PutOptions.builder()
                        .contentType("image/x-own")
                        .cacheControl("no-store")
                        .contentDisposition("attachment")
                        .contentEncoding("x")
                        .contentLanguage("de")
                        .expires(FUTURE)
                        .metadata("a", "鍵")
                        .tag("t", "1")
                        .build());
    }

    private void refuse() {
        emulator.inject(Fault.error(400, "EntityTooLarge").on("CopyObject"));
    }

    private CopyResult copy(CallStyle style, CopyOptions options) throws IOException {
        refuse();
        return style == CallStyle.BLOCKING
                ? bucket.copy(CopySource.of("source"), "target", options)
                : CallStyle.await(bucket.async().copy(CopySource.of("source"), "target", options));
    }

    @ParameterizedTest
    @EnumSource
    void copiesBytesHeadersAndTags(CallStyle style) throws Exception {
        CopyResult result = copy(style, CopyOptions.NONE);
        ObjectMetadata source = bucket.head("source");
        ObjectMetadata target = bucket.head("target");
        assertEquals(source.crc64(), result.crc64());
        assertNull(result.lastModified());
        assertArrayEquals(BYTES, bytes("target"));
        assertEquals("Multipart", target.type());
        assertEquals("image/x-own", target.contentType());
        for (String header : ObjectHeaders.STANDARD) {
            assertEquals(source.header(header), target.header(header), header);
        }
        assertEquals(Map.of("a", "鍵"), target.metadata());
        assertEquals(ObjectTags.NONE.with("t", "1"), bucket.getTags("target"));
        assertNoUploads();
    }

    @ParameterizedTest
    @EnumSource
    void replacesHeadersAndTags(CallStyle style) throws Exception {
        copy(
                style,
                CopyOptions.builder()
                        .replaceMetadata(true)
                        .metadata("b", "2")
                        .tag("u", "2")
                        .storageClass(StorageClass.IA)
                        .build());
        ObjectMetadata target = bucket.head("target");
        assertEquals("application/octet-stream", target.contentType());
        assertNull(target.header("Cache-Control"));
        assertEquals(Map.of("b", "2"), target.metadata());
        assertEquals("IA", target.storageClass());
        assertEquals(ObjectTags.NONE.with("u", "2"), bucket.getTags("target"));
    }

    @Test
    void copiesFromAnotherBucket() throws Exception {
        try (BucketClient other = BucketClient.builder(emulator.endpoint(), "otherbucket")
                .region(emulator.region())
                .credentials(CREDENTIALS)
                .build()) {
            other.put("theirs", BYTES);
        }
        refuse();
        bucket.copy(CopySource.of("otherbucket", "theirs"), "target");
        assertArrayEquals(BYTES, bytes("target"));
    }

    @ParameterizedTest
    @EnumSource
    void forbidsToOverwrite(CallStyle style) throws Exception {
        bucket.put("target", HELLO);
        ServiceException e = assertThrows(
                ServiceException.class,
                () -> copy(style, CopyOptions.builder().forbidOverwrite(true).build()));
        assertEquals("FileAlreadyExists", e.code());
        assertEquals("hello", text("target"));
        assertNoUploads();
    }

    @Test
    void rejectsCopyIfSourceConditionFails() {
        assertPreconditionFailed(() -> copy(
                CallStyle.BLOCKING,
                CopyOptions.builder().conditions(Conditions.match("other")).build()));
    }

    @ParameterizedTest
    @EnumSource
    void removesThePartsOfAFailedCopy(CallStyle style) throws Exception {
        emulator.inject(Fault.error(403, "AccessDenied").on("UploadPartCopy"));
        ServiceException e = assertThrows(ServiceException.class, () -> copy(style, CopyOptions.NONE));
        assertEquals("AccessDenied", e.code());
        assertFalse(bucket.exists("target"));
        assertNoUploads();
    }

    @Test
    void rejectsCopyWithWrongCrc64() throws Exception {
        emulator.inject(Fault.wrongCrc64(7).on("CompleteMultipartUpload"));
        ChecksumMismatchException e =
                assertThrows(ChecksumMismatchException.class, () -> copy(CallStyle.BLOCKING, CopyOptions.NONE));
        assertEquals(7, e.remoteCrc64());
        assertEquals("target", e.stored().key());
    }

    /** OSS returns the CRC64 of copied parts only since 2025. */
    @Test
    void rejectsWrongCrc64WithoutPartChecksums() throws Exception {
        emulator.inject(Fault.noCrc64().on("UploadPartCopy").times(100));
        emulator.inject(Fault.wrongCrc64(7).on("CompleteMultipartUpload"));
        ChecksumMismatchException e =
                assertThrows(ChecksumMismatchException.class, () -> copy(CallStyle.BLOCKING, CopyOptions.NONE));
        assertEquals(7, e.localCrc64());
        assertTrue(e.getMessage().contains("the CRC64 of the copy is 7"), e.getMessage());
        assertEquals("target", e.stored().key());
    }

    @Test
    void reportsOtherRefusalsOfCopyObject() {
        emulator.inject(Fault.error(403, "AccessDenied").on("CopyObject"));
        assertEquals(
                "AccessDenied",
                assertThrows(ServiceException.class, () -> bucket.copy(CopySource.of("source"), "target"))
                        .code());
    }

    @Test
    void cannotAddressAnotherBucketByADomain() {
        Endpoint domain = Endpoint.of("https://files.example.com", "examplebucket", Endpoint.Style.CNAME);
        assertThrows(IllegalArgumentException.class, () -> domain.ofBucket("otherbucket"));
        assertEquals(
                "https://otherbucket.oss-cn-hangzhou.aliyuncs.com/",
                Endpoint.of("oss-cn-hangzhou.aliyuncs.com", "examplebucket", Endpoint.Style.AUTOMATIC)
                        .ofBucket("otherbucket")
                        .toString());
    }
}

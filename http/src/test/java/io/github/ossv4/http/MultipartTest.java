// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.emulator.Fault;
import io.github.ossv4.http.testing.EmulatorFixture;
import io.github.ossv4.http.testing.TestFiles;
import io.github.ossv4.multipart.Part;
import io.github.ossv4.multipart.PartPlan;
import io.github.ossv4.multipart.UploadedPart;
import io.github.ossv4.object.ObjectAcl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** The calls of multipart upload, on an emulator. */
class MultipartTest extends EmulatorFixture {
    private static final long PART_SIZE = 100 * 1024;

    private static byte[] noise(int length) {
        return TestFiles.randomBytes(length, length);
    }

    private MultipartUpload initiate(String key) throws IOException {
        return bucket.initiateMultipartUpload(key, MultipartOptions.NONE);
    }

    @Test
    void uploadsPartsInParallel(@TempDir Path folder) throws Exception {
        byte[] bytes = noise(1_000_001);
        Path file = Files.write(folder.resolve("file"), bytes);
        PartPlan plan = PartPlan.of(bytes.length, PART_SIZE);
        MultipartUpload upload = bucket.initiateMultipartUpload(
                "dir/鍵 1\u0001",
                MultipartOptions.builder()
                        .contentType("text/plain")
                        .metadata("a", "1")
                        .build());
        List<UploadedPart> parts = new ArrayList<>();
        ExecutorService executor = Executors.newFixedThreadPool(4);
        try {
            List<Future<UploadedPart>> sent = new ArrayList<>();
            for (int number = 1; number <= plan.count(); number++) {
                Part part = plan.part(number);
                sent.add(executor.submit(
                        () -> upload.uploadPart(part.number(), Body.of(file, part.offset(), part.length()))));
            }
            for (Future<UploadedPart> each : sent) {
                parts.add(each.get());
            }
        } finally {
            executor.shutdownNow();
        }
        assertEquals(parts.toString(), upload.listParts().toString(), "as OSS lists them");
        PutResult result = upload.complete(parts);
        assertTrue(result.isCrcChecked());
        assertEquals(Crc64.compute(bytes), result.crc64());
        ObjectMetadata metadata = bucket.head("dir/鍵 1\u0001");
        assertEquals("Multipart", metadata.type());
        assertEquals(result.etag(), metadata.etag());
        assertEquals("text/plain", metadata.contentType());
        assertEquals(Map.of("a", "1"), metadata.metadata());
        try (GetResult got = bucket.get("dir/鍵 1\u0001")) {
            assertArrayEquals(bytes, got.bytes());
            assertTrue(got.isCrcChecked());
        }
        assertTrue(bucket.verify("dir/鍵 1\u0001", file).isSame());
    }

    @Test
    void resumesWithThePartsThatOssLists() throws Exception {
        byte[] bytes = noise(250_000);
        PartPlan plan = PartPlan.of(bytes.length, PART_SIZE);
        MultipartUpload initiated = initiate("resumed");
        Part first = plan.part(1);
        initiated.uploadPart(1, Body.of(bytes, 0, (int) first.length()));
        MultipartUpload resumed = bucket.multipartUpload("resumed", initiated.uploadId());
        List<UploadedPart> parts = resumed.listParts();
        assertEquals(1, parts.size());
        for (int number = 2; number <= plan.count(); number++) {
            Part part = plan.part(number);
            parts.add(resumed.uploadPart(number, Body.of(bytes, (int) part.offset(), (int) part.length())));
        }
        assertTrue(resumed.complete(parts).isCrcChecked(), "the listed part has a checksum as well");
        assertArrayEquals(bytes, bytes("resumed"));
    }

    @Test
    void checksCopiedParts() throws Exception {
        bucket.put("source", Body.of(noise(300_000)));
        MultipartUpload upload = initiate("copied");
        assertTrue(upload.complete(List.of(upload.uploadPartCopy(1, CopySource.of("source"), 0, 300_000)))
                .isCrcChecked());
    }

    /** OSS returns the CRC64 of copied parts since 2025 only. */
    @Test
    void copiesParts() throws Exception {
        emulator.inject(Fault.noCrc64().on("UploadPartCopy"));
        byte[] source = noise(300_000);
        bucket.put("source", Body.of(source));
        MultipartUpload upload = initiate("copied");
        List<UploadedPart> parts = List.of(
                upload.uploadPartCopy(1, CopySource.of("source"), 100_000, 150_000),
                upload.uploadPart(2, Body.of("end".getBytes(UTF_8))));
        PutResult result = upload.complete(parts);
        assertFalse(result.isCrcChecked(), "the checksum of the copied part is unknown");
        byte[] expected = new byte[150_003];
        System.arraycopy(source, 100_000, expected, 0, 150_000);
        System.arraycopy("end".getBytes(UTF_8), 0, expected, 150_000, 3);
        assertEquals(Crc64.compute(expected), result.crc64());
        assertArrayEquals(expected, bucket.get("copied").bytes());
    }

    @Test
    void completesAllPartsWithoutAList() throws Exception {
        MultipartUpload upload = initiate("all");
        upload.uploadPart(1, Body.of(noise(102_400)));
        upload.uploadPart(5, Body.of(noise(7)));
        PutResult result = upload.completeAll(
                CompleteOptions.builder().acl(ObjectAcl.PUBLIC_READ).build());
        assertFalse(result.isCrcChecked());
        assertEquals(200, anonymousStatus("all"));
        assertEquals(102_407, bucket.head("all").size());
    }

    @Test
    void failsAfterAnAbort() throws Exception {
        MultipartUpload upload = initiate("aborted");
        UploadedPart part = upload.uploadPart(1, Body.of(noise(7)));
        assertEquals(
                upload.uploadId(),
                bucket.listMultipartUploads("abo").iterator().next().uploadId());
        upload.abort();
        assertNoUploads();
        for (Executable call : List.<Executable>of(
                upload::abort,
                upload::listParts,
                () -> upload.uploadPart(1, Body.of(noise(7))),
                () -> upload.complete(List.of(part)))) {
            ServiceException e = assertThrows(ServiceException.class, call);
            assertEquals("NoSuchUpload", e.code());
            assertEquals(404, e.status());
        }
    }

    @Test
    void doesNotOverwriteIfForbidden() throws Exception {
        MultipartUpload upload = initiate("there");
        UploadedPart part = upload.uploadPart(1, Body.of(noise(7)));
        bucket.put("there", Body.of(noise(3)));
        ServiceException e = assertThrows(
                ServiceException.class,
                () -> upload.complete(
                        List.of(part),
                        CompleteOptions.builder().forbidOverwrite(true).build()));
        assertEquals("FileAlreadyExists", e.code());
        assertEquals(3, bucket.head("there").size());
        assertThrows(
                ServiceException.class,
                () -> bucket.initiateMultipartUpload(
                        "there",
                        MultipartOptions.builder().forbidOverwrite(true).build()));
    }

    @Test
    void detectsDamageOfPartsAndObject() throws Exception {
        MultipartUpload upload = initiate("damaged");
        emulator.inject(Fault.wrongCrc64(7).on("UploadPart"));
        ChecksumMismatchException e =
                assertThrows(ChecksumMismatchException.class, () -> upload.uploadPart(1, Body.of(noise(7))));
        assertEquals(7, e.remoteCrc64());
        UploadedPart part = upload.uploadPart(1, Body.of(noise(7)));
        emulator.inject(Fault.wrongCrc64(8).on("CompleteMultipartUpload"));
        assertEquals(
                8,
                assertThrows(ChecksumMismatchException.class, () -> upload.complete(List.of(part)))
                        .remoteCrc64());
    }

    @Test
    void findsTheObjectAfterALostResponse() throws Exception {
        MultipartUpload upload = initiate("lost");
        UploadedPart part = upload.uploadPart(1, Body.of(noise(7)));
        emulator.inject(Fault.responseLost().on("CompleteMultipartUpload"));
        PutResult result = upload.complete(List.of(part));
        assertEquals(part.crc64(), result.crc64());
        assertTrue(result.isCrcChecked());
        assertEquals(bucket.head("lost").etag(), result.etag());
    }

    @Test
    void rejectsAnAclAtInitiate() {
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class,
                () -> MultipartOptions.builder().acl(ObjectAcl.PRIVATE).build());
        assertTrue(e.getMessage().contains("CompleteOptions"), e.getMessage());
    }
}

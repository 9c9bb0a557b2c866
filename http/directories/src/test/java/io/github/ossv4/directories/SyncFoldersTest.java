// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.emulator.Fault;
import io.github.ossv4.http.AppendPosition;
import io.github.ossv4.http.Body;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.CopyOptions;
import io.github.ossv4.http.ObjectMetadata;
import io.github.ossv4.http.PutOptions;
import io.github.ossv4.http.RetryPolicy;
import io.github.ossv4.http.testing.EmulatorFixture;
import io.github.ossv4.list.ListedObject;
import io.github.ossv4.sign.Credentials;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A sync of two folders, by copies of OSS or through this process. */
class SyncFoldersTest extends EmulatorFixture {
    private static final DirectoryOptions DELETE =
            DirectoryOptions.builder().deleteExtra().build();

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private Emulator other;
    private BucketClient source;
    private BucketClient remote;

    private enum Way {
        BY_OSS,
        THROUGH_THIS_PROCESS
    }

    @BeforeEach
    void open() throws IOException {
        stop();
        start(Emulator.builder().bucket("first").bucket("second").log(requests::add));
        other = Emulator.builder().accessKey("id2", "secret2").bucket("third").start();
        source = bucket.bucket("first");
        bucket = bucket.bucket("second");
        remote = BucketClient.builder(other.endpoint(), "third")
                .region(other.region())
                .credentials(Credentials.of("id2", "secret2"))
                .retryPolicy(RetryPolicy.NONE)
                .build();
    }

    @AfterEach
    void close() {
        remote.close();
        other.close();
    }

    private static void put(BucketClient bucket, String key, String text) throws IOException {
        bucket.put(key, text);
    }

    private static Map<String, String> objects(BucketClient bucket) throws IOException {
        Map<String, String> objects = new TreeMap<>();
        for (ListedObject object : bucket.list("")) {
            objects.put(object.key(), new String(bucket.getBytes(object.key()), StandardCharsets.UTF_8));
        }
        return objects;
    }

    private BucketClient source(Way way) {
        return way == Way.BY_OSS ? source : remote;
    }

    private DirectoryResult sync(BucketClient from, DirectoryOptions options) throws IOException {
        return Directories.of(bucket).sync(from, "x", "y", options);
    }

    private long count(String operation) {
        return requests.stream().filter(line -> line.contains(operation)).count();
    }

    @ParameterizedTest
    @EnumSource
    void copiesWhatDiffersAndDeletesTheRest(Way way) throws Exception {
        BucketClient from = source(way);
        put(from, "x/same", "same");
        put(from, "x/changed", "1234");
        put(from, "x/a/new", "new");
        put(from, "other", "other");
        put(bucket, "y/same", "same");
        put(bucket, "y/changed", "4321");
        put(bucket, "y/extra", "extra");
        put(bucket, "z", "z");

        DirectoryResult dry = sync(from, DELETE.newBuilder().dryRun().build());
        assertEquals(3, dry.planned().size(), dry::toString);
        assertEquals(4, objects(bucket).size());

        DirectoryResult result = sync(from, DELETE);

        result.throwIfFailed();
        assertEquals(2, result.transferredCount());
        assertEquals(1, result.deleted().size());
        assertEquals(Map.of("y/same", "same", "y/changed", "1234", "y/a/new", "new", "z", "z"), objects(bucket));
        assertEquals(0, sync(from, DELETE).transferredCount());
    }

    @ParameterizedTest
    @EnumSource
    void keepsMetadataAndTags(Way way) throws Exception {
        BucketClient from = source(way);
        from.put(
                "x/a",
                Body.of("1".getBytes(StandardCharsets.UTF_8)),
                PutOptions.builder()
                        .contentType("text/x-test")
                        .metadata("color", "blue")
                        .tag("k", "v")
                        .build());
        sync(from, DirectoryOptions.NONE).throwIfFailed();
        ObjectMetadata copy = bucket.head("y/a");
        assertEquals("text/x-test", copy.contentType());
        assertEquals("blue", copy.metadata().get("color"));
        assertEquals("v", bucket.tags("y/a").asMap().get("k"));

        DirectoryOptions replacing = DirectoryOptions.builder()
                .copy(CopyOptions.builder()
                        .contentType("text/plain")
                        .replaceTags()
                        .build())
                .build();
        Directories.of(bucket).sync(from, "x", "z", replacing).throwIfFailed();
        ObjectMetadata replaced = bucket.head("z/a");
        assertEquals("text/plain", replaced.contentType());
        assertNull(replaced.metadata().get("color"));
        assertEquals(Map.of(), bucket.tags("z/a").asMap());
    }

    @Test
    void needsNoHeadOfUnchangedObjects() throws Exception {
        for (int i = 0; i < 20; i++) {
            put(source, "x/" + i, "text " + i);
        }
        sync(source, DirectoryOptions.NONE).throwIfFailed();
        put(source, "x/7", "TEXT 7");
        requests.clear();

        assertEquals(1, sync(source, DirectoryOptions.NONE).transferredCount());

        assertEquals(5, requests.size(), requests::toString);
        assertEquals(2, count(" GET "));
        assertEquals(2, count(" HEAD "));
        assertEquals(1, count(" PUT "));
    }

    @ParameterizedTest
    @EnumSource
    void comparesChecksumsIfEtagsDiffer(Way way) throws Exception {
        BucketClient from = source(way);
        byte[] bytes = new byte[300_000];
        new Random(1).nextBytes(bytes);
        from.append("x/log", AppendPosition.START, Body.of(bytes));
        bucket.put("y/log", bytes);

        assertEquals(0, sync(from, DirectoryOptions.NONE).transferredCount());

        bytes[1]++;
        bucket.put("y/log", bytes);
        assertEquals(1, sync(from, DirectoryOptions.NONE).transferredCount());
        bytes[1]--;
        assertTrue(Arrays.equals(bytes, bucket.getBytes("y/log")));
    }

    @Test
    void streamsLargeObjectInParts() throws Exception {
        byte[] bytes = new byte[14_000_000];
        new Random(2).nextBytes(bytes);
        remote.put("x/big", bytes);

        DirectoryResult result = sync(remote, DirectoryOptions.NONE);

        result.throwIfFailed();
        assertTrue(Arrays.equals(bytes, bucket.getBytes("y/big")));
        assertEquals(remote.head("x/big").crc64(), bucket.head("y/big").crc64());
    }

    @Test
    void resumesBrokenStream() throws Exception {
        byte[] bytes = new byte[3_000_000];
        new Random(3).nextBytes(bytes);
        remote.put("x/a", bytes);
        other.inject(Fault.downloadCut(1_000_000).times(2));

        sync(remote, DirectoryOptions.NONE).throwIfFailed();

        assertTrue(Arrays.equals(bytes, bucket.getBytes("y/a")));
    }

    @ParameterizedTest
    @EnumSource
    void keepsTargetIfCopyFails(Way way) throws Exception {
        BucketClient from = source(way);
        put(from, "x/a", "1");
        put(bucket, "y/a", "22");
        put(bucket, "y/extra", "1");
        emulator.inject(Fault.error(403, "AccessDenied").on(way == Way.BY_OSS ? "CopyObject" : "PutObject"));

        DirectoryResult result = sync(from, DELETE);

        assertEquals("y/a", result.failed().get(0).key());
        assertNull(result.failed().get(0).file());
        assertEquals(Map.of("y/a", "22", "y/extra", "1"), objects(bucket));
    }

    @Test
    void refusesToDeleteAllUnlessThisIsAllowed() throws Exception {
        put(bucket, "y/a", "1");
        assertThrows(EmptySourceException.class, () -> sync(source, DELETE));
        assertThrows(
                DeletionLimitException.class,
                () -> sync(
                        source,
                        DELETE.newBuilder()
                                .allowEmptySource()
                                .deletionLimit(DeletionLimit.files(0))
                                .build()));
        assertEquals(1, objects(bucket).size());
        sync(source, DELETE.newBuilder().allowEmptySource().build()).throwIfFailed();
        assertEquals(0, objects(bucket).size());
    }

    @Test
    void keepsWhatTheSourceHasAgain() throws Exception {
        put(source, "x/a", "1");
        put(bucket, "y/b", "1");
        put(bucket, "y/c", "1");
        DirectoryOptions options = DELETE.newBuilder()
                .outcomes(outcome -> {
                    try {
                        put(source, "x/b", "2");
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                })
                .build();

        DirectoryResult result = sync(source, options);

        assertEquals(
                List.of("y/c"), result.deleted().stream().map(FileOutcome::key).toList());
        assertEquals(Map.of("y/a", "1", "y/b", "1"), objects(bucket));
    }

    @ParameterizedTest
    @CsvSource({"x, x", "x, x/y", "x/y, x", "'', x", "x, ''"})
    void rejectsFoldersThatContainEachOther(String from, String to) throws Exception {
        put(source, "x/y/a", "1");
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class,
                () -> Directories.of(source).sync(source, from, to, DirectoryOptions.NONE));
        assertTrue(refused.getMessage().contains("must not contain each other"), refused::getMessage);
        Directories.of(source).sync(source, "x", "z", DirectoryOptions.NONE).throwIfFailed();
        assertEquals("1", objects(source).get("z/y/a"));
    }

    @Test
    void rejectsOverlapAtAnotherEndpoint() throws Exception {
        put(bucket, "y/x/a", "1");
        try (BucketClient other = BucketClient.builder(emulator.endpoint().replace("127.0.0.1", "localhost"), "second")
                .region(emulator.region())
                .credentials(CREDENTIALS)
                .build()) {
            assertThrows(
                    IllegalArgumentException.class, () -> Directories.of(bucket).sync(other, "y/x", "y", DELETE));
        }
        assertEquals(Map.of("y/x/a", "1"), objects(bucket));
    }

    @Test
    void keepsTargetIfSourceIsDamagedOnTheWay() throws Exception {
        put(remote, "x/a", "good");
        put(bucket, "y/a", "old!");
        other.inject(Fault.flippedByte(2).times(1));

        DirectoryResult result = sync(remote, DirectoryOptions.NONE);

        assertEquals(1, result.failed().size() + result.transferredCount(), result::toString);
        assertEquals(result.failed().isEmpty() ? "good" : "old!", bucket.getText("y/a"));
        sync(remote, DirectoryOptions.NONE).throwIfFailed();
        assertEquals("good", bucket.getText("y/a"));
    }

    @Test
    void resumesLargeStreamByCheckpoint(@TempDir Path temporary) throws Exception {
        byte[] bytes = new byte[14_000_000];
        new Random(4).nextBytes(bytes);
        remote.put("x/big", bytes);
        DirectoryOptions options = DirectoryOptions.builder()
                .checkpoints((key, file) -> temporary.resolve("checkpoint"))
                .build();
        emulator.inject(
                Fault.error(403, "AccessDenied").on("CompleteMultipartUpload").times(1));
        assertEquals(1, sync(remote, options).failed().size());
        requests.clear();

        sync(remote, options).throwIfFailed();

        assertEquals(0, count("UploadPart,"), requests::toString);
        assertTrue(Arrays.equals(bytes, bucket.getBytes("y/big")));
        assertTrue(Files.notExists(temporary.resolve("checkpoint")));
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import io.github.ossv4.http.testing.EmulatorFixture;
import io.github.ossv4.list.ListedObject;
import io.github.ossv4.object.ObjectAcl;
import io.github.ossv4.object.StorageClass;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A sync of two folders. */
class SyncFoldersTest extends EmulatorFixture {
    private static final DirectoryOptions DELETE =
            DirectoryOptions.builder().deleteExtra(true).build();

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private BucketClient source;

    @BeforeEach
    void open() throws IOException {
        stop();
        start(Emulator.builder().bucket("first").bucket("second").log(requests::add));
        source = bucket.bucket("first");
        bucket = bucket.bucket("second");
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

    private DirectoryResult sync(BucketClient from, DirectoryOptions options) throws IOException {
        return Directories.of(bucket).syncFrom(from, "x", "y", options);
    }

    private long count(String operation) {
        return requests.stream().filter(line -> line.contains(operation)).count();
    }

    @Test
    void copiesWhatDiffersAndDeletesTheRest() throws Exception {
        put(source, "x/same", "same");
        put(source, "x/changed", "1234");
        put(source, "x/a/new", "new");
        put(source, "other", "other");
        put(bucket, "y/same", "same");
        put(bucket, "y/changed", "4321");
        put(bucket, "y/extra", "extra");
        put(bucket, "z", "z");

        DirectoryResult dry = sync(source, DELETE.newBuilder().dryRun(true).build());
        assertEquals(3, dry.planned().size(), dry::toString);
        assertEquals(4, objects(bucket).size());

        DirectoryResult result = sync(source, DELETE);

        result.throwIfFailed();
        assertEquals(2, result.transferredCount());
        assertEquals(1, result.deleted().size());
        assertEquals(Map.of("y/same", "same", "y/changed", "1234", "y/a/new", "new", "z", "z"), objects(bucket));
        assertEquals(0, sync(source, DELETE).transferredCount());
    }

    @Test
    void keepsMetadataAndTags() throws Exception {
        source.put(
                "x/a",
                Body.of("1".getBytes(StandardCharsets.UTF_8)),
                PutOptions.builder()
                        .contentType("text/x-test")
                        .metadata("color", "blue")
                        .tag("k", "v")
                        .build());
        sync(source, DirectoryOptions.NONE).throwIfFailed();
        ObjectMetadata copy = bucket.head("y/a");
        assertEquals("text/x-test", copy.contentType());
        assertEquals("blue", copy.metadata().get("color"));
        assertEquals("v", bucket.getTags("y/a").asMap().get("k"));

        DirectoryOptions replacing = DirectoryOptions.builder()
                .copy(CopyOptions.builder()
                        .contentType("text/plain")
                        .replaceTags(true)
                        .build())
                .build();
        Directories.of(bucket).syncFrom(source, "x", "z", replacing).throwIfFailed();
        ObjectMetadata replaced = bucket.head("z/a");
        assertEquals("text/plain", replaced.contentType());
        assertNull(replaced.metadata().get("color"));
        assertEquals(Map.of(), bucket.getTags("z/a").asMap());
    }

    @Test
    void keepsClassAndAclUnlessOthersAreSet() throws Exception {
        source.put(
                "x/a",
                Body.of("1"),
                PutOptions.builder()
                        .storageClass(StorageClass.IA)
                        .acl(ObjectAcl.PRIVATE)
                        .build());
        source.put("x/b", "2");
        sync(source, DirectoryOptions.NONE).throwIfFailed();
        assertEquals("IA", bucket.head("y/a").storageClass());
        assertEquals(ObjectAcl.PRIVATE, bucket.getAcl("y/a"));
        assertEquals(ObjectAcl.DEFAULT, bucket.getAcl("y/b"));

        DirectoryOptions others = DirectoryOptions.builder()
                .copy(CopyOptions.builder()
                        .storageClass(StorageClass.STANDARD)
                        .acl(ObjectAcl.PUBLIC_READ)
                        .build())
                .build();
        emulator.inject(Fault.error(403, "AccessDenied").on("GetObjectAcl"));
        Directories.of(bucket).syncFrom(source, "x", "z", others).throwIfFailed();
        emulator.clearFaults();
        assertEquals("Standard", bucket.head("z/a").storageClass());
        assertEquals(ObjectAcl.PUBLIC_READ, bucket.getAcl("z/b"));
    }

    @Test
    void copiesNoObjectWhoseAclCannotBeRead() throws Exception {
        put(source, "x/a", "1");
        emulator.inject(Fault.error(403, "AccessDenied").on("GetObjectAcl"));
        DirectoryResult result = sync(source, DirectoryOptions.NONE);
        assertEquals(1, result.failed().size());
        assertTrue(result.failed().get(0).toString().contains("cannot read the ACL of the source"), result::toString);
        assertFalse(bucket.exists("y/a"));
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

        assertEquals(6, requests.size(), requests::toString);
        assertEquals(3, count(" GET "));
        assertEquals(2, count(" HEAD "));
        assertEquals(1, count(" PUT "));
    }

    @Test
    void comparesChecksumsIfEtagsDiffer() throws Exception {
        byte[] bytes = new byte[300_000];
        new Random(1).nextBytes(bytes);
        source.put("x/log", bytes);
        bucket.append("y/log", AppendPosition.START, Body.of(bytes));

        assertEquals(0, sync(source, DirectoryOptions.NONE).transferredCount());

        bytes[1]++;
        source.put("x/log", bytes);
        assertEquals(1, sync(source, DirectoryOptions.NONE).transferredCount());
        assertArrayEquals(bytes, bucket.getBytes("y/log"));
    }

    @Test
    void deletesFolderMarkersThatTheSourceLacks() throws Exception {
        put(source, "x/kept/", "");
        put(bucket, "y/kept/", "");
        put(source, "x/a", "1");
        put(bucket, "y/extra/", "");
        sync(source, DELETE).throwIfFailed();
        assertEquals(Map.of("y/kept/", "", "y/a", "1"), objects(bucket));
        assertEquals(0, sync(source, DELETE).throwIfFailed().deleted().size());
    }

    @Test
    void failsForAppendableObjects() throws Exception {
        source.append("x/log", AppendPosition.START, Body.of(new byte[] {1}));
        put(source, "x/a", "1");
        put(bucket, "y/extra", "1");

        DirectoryResult result = sync(source, DELETE);

        FileOutcome failed = result.failed().get(0);
        assertEquals("y/log", failed.key());
        assertTrue(failed.toString().contains("OSS does not copy appendable objects"), failed::toString);
        assertEquals(Map.of("y/a", "1", "y/extra", "1"), objects(bucket));
    }

    @Test
    void rejectsSourceOfAnotherClient() throws Exception {
        put(source, "x/a", "1");
        try (BucketClient other = BucketClient.builder(emulator.endpoint(), "first")
                .region(emulator.region())
                .credentials(CREDENTIALS)
                .build()) {
            IllegalArgumentException refused =
                    assertThrows(IllegalArgumentException.class, () -> sync(other, DirectoryOptions.NONE));
            assertTrue(refused.getMessage().contains("within one endpoint only"), refused::getMessage);
        }
        assertEquals(Map.of(), objects(bucket));
    }

    @Test
    void keepsTargetIfCopyFails() throws Exception {
        put(source, "x/a", "1");
        put(bucket, "y/a", "22");
        put(bucket, "y/extra", "1");
        emulator.inject(Fault.error(403, "AccessDenied").on("CopyObject"));

        DirectoryResult result = sync(source, DELETE);

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
                                .allowEmptySource(true)
                                .deletionLimit(DeletionLimit.files(0))
                                .build()));
        assertEquals(1, objects(bucket).size());
        sync(source, DELETE.newBuilder().allowEmptySource(true).build()).throwIfFailed();
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
                () -> Directories.of(source).syncFrom(source, from, to, DirectoryOptions.NONE));
        assertTrue(refused.getMessage().contains("must not contain each other"), refused::getMessage);
        Directories.of(source).syncFrom(source, "x", "z", DirectoryOptions.NONE).throwIfFailed();
        assertEquals("1", objects(source).get("z/y/a"));
    }
}

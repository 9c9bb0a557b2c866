// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.emulator.internal.object.BucketSettings;
import io.github.ossv4.emulator.internal.object.ObjectAttributes;
import io.github.ossv4.emulator.internal.wire.MemoryLimit;
import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.emulator.testing.JavaProgram;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The memory of stored objects: estimates, and the limit. */
class MemoryLimitTest {
    private static final long MEGABYTE = 1 << 20;

    @Test
    void refusesMoreThanLimit() {
        MemoryLimit limit = MemoryLimit.ofObjects(100);
        limit.reserve(60);
        limit.reserve(40);

        OssException error = assertThrows(OssException.class, () -> limit.reserve(1));
        assertEquals(403, error.status());
        assertEquals("QuotaExceeded", error.code());
        assertEquals(100, limit.used());
        limit.release(1);
        limit.reserve(1);
    }

    @ParameterizedTest
    @CsvSource({"512, 401", "64, 43", "16, 4", "4, 0"})
    void leavesPartOfHeap(long heap, long objects) {
        assertEquals(objects, MemoryLimit.objectBytes(heap * MEGABYTE) / MEGABYTE);
    }

    @ParameterizedTest
    @CsvSource({"512, 1000000", "64, 100000"})
    void permitsObjectsOfHundredBytes(long heap, long objects) {
        History history = History.EMPTY.with(StoredObjects.object(100, ObjectAttributes.DEFAULT));
        long bytes = MemoryUse.of("a key of thirty-two characters..", history) * objects;
        assertTrue(bytes < MemoryLimit.objectBytes(heap * MEGABYTE), bytes + " bytes");
    }

    @Test
    void emptyHistoryTakesNothing() {
        assertEquals(0, MemoryUse.of("key", History.EMPTY));
    }

    /** The estimate may be wrong by a quarter. Measured in a JVM of its own, whose heap nothing else uses. */
    @ParameterizedTest
    @EnumSource(StoredObjects.Kind.class)
    void estimatesHeap(StoredObjects.Kind kind) throws Exception {
        String[] bytes = JavaProgram.run(List.of(
                        "-cp", System.getProperty("java.class.path"), StoredObjects.class.getName(), kind.name()))
                .split(" ");
        long estimated = Long.parseLong(bytes[0]);
        long used = Long.parseLong(bytes[1]);
        assertTrue(
                estimated > used * 3 / 4 && estimated < used * 5 / 4,
                "estimated " + estimated + ", used " + used + " bytes per object");
    }

    @Test
    void refusedObjectLeavesOldOne() {
        Changes changes = new Changes(null, MemoryLimit.ofObjects(1000));
        Bucket bucket = new Bucket("examplebucket", BucketSettings.ofDefaults(), Instant.EPOCH, changes);
        History old = History.EMPTY.with(StoredObjects.object(100, ObjectAttributes.DEFAULT));
        bucket.replace("a", History.EMPTY, old, null);
        long used = changes.memory().used();

        assertThrows(
                OssException.class,
                () -> bucket.replace("a", old, old.with(StoredObjects.object(1000, ObjectAttributes.DEFAULT)), null));
        assertEquals(old, bucket.history("a"));
        assertEquals(used, changes.memory().used());
        assertTrue(bucket.replace("a", old, History.EMPTY, null));
        assertEquals(0, changes.memory().used());
    }

    @Test
    void discardedBucketReleasesMemory() {
        Changes changes = new Changes(null, MemoryLimit.ofObjects(10_000));
        Bucket bucket = new Bucket("examplebucket", BucketSettings.ofDefaults(), Instant.EPOCH, changes);
        bucket.change(settings -> settings.withDocument("lifecycle", "x".repeat(500)));
        for (String key : List.of("a", "b")) {
            History history = History.EMPTY.with(StoredObjects.object(100, ObjectAttributes.DEFAULT));
            bucket.replace(key, History.EMPTY, history, null);
        }

        bucket.discard();
        assertEquals(0, changes.memory().used());
    }

    @Test
    void countsDocumentsOfSettings() {
        Changes changes = new Changes(null, MemoryLimit.ofObjects(1000));
        Bucket bucket = new Bucket("examplebucket", BucketSettings.ofDefaults(), Instant.EPOCH, changes);
        bucket.change(settings -> settings.withDocument("lifecycle", "x".repeat(500)));
        assertTrue(changes.memory().used() > 500);

        assertThrows(
                OssException.class, () -> bucket.change(settings -> settings.withDocument("website", "x".repeat(500))));
        assertEquals(
                List.of("lifecycle"), List.copyOf(bucket.settings().documents().keySet()));
        bucket.delete(() -> false);
        assertEquals(0, changes.memory().used());
    }
}

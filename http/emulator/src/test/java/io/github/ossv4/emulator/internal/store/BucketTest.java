// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.emulator.internal.object.BucketSettings;
import io.github.ossv4.emulator.internal.object.Version.DeleteMarker;
import io.github.ossv4.emulator.internal.wire.MemoryLimit;
import io.github.ossv4.emulator.internal.wire.OssException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A bucket and the order of its keys. */
class BucketTest {
    private static final History DELETED = History.EMPTY.with(new DeleteMarker("1", Instant.EPOCH));

    private final Bucket bucket = new Bucket(
            "examplebucket",
            BucketSettings.ofDefaults(),
            Instant.EPOCH,
            new Changes(null, MemoryLimit.ofObjects(Long.MAX_VALUE)));

    @Test
    void storesNothingAfterDeletion() {
        bucket.delete(() -> false);

        OssException error = assertThrows(OssException.class, () -> bucket.replace("a", History.EMPTY, DELETED, null));
        assertEquals("NoSuchBucket", error.code());
        assertTrue(bucket.keys().isEmpty());
    }

    @Test
    void keepsBucketThatIsNotEmpty() {
        assertEquals(
                "BucketNotEmpty",
                assertThrows(OssException.class, () -> bucket.delete(() -> true))
                        .code());
        assertTrue(bucket.replace("a", History.EMPTY, DELETED, null));
        assertEquals(
                "BucketNotEmpty",
                assertThrows(OssException.class, () -> bucket.delete(() -> false))
                        .code());
        assertTrue(bucket.replace("a", DELETED, History.EMPTY, null));
    }

    @Test
    void replacesExpectedHistoryOnly() {
        assertTrue(bucket.replace("a", History.EMPTY, DELETED, null));
        History other = History.EMPTY.with(new DeleteMarker("2", Instant.EPOCH));

        assertFalse(bucket.replace("a", History.EMPTY, other, null));
        assertFalse(bucket.replace("a", other, History.EMPTY, null));
        assertEquals(DELETED, bucket.history("a"));
    }

    @ParameterizedTest
    @CsvSource({"a/, a0", "\uD7FF, \uE000", "\uFFFF, \uD800\uDC00", "a\uDBFF\uDFFF, b"})
    void endsPrefixAtNextText(String prefix, String end) {
        assertEquals(end, KeyWalk.end(prefix));
        assertEquals(null, KeyWalk.end("\uDBFF\uDFFF"));
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.store;

import io.github.ossv4.emulator.internal.body.ObjectBody;
import io.github.ossv4.emulator.internal.body.SmallContent;
import io.github.ossv4.emulator.internal.object.BucketSettings;
import io.github.ossv4.emulator.internal.object.ObjectAttributes;
import io.github.ossv4.emulator.internal.object.ObjectSettings;
import io.github.ossv4.emulator.internal.object.StoredMetadata;
import io.github.ossv4.emulator.internal.object.StoredObject;
import io.github.ossv4.emulator.internal.wire.MemoryLimit;
import io.github.ossv4.object.ObjectTags;
import java.time.Instant;
import java.util.Map;

/** A program that stores objects, and prints the estimated and the used bytes of the heap for each. */
final class StoredObjects {
    private static final int COUNT = 50_000;

    private StoredObjects() {}

    enum Kind {
        SMALL(100, false),
        LARGER(1000, false),
        WITH_METADATA(0, true);

        private final int bodyBytes;
        private final boolean hasMetadata;

        Kind(int bodyBytes, boolean hasMetadata) {
            this.bodyBytes = bodyBytes;
            this.hasMetadata = hasMetadata;
        }

        private ObjectAttributes attributes(int number) {
            return hasMetadata
                    ? new ObjectAttributes(
                            new StoredMetadata(
                                    "text/plain" + number, Map.of("x-oss-meta-number" + number, "value" + number)),
                            ObjectTags.NONE,
                            ObjectSettings.DEFAULT)
                    : ObjectAttributes.DEFAULT;
        }
    }

    static StoredObject object(int bytes, ObjectAttributes attributes) {
        return StoredObject.of(
                null,
                ObjectBody.of(new SmallContent(new byte[bytes]), bytes, 0, new byte[16]),
                attributes,
                Instant.EPOCH);
    }

    public static void main(String[] arguments) {
        Kind kind = Kind.valueOf(arguments[0]);
        Bucket bucket = new Bucket(
                "examplebucket",
                BucketSettings.ofDefaults(),
                Instant.EPOCH,
                new Changes(null, MemoryLimit.ofObjects(Long.MAX_VALUE)));
        long estimated = 0;
        long before = usedHeap();
        for (int i = 0; i < COUNT; i++) {
            String key = "directory/key" + (100_000 + i);
            History history = History.EMPTY.with(object(kind.bodyBytes, kind.attributes(i)));
            if (!bucket.replace(key, History.EMPTY, history, null)) {
                throw new AssertionError(key);
            }
            estimated += MemoryUse.of(key, history);
        }
        long used = usedHeap() - before;
        if (bucket.keys().size() != COUNT) {
            throw new AssertionError(bucket.keys().size());
        }
        System.out.println(estimated / COUNT + " " + used / COUNT);
    }

    /** Collects garbage until the used heap no longer shrinks: some objects are freed by a second collection only. */
    private static long usedHeap() {
        long least = Long.MAX_VALUE;
        while (true) {
            System.gc();
            long used =
                    Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
            if (used >= least) {
                return least;
            }
            least = used;
        }
    }
}

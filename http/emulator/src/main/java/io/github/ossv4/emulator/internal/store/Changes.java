// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.store;

import io.github.ossv4.emulator.internal.wire.MemoryLimit;
import io.github.ossv4.emulator.internal.wire.OssException;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Makes all changes of stored buckets, objects and uploads: within the memory limit, and written before they are
 * visible, so that nothing is visible that a restart would lose. Thread-safe.
 *
 * @param directory null if what is stored is lost when the emulator stops
 */
record Changes(@Nullable PersistentDirectory directory, MemoryLimit memory) {
    /** Writes a change. */
    interface Write {
        void to(PersistentDirectory directory) throws IOException;
    }

    /**
     * Makes a change. The caller excludes other changes of the same bucket, key or upload.
     *
     * @param write writes the change, if what is stored persists
     * @param bytes the additional memory; negative if the change frees memory
     * @param apply makes the change in memory
     * @throws OssException if the limit would be exceeded; nothing is changed then
     * @throws UncheckedIOException if the change cannot be written; it is not visible then
     */
    void make(Write write, long bytes, Runnable apply) {
        if (bytes > 0) {
            memory.reserve(bytes);
        }
        boolean made = false;
        try {
            if (directory != null) {
                write.to(directory);
            }
            apply.run();
            made = true;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write a change: " + e, e);
        } finally {
            if (made != bytes > 0) {
                memory.add(made ? bytes : -bytes);
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.store;

import io.github.ossv4.emulator.internal.body.MemoryLimit;
import io.github.ossv4.emulator.internal.journal.Change;
import io.github.ossv4.emulator.internal.journal.Journal;
import io.github.ossv4.emulator.internal.wire.OssException;

/**
 * Makes all changes of stored buckets, objects and uploads: within the memory limit, and recorded before they are
 * visible. Thread-safe.
 */
record Changes(Journal journal, MemoryLimit memory) {
    /**
     * Makes a change by {@link Journal#commit}.
     *
     * @param bytes the additional memory; negative if the change frees memory
     * @throws OssException if the limit would be exceeded; nothing is changed then
     */
    void make(Change change, long bytes, Runnable apply) {
        if (bytes > 0) {
            memory.reserve(bytes);
        }
        boolean made = false;
        try {
            journal.commit(change, apply);
            made = true;
        } finally {
            if (made != bytes > 0) {
                memory.add(made ? bytes : -bytes);
            }
        }
    }
}

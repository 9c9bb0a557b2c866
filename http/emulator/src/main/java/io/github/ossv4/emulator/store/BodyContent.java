// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.store;

import java.io.IOException;
import java.nio.channels.FileChannel;

/** The bytes of a body: a file, or an array for a small one. Copies of an object share it. Thread-safe. */
public sealed interface BodyContent permits ObjectFile, SmallContent {
    /**
     * Adds a holder.
     *
     * @return false if the bytes were already released by all holders
     */
    boolean retain();

    /** Removes a holder. A file is deleted after the last one. */
    void release();

    /** Writes a range of the bytes. */
    void copyTo(BodyWriter writer, long first, long length) throws IOException;

    /** Writes the first {@code length} bytes at the position of a file. */
    void transferTo(FileChannel to, long length) throws IOException;
}

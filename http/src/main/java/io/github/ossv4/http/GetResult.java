// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/**
 * An object that is being downloaded: its metadata, and its bytes as a stream that compares their CRC64. Close it, even
 * if it is not read: it holds a connection. Not thread-safe.
 */
public interface GetResult extends Closeable {
    /** Returns the metadata of the object. */
    ObjectMetadata metadata();

    /**
     * Returns the number of bytes in this response, of the object or of the requested range; -1 if the response does
     * not report it.
     */
    long length();

    /**
     * Returns the bytes. The read at their end throws {@link ChecksumMismatchException} if they differ from those that
     * OSS stores: do not use them before you have read the end.
     */
    InputStream stream();

    /**
     * Returns the bytes that were not read yet, after comparing their CRC64.
     *
     * @throws ChecksumMismatchException if they differ from those that OSS stores
     * @throws IOException if the connection breaks, the object is larger than an array can be, or this is closed
     */
    byte[] bytes() throws IOException;

    /**
     * Returns whether all bytes were read and their CRC64 equals the one that OSS reported. False before the end, and
     * for a range with only some of the bytes, a processed object, and an object without a CRC64.
     */
    boolean isCrcChecked();
}

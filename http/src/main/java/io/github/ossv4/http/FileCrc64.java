// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.http.internal.file.FileChecksum;
import io.github.ossv4.http.internal.file.UploadFile;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Computes the CRC64 of a file with several threads. Thread-safe. To compare a file with an object, use {@link
 * BucketClient#verify(String, Path)}.
 *
 * <pre>{@code
 * long crc64 = FileCrc64.compute(file, 4);
 * String header = Crc64.toString(crc64); // as in x-oss-hash-crc64ecma
 * }</pre>
 */
public final class FileCrc64 {
    private FileCrc64() {}

    /**
     * Returns the CRC64 of a file, an unsigned number. Up to {@code threads} threads compute it: the calling one, and
     * others that end with the call. Files below 8 MB are read by the calling thread alone. Each thread needs 100 KB of
     * memory.
     *
     * @throws IllegalArgumentException if {@code threads} is not positive
     * @throws IOException if the file is not regular or cannot be read, or if its length changes meanwhile
     */
    public static long compute(Path file, int threads) throws IOException {
        if (threads <= 0) {
            throw new IllegalArgumentException("threads must be positive, was " + threads);
        }
        return FileChecksum.compute(UploadFile.of(file), threads);
    }
}

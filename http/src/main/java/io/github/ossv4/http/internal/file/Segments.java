// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.file;

import java.util.zip.Checksum;
import okio.Buffer;

/** Computes checksums of a buffer's segments without a copy. */
public final class Segments {
    private Segments() {}

    /** Adds {@code byteCount} bytes of {@code buffer} from {@code offset} to a checksum. */
    public static void update(
            Checksum checksum, Buffer buffer, long offset, long byteCount, Buffer.UnsafeCursor cursor) {
        if (byteCount == 0) {
            return;
        }
        buffer.readUnsafe(cursor);
        try {
            long remaining = byteCount;
            cursor.seek(offset);
            while (remaining > 0) {
                int length = (int) Math.min(remaining, cursor.end - cursor.start);
                checksum.update(cursor.data, cursor.start, length);
                remaining -= length;
                cursor.next();
            }
        } finally {
            cursor.close();
        }
    }
}

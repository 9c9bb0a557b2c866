// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.http.internal.file.Crc64Sink;
import io.github.ossv4.http.internal.file.Segments;
import java.io.IOException;
import okio.Buffer;

/**
 * A check that a retry reads the same bytes as the attempts before: compares the CRC64 of as many bytes as the longest
 * attempt has read, before the last of them is sent again. Not thread-safe: one attempt follows the other.
 *
 * <p>Rule: A retry must read the bytes of the attempts before, by CRC64, before the last byte is sent ({@code
 * AnySourceTest}).
 */
final class SentBytes {
    private long longest;
    private long crcOfLongest;

    /** The bytes of the current attempt. */
    private long count;

    /** Starts an attempt. */
    void start() {
        count = 0;
    }

    /**
     * Adds the next bytes, which are not sent yet.
     *
     * @param sink computes the CRC64 of the bytes before them
     * @throws ChangedBytesException if the bytes up to the end of the longest attempt differ from the bytes of that
     *     attempt
     */
    void add(Buffer source, long byteCount, Crc64Sink sink) throws IOException {
        if (count < longest && longest <= count + byteCount) {
            long compared = longest - count;
            Crc64 next = new Crc64();
            Segments.update(next, source, 0, compared, new Buffer.UnsafeCursor());
            if (Crc64.combine(sink.crc64(), next.getValue(), compared) != crcOfLongest) {
                throw new ChangedBytesException(longest);
            }
        }
        count += byteCount;
    }

    /** Ends an attempt, which may have failed. The sink has the bytes that were added. */
    void end(Crc64Sink sink) {
        if (count > longest) {
            longest = count;
            crcOfLongest = sink.crc64();
        }
    }
}

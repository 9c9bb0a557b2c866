// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.file;

import io.github.ossv4.checksum.Crc64;
import java.io.IOException;
import okio.Buffer;
import okio.ForwardingSink;
import okio.Sink;

/** Forwards bytes and computes their CRC64 in okio's segments, without a copy. Not thread-safe. */
public final class Crc64Sink extends ForwardingSink {
    private final Crc64 crc = new Crc64();
    private final Buffer.UnsafeCursor cursor = new Buffer.UnsafeCursor();

    public Crc64Sink(Sink delegate) {
        super(delegate);
    }

    @Override
    public void write(Buffer source, long byteCount) throws IOException {
        Segments.update(crc, source, 0, byteCount, cursor);
        super.write(source, byteCount);
    }

    /** Returns the CRC64 of all bytes written so far. */
    public long crc64() {
        return crc.getValue();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.file;

import io.github.ossv4.checksum.Crc64;
import java.io.IOException;
import okio.Buffer;
import okio.ForwardingSource;
import okio.Source;

/** Forwards bytes and computes their CRC64 in okio's segments, without a copy. Not thread-safe. */
public final class Crc64Source extends ForwardingSource {
    private final Crc64 crc = new Crc64();
    private final Buffer.UnsafeCursor cursor = new Buffer.UnsafeCursor();

    public Crc64Source(Source delegate) {
        super(delegate);
    }

    @Override
    public long read(Buffer sink, long byteCount) throws IOException {
        long read = super.read(sink, byteCount);
        if (read > 0) {
            Segments.update(crc, sink, sink.size() - read, read, cursor);
        }
        return read;
    }

    /** Returns the CRC64 of all bytes read so far. */
    public long crc64() {
        return crc.getValue();
    }
}

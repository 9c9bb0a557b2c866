// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.file;

import java.io.EOFException;
import java.io.IOException;
import okio.Buffer;
import okio.BufferedSink;
import okio.ForwardingSink;

/**
 * Forwards exactly {@code length} bytes. Keeps the last bytes until {@link #end}: the server must never receive a
 * complete request for a body that has more or fails at its end.
 */
public final class ExactSink extends ForwardingSink {
    private final BufferedSink sink;
    private final long length;
    private final String name;
    private final Buffer last = new Buffer();
    private long count;

    /** @param name of the body, for messages */
    public ExactSink(BufferedSink sink, long length, String name) {
        super(sink);
        this.sink = sink;
        this.length = length;
        this.name = name;
    }

    @Override
    public void write(Buffer source, long byteCount) throws IOException {
        count += byteCount;
        if (count > length) {
            throw new IOException(name + " wrote more than its length of " + length + " bytes");
        }
        if (count == length) {
            last.write(source, byteCount);
        } else {
            super.write(source, byteCount);
        }
    }

    /** Writes the last bytes. */
    public void end() throws IOException {
        if (count < length) {
            throw new EOFException(name + " wrote " + count + " of " + length + " bytes");
        }
        sink.write(last, last.size());
    }
}

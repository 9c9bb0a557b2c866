// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.okhttp;

import java.io.IOException;
import java.util.function.LongSupplier;
import okio.Buffer;
import okio.BufferedSource;
import okio.ForwardingSource;

/** The body of a response, which fails if it is too slow: see {@link Pace}. */
public class PacedSource extends ForwardingSource {
    private final BufferedSource source;
    private final int readMillis;
    private final LongSupplier nanoTime;
    private final Pace pace = new Pace();

    /** @param readMillis the read timeout; 0 for no limit */
    public PacedSource(BufferedSource source, int readMillis) {
        this(source, readMillis, System::nanoTime);
    }

    PacedSource(BufferedSource source, int readMillis, LongSupplier nanoTime) {
        super(source);
        this.source = source;
        this.readMillis = readMillis;
        this.nanoTime = nanoTime;
    }

    @Override
    public final long read(Buffer sink, long byteCount) throws IOException {
        return paced(() -> super.read(sink, byteCount));
    }

    /** Like {@link #read(Buffer, long)}, directly to an array. */
    public final int read(byte[] sink, int offset, int length) throws IOException {
        return (int) paced(() -> source.read(sink, offset, length));
    }

    private interface Read {
        long read() throws IOException;
    }

    private long paced(Read read) throws IOException {
        boolean isTimed = pace.isTimed();
        long started = isTimed ? nanoTime.getAsLong() : 0;
        long count;
        try {
            count = read.read();
        } catch (IOException e) {
            throw IoFailureInterceptor.interruptedOr(e);
        }
        if (count >= 0) {
            pace.received(count, isTimed ? nanoTime.getAsLong() - started : 0);
            pace.check(readMillis);
        }
        return count;
    }
}

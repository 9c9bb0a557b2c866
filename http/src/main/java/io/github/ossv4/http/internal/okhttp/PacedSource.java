// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.okhttp;

import java.io.IOException;
import java.util.function.LongSupplier;
import okio.Buffer;
import okio.ForwardingSource;
import okio.Source;

/** The body of a response, which fails if it is too slow: see {@link Pace}. */
final class PacedSource extends ForwardingSource {
    private final int readMillis;
    private final LongSupplier nanoTime;
    private final Pace pace = new Pace();

    /** @param readMillis the read timeout; 0 for no limit */
    PacedSource(Source source, int readMillis) {
        this(source, readMillis, System::nanoTime);
    }

    PacedSource(Source source, int readMillis, LongSupplier nanoTime) {
        super(source);
        this.readMillis = readMillis;
        this.nanoTime = nanoTime;
    }

    @Override
    public long read(Buffer sink, long byteCount) throws IOException {
        boolean isTimed = pace.isTimed();
        long started = isTimed ? nanoTime.getAsLong() : 0;
        long count = super.read(sink, byteCount);
        if (count >= 0) {
            pace.received(count, isTimed ? nanoTime.getAsLong() - started : 0);
            pace.check(readMillis);
        }
        return count;
    }
}

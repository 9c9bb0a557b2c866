// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.okhttp;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The output of a socket, written up to 64 KB at a time. Collects bytes until a buffer is full or {@link #flush}, which
 * OkHttp calls at the end of a request, and the JDK's TLS at the end of a record. Has a buffer only until then. The
 * first bytes of a larger request do not wait for more: a server may close a connection on which nothing arrives. Not
 * thread-safe.
 */
final class SocketOutput extends OutputStream {
    /** A write sends all that waits if the oldest byte has waited for longer. There is no timer. */
    private static final long LONGEST_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** The bytes that OkHttp writes at a time. A smaller request leaves in one call of the system. */
    private static final int FIRST = 8192;

    private final Socket socket;
    private final OutputStream stream;
    private final Pace pace;
    private final LongSupplier nanoTime;

    /** The bytes that wait. A write takes them and puts them back, as in {@link SocketInput}. */
    private final AtomicReference<@Nullable Collected> waiting = new AtomicReference<>();

    SocketOutput(Socket socket, OutputStream stream, Pace pace, LongSupplier nanoTime) {
        this.socket = socket;
        this.stream = stream;
        this.pace = pace;
        this.nanoTime = nanoTime;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        Collected collected = waiting.getAndSet(null);
        if (collected == null) {
            // OkHttp sets this timeout to 0 for HTTP/2, and waits for the window of the server without a flush before.
            if (socket.getSoTimeout() == 0) {
                EarliestTimeout.keep();
                pace.restart();
                stream.write(bytes, offset, length);
                return;
            }
            collected = new Collected(BufferPool.take(), nanoTime.getAsLong());
        }
        int written = 0;
        while (written < length) {
            int added = Math.min(length - written, collected.buffer.length - collected.count);
            System.arraycopy(bytes, offset + written, collected.buffer, collected.count, added);
            written += added;
            collected.count += added;
            if (collected.count == collected.buffer.length) {
                send(collected);
            }
        }
        boolean isFirst = !collected.hasSent && collected.count >= FIRST;
        if (isFirst || (collected.count > 0 && nanoTime.getAsLong() - collected.sinceNanos > LONGEST_WAIT_NANOS)) {
            send(collected);
        }
        waiting.set(collected);
    }

    private void send(Collected collected) throws IOException {
        EarliestTimeout.keep();
        pace.restart();
        stream.write(collected.buffer, 0, collected.count);
        collected.count = 0;
        collected.hasSent = true;
        collected.sinceNanos = nanoTime.getAsLong();
    }

    @Override
    public void flush() throws IOException {
        Collected collected = waiting.getAndSet(null);
        if (collected != null) {
            if (collected.count > 0) {
                send(collected);
            }
            BufferPool.give(collected.buffer);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            flush();
        } finally {
            stream.close();
        }
    }

    private static final class Collected {
        private final byte[] buffer;
        private int count;
        private boolean hasSent;

        /** When the first byte was written, or a buffer was sent. */
        private long sinceNanos;

        Collected(byte[] buffer, long sinceNanos) {
            this.buffer = buffer;
            this.sinceNanos = sinceNanos;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.okhttp;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The output of a socket, written up to 64 KB at a time. Collects bytes until a buffer is full or {@link #flush}, which OkHttp and TLS call at the end of a request or a
 * record. Has a buffer only until then. Not thread-safe.
 */
final class SocketOutput extends OutputStream {
    /** A body that is slower than a buffer in this time is sent as it comes. */
    private static final long LONGEST_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final OutputStream socket;
    private final Pace pace;
    private final LongSupplier nanoTime;
    private byte @Nullable [] buffer;
    private int count;
    private long startedNanos;

    SocketOutput(OutputStream socket, Pace pace, LongSupplier nanoTime) {
        this.socket = socket;
        this.pace = pace;
        this.nanoTime = nanoTime;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        byte[] collected = buffer;
        if (collected == null) {
            collected = BufferPool.take();
            buffer = collected;
        }
        if (count == 0) {
            startedNanos = nanoTime.getAsLong();
        }
        int written = 0;
        while (written < length) {
            int added = Math.min(length - written, collected.length - count);
            System.arraycopy(bytes, offset + written, collected, count, added);
            written += added;
            count += added;
            if (count == collected.length) {
                send(collected);
            }
        }
        if (count > 0 && nanoTime.getAsLong() - startedNanos > LONGEST_WAIT_NANOS) {
            send(collected);
        }
    }

    private void send(byte[] collected) throws IOException {
        pace.restart();
        int length = count;
        count = 0;
        socket.write(collected, 0, length);
    }

    @Override
    public void flush() throws IOException {
        byte[] collected = buffer;
        if (collected != null) {
            if (count > 0) {
                send(collected);
            }
            buffer = null;
            BufferPool.give(collected);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            flush();
        } finally {
            socket.close();
        }
    }
}

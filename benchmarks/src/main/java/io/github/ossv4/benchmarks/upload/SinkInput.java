// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.upload;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** The input of a connection. Bodies are read into one buffer outside the heap and dropped. */
final class SinkInput {
    private static final int SIZE = 256 * 1024;

    private final SocketChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(SIZE).limit(0);

    SinkInput(SocketChannel channel) {
        this.channel = channel;
    }

    /** Returns the next line; null at the end of the input. */
    @Nullable
    String line() throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            if (!buffer.hasRemaining() && !fill(SIZE)) {
                return null;
            }
            char c = (char) (buffer.get() & 0xff);
            if (c == '\n') {
                return line.toString();
            }
            if (c != '\r') {
                line.append(c);
            }
        }
    }

    private boolean fill(long limit) throws IOException {
        buffer.clear().limit((int) Math.min(SIZE, limit));
        boolean more = channel.read(buffer) >= 0;
        buffer.flip();
        return more;
    }

    /** Drops bytes and passes their number to the counter as they arrive. */
    void drop(long length, LongConsumer counter) throws IOException {
        int buffered = (int) Math.min(length, buffer.remaining());
        buffer.position(buffer.position() + buffered);
        counter.accept(buffered);
        long dropped = buffered;
        while (dropped < length) {
            if (!fill(length - dropped)) {
                throw new EOFException("after " + dropped + " of " + length + " bytes");
            }
            counter.accept(buffer.remaining());
            dropped += buffer.remaining();
            buffer.position(buffer.limit());
        }
    }

    /** Drops a chunked body and returns its length. */
    long dropChunks(LongConsumer counter) throws IOException {
        long length = 0;
        while (true) {
            String size = line();
            if (size == null) {
                throw new EOFException("in chunks");
            }
            long chunk = Long.parseLong(size.split(";", 2)[0].trim(), 16);
            if (chunk > 0) {
                drop(chunk, counter);
                length += chunk;
            }
            line();
            if (chunk == 0) {
                return length;
            }
        }
    }
}

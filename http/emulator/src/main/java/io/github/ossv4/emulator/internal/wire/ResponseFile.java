// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.wire;

import io.netty.buffer.Unpooled;
import io.netty.channel.DefaultFileRegion;
import io.netty.handler.codec.http.DefaultHttpContent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A range of an open file as a response body. Immutable.
 *
 * @param wrong sent instead of the byte at {@code wrongAt}, or null
 */
record ResponseFile(
        FileChannel file, long from, long length, @Nullable Byte wrong, long wrongAt) implements ResponseBody {
    static ResponseFile of(FileChannel file, long from, long length) {
        return new ResponseFile(file, from, length, null, 0);
    }

    @Override
    public ResponseFile truncate(long most) {
        return new ResponseFile(file, from, Math.min(length, most), wrong, wrongAt);
    }

    @Override
    public ResponseFile flipBit(long position) {
        if (length == 0) {
            return this;
        }
        long at = from + Math.min(position, length - 1);
        ByteBuffer right = ByteBuffer.allocate(1);
        try {
            file.read(right, at);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ResponseFile(file, from, length, (byte) (right.get(0) ^ 1), at);
    }

    /** The last message closes the file, whether it was sent or not. */
    @Override
    public List<Object> messages() {
        if (wrong == null) {
            return List.of(new DefaultFileRegion(file, from, length));
        }
        long before = wrongAt - from;
        long after = length - before - 1;
        List<Object> messages = new ArrayList<>();
        // Netty closes an empty region when it is enqueued, not when it is written.
        if (before > 0) {
            messages.add(after > 0 ? new LeftOpen(file, from, before) : new DefaultFileRegion(file, from, before));
        }
        messages.add(new DefaultHttpContent(Unpooled.wrappedBuffer(new byte[] {wrong})));
        if (after > 0 || before == 0) {
            messages.add(new DefaultFileRegion(file, wrongAt + 1, after));
        }
        return messages;
    }

    @Override
    public void discard() throws IOException {
        file.close();
    }

    /** A region before the last one, which leaves the file open. */
    private static final class LeftOpen extends DefaultFileRegion {
        LeftOpen(FileChannel file, long from, long length) {
            super(file, from, length);
        }

        @Override
        protected void deallocate() {}
    }
}

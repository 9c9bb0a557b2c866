// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

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
 * Part of an open file, to be sent as a body. Immutable.
 *
 * @param wrong what to send in place of the byte at {@code wrongAt}; null for nothing
 */
record ResponseFile(
        FileChannel file, long from, long length, @Nullable Byte wrong, long wrongAt) {
    static ResponseFile of(FileChannel file, long from, long length) {
        return new ResponseFile(file, from, length, null, 0);
    }

    ResponseFile truncate(long most) {
        return new ResponseFile(file, from, Math.min(length, most), wrong, wrongAt);
    }

    /** This body with a wrong bit in the byte at {@code position}, or in its last one. */
    ResponseFile flipBit(long position) {
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

    /** What Netty is to write. The file is closed with the last of it, whether it could be sent or not. */
    List<Object> messages() {
        if (wrong == null) {
            return List.of(new DefaultFileRegion(file, from, length));
        }
        long before = wrongAt - from;
        long after = length - before - 1;
        List<Object> messages = new ArrayList<>();
        // Netty closes a region without bytes when it is handed over, not when its turn has come.
        if (before > 0) {
            messages.add(after > 0 ? new LeftOpen(file, from, before) : new DefaultFileRegion(file, from, before));
        }
        messages.add(new DefaultHttpContent(Unpooled.wrappedBuffer(new byte[] {wrong})));
        if (after > 0 || before == 0) {
            messages.add(new DefaultFileRegion(file, wrongAt + 1, after));
        }
        return messages;
    }

    /** A region that is not the last one of its file. */
    private static final class LeftOpen extends DefaultFileRegion {
        LeftOpen(FileChannel file, long from, long length) {
            super(file, from, length);
        }

        @Override
        protected void deallocate() {}
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufInputStream;
import io.netty.buffer.Unpooled;
import io.netty.channel.FileRegion;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.stream.ChunkedInput;
import io.netty.handler.stream.ChunkedStream;
import io.netty.util.AbstractReferenceCounted;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Pieces of memory as a response body. Immutable. */
record ResponsePieces(List<ByteBuffer> pieces) implements ResponseBody {
    @Override
    public long length() {
        return pieces.stream().mapToLong(ByteBuffer::remaining).sum();
    }

    @Override
    public ResponsePieces truncate(long most) {
        List<ByteBuffer> first = new ArrayList<>();
        long left = most;
        for (ByteBuffer piece : pieces) {
            int length = (int) Math.min(left, piece.remaining());
            first.add(piece.slice(piece.position(), length));
            left -= length;
        }
        return new ResponsePieces(first);
    }

    @Override
    public ResponsePieces flipBit(long position) {
        long at = Math.min(position, length() - 1);
        List<ByteBuffer> flipped = new ArrayList<>();
        for (ByteBuffer piece : pieces) {
            if (at >= 0 && at < piece.remaining()) {
                ByteBuffer copy = ByteBuffer.allocate(piece.remaining()).put(piece.duplicate());
                copy.flip();
                copy.put((int) at, (byte) (copy.get((int) at) ^ 1));
                flipped.add(copy);
            } else {
                flipped.add(piece);
            }
            at -= piece.remaining();
        }
        return new ResponsePieces(flipped);
    }

    @Override
    public Object message(boolean encrypted, Runnable continuation) {
        // A small body is written together with the head.
        if (length() <= MAX_CHUNK_BYTES) {
            return new DefaultHttpContent(Unpooled.wrappedBuffer(pieces.toArray(new ByteBuffer[0])));
        }
        return encrypted ? chunks() : new Region(pieces, length());
    }

    @Override
    public ChunkedInput<ByteBuf> chunks() {
        InputStream stream = new SequenceInputStream(Collections.enumeration(pieces.stream()
                .map(piece -> new ByteBufInputStream(Unpooled.wrappedBuffer(piece)))
                .toList()));
        return new ChunkedStream(stream, MAX_CHUNK_BYTES);
    }

    /**
     * A region that is copied out of the heap only when the connection takes it. Netty would keep a copy of 64 KB or
     * more for each slow reader, and with 1,500 of them the memory outside of a heap of 64 MB is used up.
     */
    private static final class Region extends AbstractReferenceCounted implements FileRegion {
        private final List<ByteBuffer> pieces;
        private final long count;
        private long transferred;

        Region(List<ByteBuffer> pieces, long count) {
            this.pieces = pieces;
            this.count = count;
        }

        @Override
        public long transferTo(WritableByteChannel target, long position) throws IOException {
            long rest = position;
            for (ByteBuffer piece : pieces) {
                if (rest < piece.remaining()) {
                    int length = (int) Math.min(piece.remaining() - rest, MAX_CHUNK_BYTES);
                    int written = target.write(piece.slice(piece.position() + (int) rest, length));
                    transferred += written;
                    return written;
                }
                rest -= piece.remaining();
            }
            return 0;
        }

        @Override
        public long position() {
            return 0;
        }

        @Deprecated
        @Override
        public long transfered() {
            return transferred;
        }

        @Override
        public long transferred() {
            return transferred;
        }

        @Override
        public long count() {
            return count;
        }

        @Override
        public FileRegion retain() {
            super.retain();
            return this;
        }

        @Override
        public FileRegion retain(int increment) {
            super.retain(increment);
            return this;
        }

        @Override
        public FileRegion touch() {
            return this;
        }

        @Override
        public FileRegion touch(Object hint) {
            return this;
        }

        @Override
        protected void deallocate() {}
    }
}

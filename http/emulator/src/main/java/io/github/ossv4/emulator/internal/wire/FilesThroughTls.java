// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.FileRegion;
import io.netty.handler.stream.ChunkedInput;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/**
 * A handler that reads files into memory, a piece at a time: only without TLS can the operating system send a file directly. In the
 * pipeline it follows a {@code ChunkedWriteHandler}.
 */
final class FilesThroughTls extends ChannelOutboundHandlerAdapter {
    private static final int PIECE_BYTES = 1 << 16;

    /** The caller observes the promise. */
    @SuppressWarnings("FutureReturnValueIgnored")
    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        context.write(message instanceof FileRegion region ? new Pieces(region) : message, promise);
    }

    /** The pieces of a file or of memory. */
    private static final class Pieces implements ChunkedInput<ByteBuf> {
        private final FileRegion region;
        private long position;
        private boolean closed;

        Pieces(FileRegion region) {
            this.region = region;
        }

        @Override
        public boolean isEndOfInput() {
            return position >= region.count();
        }

        @Override
        public ByteBuf readChunk(ByteBufAllocator allocator) throws IOException {
            int most = (int) Math.min(PIECE_BYTES, region.count() - position);
            ByteBuf piece = allocator.heapBuffer(most, most);
            try {
                long read = region.transferTo(new Sink(piece), position);
                if (read <= 0) {
                    throw new EOFException("the file of an object is shorter than the object");
                }
                position += read;
                return piece;
            } catch (IOException | RuntimeException e) {
                piece.release();
                throw e;
            }
        }

        @Deprecated
        @SuppressWarnings("InlineMeSuggester")
        @Override
        public ByteBuf readChunk(ChannelHandlerContext context) throws IOException {
            return readChunk(context.alloc());
        }

        @Override
        public long length() {
            return region.count();
        }

        @Override
        public long progress() {
            return position;
        }

        @Override
        public void close() {
            // Called once more if the connection is closed during a write.
            if (!closed) {
                closed = true;
                region.release();
            }
        }
    }

    /** Writes to a buffer until it is full. */
    private record Sink(ByteBuf buffer) implements WritableByteChannel {
        @Override
        public int write(ByteBuffer source) {
            int length = Math.min(source.remaining(), buffer.writableBytes());
            buffer.writeBytes(source.slice(source.position(), length));
            source.position(source.position() + length);
            return length;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }
}

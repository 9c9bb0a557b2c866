// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.stream.ChunkedInput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** A body that is compressed with gzip while it is sent. Immutable. */
record ResponseGzip(ResponseBody source) implements ResponseBody {
    /** Returns the number of bytes before the compression. */
    @Override
    public long length() {
        return source.length();
    }

    @Override
    public ResponseBody truncate(long most) {
        return new ResponseGzip(source.truncate(most));
    }

    @Override
    public ResponseBody flipBit(long position) {
        return new ResponseGzip(source.flipBit(position));
    }

    @Override
    public Object message(boolean encrypted, Runnable continuation) throws IOException {
        return new Chunks(source.chunks(), continuation);
    }

    @Override
    public ChunkedInput<ByteBuf> chunks() throws IOException {
        throw new IllegalStateException("a body is compressed once");
    }

    @Override
    public void discard() throws IOException {
        source.discard();
    }

    /** The compressed chunks of another input. Not thread-safe. */
    private static final class Chunks implements ChunkedInput<ByteBuf> {
        private static final byte[] END = {'\r', '\n'};

        private final ChunkedInput<ByteBuf> source;
        private final ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        private final GZIPOutputStream gzip = new GZIPOutputStream(compressed);

        private final Runnable continuation;
        private boolean pauses;

        Chunks(ChunkedInput<ByteBuf> source, Runnable continuation) throws IOException {
            this.source = source;
            this.continuation = continuation;
        }

        @Override
        public boolean isEndOfInput() throws Exception {
            return source.isEndOfInput();
        }

        @Override
        public void close() throws Exception {
            try {
                source.close();
            } finally {
                gzip.close();
            }
        }

        @Deprecated
        @Override
        public @Nullable ByteBuf readChunk(ChannelHandlerContext context) throws Exception {
            ByteBufAllocator allocator = context.alloc();
            return readChunk(allocator);
        }

        @Override
        public @Nullable ByteBuf readChunk(ByteBufAllocator allocator) throws Exception {
            // The compression takes time: after each chunk, others get their turn.
            pauses = !pauses;
            if (!pauses) {
                continuation.run();
                return null;
            }
            ByteBuf chunk = source.readChunk(allocator);
            try {
                chunk.readBytes(gzip, chunk.readableBytes());
            } finally {
                chunk.release();
            }
            if (source.isEndOfInput()) {
                gzip.finish();
            }
            byte[] bytes = compressed.toByteArray();
            compressed.reset();
            return bytes.length == 0 ? Unpooled.EMPTY_BUFFER : framed(bytes);
        }

        /** Frames a chunk: these buffers do not pass Netty's HTTP encoder. */
        private static ByteBuf framed(byte[] bytes) {
            byte[] size = (Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII);
            return Unpooled.wrappedBuffer(size, bytes, END);
        }

        @Override
        public long length() {
            return -1;
        }

        @Override
        public long progress() {
            return source.progress();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.DefaultFileRegion;
import io.netty.handler.stream.ChunkedInput;
import io.netty.handler.stream.ChunkedNioFile;
import java.io.IOException;
import java.nio.channels.FileChannel;

/**
 * A range of an open file as a response body. Immutable.
 *
 * @param wrong the position of the byte with a flipped bit; -1 if there is none
 */
record ResponseFile(FileChannel file, long from, long length, long wrong) implements ResponseBody {
    static ResponseFile of(FileChannel file, long from, long length) {
        return new ResponseFile(file, from, length, -1);
    }

    @Override
    public ResponseFile truncate(long most) {
        return new ResponseFile(file, from, Math.min(length, most), wrong);
    }

    @Override
    public ResponseFile flipBit(long position) {
        return new ResponseFile(file, from, length, from + Math.min(position, length - 1));
    }

    /** The message closes the file, whether it is sent or not. The operating system sends a file directly if it can. */
    @Override
    public Object message(boolean encrypted, Runnable continuation) throws IOException {
        return encrypted || wrong >= 0 ? chunks() : new DefaultFileRegion(file, from, length);
    }

    @Override
    public ChunkedInput<ByteBuf> chunks() throws IOException {
        return new Chunks(file, from, length, wrong);
    }

    @Override
    public void discard() throws IOException {
        file.close();
    }

    private static final class Chunks extends ChunkedNioFile {
        private final long wrong;

        Chunks(FileChannel file, long from, long length, long wrong) throws IOException {
            super(file, from, length, MAX_CHUNK_BYTES);
            this.wrong = wrong;
        }

        @Override
        public ByteBuf readChunk(ByteBufAllocator allocator) throws Exception {
            long start = currentOffset();
            ByteBuf chunk = super.readChunk(allocator);
            if (start <= wrong && wrong < currentOffset()) {
                int index = (int) (wrong - start);
                chunk.setByte(index, chunk.getByte(index) ^ 1);
            }
            return chunk;
        }
    }
}

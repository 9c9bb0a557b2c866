// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.body;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The bytes of a large body in memory. Thread-safe. */
public final class MemoryContent extends HeldContent {
    /** Immutable bytes that bodies in memory share. They count once towards the memory limit. Thread-safe. */
    static final class Chunk {
        private final byte[] bytes;
        private final MemoryLimit limit;
        private int holders = 1;

        private Chunk(byte[] bytes, MemoryLimit limit) {
            this.bytes = bytes;
            this.limit = limit;
        }

        /**
         * Returns a chunk with one holder.
         *
         * @throws io.github.ossv4.emulator.internal.wire.OssException if there is no memory for it
         */
        static Chunk of(byte[] bytes, MemoryLimit limit) {
            limit.reserve(bytes.length);
            return new Chunk(bytes, limit);
        }

        /** Returns a chunk with one holder, whose memory is reserved. */
        static Chunk ofReserved(byte[] bytes, MemoryLimit limit) {
            return new Chunk(bytes, limit);
        }

        byte[] bytes() {
            return bytes;
        }

        synchronized void retain() {
            holders++;
        }

        synchronized void release() {
            holders--;
            if (holders == 0) {
                limit.release(bytes.length);
            }
        }
    }

    private final List<Chunk> chunks;

    /** Creates a content with one holder, which releases the chunks at the end. */
    MemoryContent(List<Chunk> chunks) {
        super(1);
        this.chunks = List.copyOf(chunks);
    }

    List<Chunk> chunks() {
        return chunks;
    }

    @Override
    void free() {
        chunks.forEach(Chunk::release);
    }

    /** Returns a range of the bytes, which must not be modified. */
    public List<ByteBuffer> range(long first, long length) {
        List<ByteBuffer> pieces = new ArrayList<>();
        long start = 0;
        for (Chunk chunk : chunks) {
            int size = chunk.bytes().length;
            long from = Math.max(first - start, 0);
            long to = Math.min(first + length - start, size);
            if (from < to) {
                pieces.add(ByteBuffer.wrap(chunk.bytes(), (int) from, (int) (to - from))
                        .slice()
                        .asReadOnlyBuffer());
            }
            start += size;
        }
        return pieces;
    }

    /** Returns a stream of the bytes. */
    public InputStream newInputStream() {
        return new SequenceInputStream(Collections.enumeration(chunks.stream()
                .map(chunk -> new ByteArrayInputStream(chunk.bytes()))
                .toList()));
    }

    @Override
    public void copyTo(Receiver receiver, long first, long length) throws IOException {
        for (ByteBuffer piece : range(first, length)) {
            receiver.write(piece);
        }
    }
}

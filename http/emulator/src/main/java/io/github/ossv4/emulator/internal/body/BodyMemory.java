// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.body;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps all bodies in memory, up to a limit. No file is written. Thread-safe. */
public record BodyMemory(MemoryLimit limit) implements BodySpace {
    private static final int MAX_CHUNK_BYTES = 1 << 20;

    @Override
    public Sink newSink() {
        return new MemorySink();
    }

    @Override
    public BodyContent join(List<ObjectBody> bodies) {
        List<MemoryContent.Chunk> chunks = new ArrayList<>();
        for (ObjectBody body : bodies) {
            if (body.content() instanceof MemoryContent memory) {
                // The bytes never change, so both bodies can share them.
                memory.chunks().forEach(MemoryContent.Chunk::retain);
                chunks.addAll(memory.chunks());
            } else if (body.content() instanceof SmallContent small && small.bytes().length > 0) {
                chunks.add(MemoryContent.Chunk.of(small.bytes(), limit));
            }
        }
        return new MemoryContent(chunks);
    }

    private final class MemorySink implements Sink {
        private final List<MemoryContent.Chunk> chunks = new ArrayList<>();

        /** The chunk that is being filled. */
        private byte[] last = {};

        private int lastLength;
        private long size;
        private @Nullable MemoryContent content;

        @Override
        public void write(ByteBuffer piece) {
            while (piece.hasRemaining()) {
                if (lastLength == last.length) {
                    addLast();
                    start(piece.remaining());
                }
                int length = Math.min(piece.remaining(), last.length - lastLength);
                piece.get(last, lastLength, length);
                lastLength += length;
                size += length;
            }
        }

        /** Starts a chunk. Large bodies get large chunks, and small ones waste little. */
        private void start(int needed) {
            int bytes = (int) Math.max(needed, Math.min(size, MAX_CHUNK_BYTES));
            if (!limit.tryReserve(bytes)) {
                bytes = needed;
                limit.reserve(bytes);
            }
            last = new byte[bytes];
        }

        private void addLast() {
            if (lastLength > 0) {
                limit.release(last.length - lastLength);
                byte[] bytes = lastLength == last.length ? last : Arrays.copyOf(last, lastLength);
                chunks.add(MemoryContent.Chunk.ofReserved(bytes, limit));
            }
            last = new byte[0];
            lastLength = 0;
        }

        @Override
        public BodyContent finish() {
            addLast();
            content = new MemoryContent(chunks);
            return content;
        }

        @Override
        public void abort() {
            (content == null ? finish() : content).release();
        }
    }
}

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
    private final List<MemoryChunk> chunks;

    /** Creates a content with one holder, which releases the chunks at the end. */
    MemoryContent(List<MemoryChunk> chunks) {
        super(1);
        this.chunks = List.copyOf(chunks);
    }

    List<MemoryChunk> chunks() {
        return chunks;
    }

    @Override
    void free() {
        chunks.forEach(MemoryChunk::release);
    }

    /** Returns a range of the bytes, which must not be modified. */
    public List<ByteBuffer> range(long first, long length) {
        List<ByteBuffer> pieces = new ArrayList<>();
        long start = 0;
        for (MemoryChunk chunk : chunks) {
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

    @Override
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

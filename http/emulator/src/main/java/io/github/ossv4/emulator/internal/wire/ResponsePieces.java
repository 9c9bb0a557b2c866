// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.wire;

import io.netty.buffer.ByteBufInputStream;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.stream.ChunkedStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
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
    public Object message(boolean encrypted) {
        // A small body is written together with the head.
        return length() <= MAX_CHUNK_BYTES
                ? new DefaultHttpContent(Unpooled.wrappedBuffer(pieces.toArray(new ByteBuffer[0])))
                : new ChunkedStream(
                        new SequenceInputStream(Collections.enumeration(pieces.stream()
                                .map(piece -> new ByteBufInputStream(Unpooled.wrappedBuffer(piece)))
                                .toList())),
                        MAX_CHUNK_BYTES);
    }
}

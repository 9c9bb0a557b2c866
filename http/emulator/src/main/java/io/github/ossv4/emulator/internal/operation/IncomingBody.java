// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.body.BodyWriter;
import io.github.ossv4.emulator.internal.body.ObjectBody;
import io.github.ossv4.emulator.internal.store.ObjectStore;
import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.emulator.internal.wire.ReceivedRequest;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The request body of an upload, which is written to disk and checked against the headers. Not thread-safe. */
final class IncomingBody {
    private final long maxSize;
    private final long position;
    private final @Nullable ContentMd5 contentMd5;
    private final BodyWriter writer;

    /**
     * Starts a body.
     *
     * @param maxSize of the object, in bytes
     * @param position of the body in the object
     * @throws OssException if the headers are rejected before the body is read
     */
    IncomingBody(ReceivedRequest request, ObjectStore store, long maxSize, long position) throws IOException {
        this.maxSize = maxSize;
        this.position = position;
        request.checkLength(maxSize - position, maxSize);
        this.contentMd5 = ContentMd5.of(request);
        this.writer = store.newBody();
    }

    /**
     * Writes a piece of the body.
     *
     * @throws OssException if the object becomes too large
     */
    void receive(ByteBuf piece) throws IOException {
        if (piece.readableBytes() > maxSize - position - writer.size()) {
            throw OssException.entityTooLarge(maxSize);
        }
        // On the connection's thread, although a disk can block it: the sender is slowed down to the speed of the disk
        // without a queue, and memory never holds more than the last read from the socket.
        for (ByteBuffer buffer : piece.nioBuffers()) {
            writer.write(buffer);
        }
    }

    /**
     * Completes the body.
     *
     * @throws OssException if its MD5 is not the promised one
     */
    ObjectBody finish() throws IOException {
        ObjectBody body = writer.finish();
        if (contentMd5 != null) {
            contentMd5.check(body.contentMd5());
        }
        return body;
    }

    /** Deletes the file of an incomplete body. */
    void abort() throws IOException {
        writer.abort();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The body of an upload on its way to the disk, held to the promises of its headers. Not thread-safe. */
final class IncomingBody {
    private final long maxSize;
    private final long position;
    private final @Nullable ContentMd5 contentMd5;
    private final BodyWriter upload;

    /**
     * @param maxSize of the object, in bytes
     * @param position where in the object this body begins
     * @throws OssException if its headers alone are reason enough, so that no body need be sent
     */
    IncomingBody(ReceivedRequest request, ObjectStore store, long maxSize, long position) throws IOException {
        this.maxSize = maxSize;
        this.position = position;
        long length = request.exchange().contentLength();
        if (length < 0 && !request.isChunked()) {
            throw OssException.missingContentLength();
        }
        if (length > maxSize - position) {
            throw OssException.entityTooLarge(maxSize);
        }
        this.contentMd5 = ContentMd5.of(request);
        this.upload = store.upload();
    }

    void receive(ByteBuf piece) throws IOException {
        if (piece.readableBytes() > maxSize - position - upload.size()) {
            throw OssException.entityTooLarge(maxSize);
        }
        // On the connection's thread, although a disk can block it: a sender is slowed down to the disk's speed with no
        // queue in between, and in memory there is never more than what was read from the socket last.
        for (ByteBuffer buffer : piece.nioBuffers()) {
            upload.write(buffer);
        }
    }

    /**
     * Ends the body.
     *
     * @throws OssException if it is not what was promised
     */
    ObjectBody finish() throws IOException {
        ObjectBody body = upload.finish();
        if (contentMd5 != null) {
            contentMd5.check(body.contentMd5());
        }
        return body;
    }

    /** Gives the body up and deletes its file. */
    void abort() throws IOException {
        upload.abort();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The body of an upload on its way to the disk, held to the promises of its headers. Not thread-safe. */
final class IncomingBody {
    private final long maxSize;
    private final long position;
    private final @Nullable String contentMd5;
    private final Upload upload;

    /**
     * @param maxSize of the object, in bytes
     * @param position where in the object this body begins
     * @throws Refusal if its headers alone are reason enough, so that no body need be sent
     */
    IncomingBody(ReceivedRequest request, ObjectStore store, long maxSize, long position) throws IOException {
        this.maxSize = maxSize;
        this.position = position;
        long length = request.exchange().contentLength();
        if (length < 0 && !request.isChunked()) {
            throw Refusal.missingContentLength();
        }
        if (length > maxSize - position) {
            throw Refusal.entityTooLarge(maxSize);
        }
        this.contentMd5 = contentMd5(request);
        this.upload = store.upload();
    }

    private static @Nullable String contentMd5(ReceivedRequest request) {
        String value = request.header("content-md5");
        if (value == null) {
            return null;
        }
        try {
            if (Base64.getDecoder().decode(value).length == 16) {
                return value;
            }
        } catch (IllegalArgumentException e) {
            // Not Base64: refused like a digest of the wrong length.
        }
        throw Refusal.invalidDigest("0017-00000502", value);
    }

    void receive(ByteBuf piece) throws IOException {
        if (piece.readableBytes() > maxSize - position - upload.size()) {
            throw Refusal.entityTooLarge(maxSize);
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
     * @throws Refusal if it is not what was promised
     */
    ObjectBody finish() throws IOException {
        ObjectBody body = upload.finish();
        if (contentMd5 != null && !contentMd5.equals(body.contentMd5())) {
            throw Refusal.invalidDigest(null, contentMd5);
        }
        return body;
    }

    /** Gives the body up and deletes its file. */
    void abort() throws IOException {
        upload.abort();
    }
}

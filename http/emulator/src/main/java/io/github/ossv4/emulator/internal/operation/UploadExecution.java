// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.body.BodyWriter;
import io.github.ossv4.emulator.internal.body.ObjectBody;
import io.github.ossv4.emulator.internal.wire.Execution;
import io.github.ossv4.emulator.internal.wire.OssError;
import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.emulator.internal.wire.ServerResponse;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The execution of a request whose body becomes an object or a part. The body is checked against the headers, and
 * deleted unless it is stored.
 *
 * @param <T> what is stored
 */
final class UploadExecution<T> implements Execution {
    private final long maxBytes;
    private final long maxSize;
    private final @Nullable ContentMd5 contentMd5;
    private final BodyWriter writer;
    private final Storing<T> storing;
    private final Function<T, CompletionStage<ServerResponse>> respond;
    private boolean stored;

    /** Stores a body. */
    interface Storing<T> {
        /**
         * Stores a complete body.
         *
         * @throws OssException if it is rejected; then it is deleted
         */
        T store(ObjectBody body) throws IOException;
    }

    /**
     * Starts the execution.
     *
     * @param position the position of the body in the object
     * @param respond returns the response after the body was stored
     * @throws OssException if the headers are rejected before the body is read
     */
    UploadExecution(Call call, long position, Storing<T> storing, Function<T, CompletionStage<ServerResponse>> respond)
            throws IOException {
        this.maxSize = call.services().limits().object();
        this.maxBytes = maxSize - position;
        this.storing = storing;
        this.respond = respond;
        call.request().checkLength(maxBytes, maxSize);
        this.contentMd5 = ContentMd5.of(call.request());
        this.writer = call.store().newBody();
    }

    @Override
    public void receive(ByteBuf piece) throws IOException {
        if (piece.readableBytes() > maxBytes - writer.size()) {
            throw OssError.ENTITY_TOO_LARGE.with("MaxSizeAllowed", maxSize);
        }
        // On the connection's thread, although a disk can block it: the sender is slowed down to the speed of the disk
        // without a queue, and memory never holds more than the last read from the socket.
        for (ByteBuffer buffer : piece.nioBuffers()) {
            writer.write(buffer);
        }
    }

    @Override
    public CompletionStage<ServerResponse> complete() throws IOException {
        ObjectBody body = writer.finish();
        if (contentMd5 != null) {
            contentMd5.check(body.contentMd5());
        }
        T result = storing.store(body);
        stored = true;
        return respond.apply(result);
    }

    @Override
    public void abort() throws IOException {
        if (!stored) {
            writer.abort();
        }
    }
}

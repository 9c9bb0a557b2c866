// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.wire;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An execution that needs the whole body in memory. */
public final class BufferedExecution implements Execution {
    private final int maxBytes;
    private final Function<byte @Nullable [], ServerResponse> action;
    private final BodyBuffer buffer;
    private boolean tooLong;

    /**
     * Starts an execution.
     *
     * @param action returns the response for a body, which is null if it is longer than {@code maxBytes}
     */
    public BufferedExecution(
            ReceivedRequest request, int maxBytes, Function<byte @Nullable [], ServerResponse> action) {
        this.buffer = new BodyBuffer(request.head().memory());
        this.maxBytes = maxBytes;
        this.action = action;
    }

    @Override
    public void receive(ByteBuf piece) throws IOException {
        tooLong |= piece.readableBytes() > maxBytes - buffer.size();
        if (!tooLong) {
            buffer.receive(piece);
        }
    }

    @Override
    public CompletionStage<ServerResponse> complete() {
        byte[] body = buffer.take();
        return CompletableFuture.completedFuture(action.apply(tooLong ? null : body));
    }
}

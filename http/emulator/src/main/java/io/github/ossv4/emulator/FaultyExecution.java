// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.concurrent.CompletionStage;

/** An operation that a fault befalls on its way, or in its answer. */
final class FaultyExecution implements Execution {
    private final Execution operation;
    private final Fault fault;
    private long received;

    FaultyExecution(Execution operation, Fault fault) {
        this.operation = operation;
        this.fault = fault;
    }

    @Override
    public void receive(ByteBuf piece) throws IOException {
        received += piece.readableBytes();
        if (received >= fault.uploadLimit()) {
            throw new ConnectionResetException();
        }
        operation.receive(piece);
    }

    @Override
    public CompletionStage<OssResponse> complete() throws IOException {
        if (fault.uploadLimit() != Long.MAX_VALUE) {
            // The body is shorter than the limit, so it was not met on the way.
            throw new ConnectionResetException();
        }
        return operation.complete().thenApply(fault::spoil);
    }

    @Override
    public void abort() throws IOException {
        operation.abort();
    }
}

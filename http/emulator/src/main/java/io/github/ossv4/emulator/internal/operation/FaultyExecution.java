// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.wire.ConnectionResetException;
import io.github.ossv4.emulator.internal.wire.Execution;
import io.github.ossv4.emulator.internal.wire.ServerResponse;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.concurrent.CompletionStage;

/** An execution with a fault in the body of its request or in its response. */
final class FaultyExecution implements Execution {
    private final Execution execution;
    private final InjectedFault fault;
    private long received;

    FaultyExecution(Execution execution, InjectedFault fault) {
        this.execution = execution;
        this.fault = fault;
    }

    @Override
    public void receive(ByteBuf piece) throws IOException {
        received += piece.readableBytes();
        if (received >= fault.uploadLimit()) {
            throw new ConnectionResetException();
        }
        execution.receive(piece);
    }

    @Override
    public CompletionStage<ServerResponse> complete() throws IOException {
        if (fault.uploadLimit() != Long.MAX_VALUE) {
            // The body is shorter than the limit.
            throw new ConnectionResetException();
        }
        return execution.complete().thenApply(fault::applyTo);
    }

    @Override
    public void abort() throws IOException {
        execution.abort();
    }
}

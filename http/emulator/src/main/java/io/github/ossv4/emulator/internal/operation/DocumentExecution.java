// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.wire.Execution;
import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.emulator.internal.wire.ServerResponse;
import io.github.ossv4.xml.XmlElement;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The execution of a request whose body is a document.
 *
 * @param action completes the execution after the whole body was received
 */
record DocumentExecution(DocumentBody body, Function<DocumentBody, CompletionStage<ServerResponse>> action)
        implements Execution {
    /**
     * Starts the execution of a request that changes settings by an XML document.
     *
     * @param change applies the settings in the root of the document; the root is null if the document is not well-formed
     * @throws OssException if the headers are rejected before the body is read
     */
    static Execution ofSettings(Call call, Function<@Nullable XmlElement, ServerResponse> change) {
        return new DocumentExecution(
                DocumentBody.ofSettings(call.request()),
                body -> CompletableFuture.completedFuture(change.apply(body.finishXml())));
    }

    @Override
    public void receive(ByteBuf piece) throws IOException {
        body.receive(piece);
    }

    @Override
    public CompletionStage<ServerResponse> complete() {
        return action.apply(body);
    }
}

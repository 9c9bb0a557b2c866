// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.wire.Execution;
import io.github.ossv4.emulator.internal.wire.ReceivedRequest;
import io.github.ossv4.emulator.internal.wire.ServerResponse;
import io.github.ossv4.xml.XmlElement;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The execution of a request that changes settings by an XML document. */
final class DocumentExecution implements Execution {
    private final DocumentBody body;
    private final Change change;

    /** A change of settings. */
    interface Change {
        /**
         * Applies a document and returns the response.
         *
         * @param root null if the document is not well-formed
         */
        ServerResponse apply(@Nullable XmlElement root);
    }

    /**
     * Starts the execution.
     *
     * @throws io.github.ossv4.emulator.internal.wire.OssException if the headers are rejected before the body is read
     */
    DocumentExecution(ReceivedRequest request, Change change) {
        this.body = DocumentBody.ofSettings(request);
        this.change = change;
    }

    @Override
    public void receive(ByteBuf piece) throws IOException {
        body.receive(piece);
    }

    @Override
    public CompletionStage<ServerResponse> complete() {
        return CompletableFuture.completedFuture(change.apply(body.isEmpty() ? null : body.finishXml()));
    }
}

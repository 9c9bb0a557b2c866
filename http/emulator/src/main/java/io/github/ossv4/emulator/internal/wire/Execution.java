// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.wire;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The execution of one accepted request. The connection passes the body in pieces and then asks for the response, all
 * on the connection's thread.
 */
public interface Execution {
    /**
     * Receives a piece of the body. By default it is ignored.
     *
     * @param piece valid until this method returns
     * @throws OssException if the body is rejected
     * @throws ConnectionResetException if the connection must be reset now
     */
    default void receive(ByteBuf piece) throws IOException {}

    /**
     * Completes the execution after the whole body was received.
     *
     * @return the response, or an {@link OssException}, completed on any thread
     * @throws OssException if the request fails
     * @throws ConnectionResetException if the connection must be reset now
     */
    CompletionStage<ServerResponse> complete() throws IOException;

    /** Returns an execution that ignores the body, and computes its response in {@link #complete}. */
    static Execution responding(Response response) {
        return () -> CompletableFuture.completedFuture(response.compute());
    }

    /** Computes a response. */
    interface Response {
        /**
         * Computes the response.
         *
         * @throws OssException if the request fails
         */
        ServerResponse compute() throws IOException;
    }

    /** Aborts the execution. Called instead of {@link #complete}, or after a method threw. */
    default void abort() throws IOException {}
}

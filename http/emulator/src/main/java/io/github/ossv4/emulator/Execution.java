// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.concurrent.CompletionStage;

/**
 * What a request asks for, once it has been let in. Its connection hands it the body, piece by piece, then asks for the
 * answer; all on the connection's thread.
 */
interface Execution {
    /**
     * Takes a piece of the body. Operations that have no use for one drop it.
     *
     * @throws OssException if the body is not acceptable after all
     * @throws ConnectionResetException if the connection is to end here
     */
    default void receive(ByteBuf piece) throws IOException {}

    /**
     * Does what was asked for; the body is whole.
     *
     * @return the answer, or a {@link OssException}; on whatever thread
     * @throws OssException if it cannot be done
     * @throws ConnectionResetException if the connection is to end here
     */
    CompletionStage<OssResponse> complete() throws IOException;

    /** Gives up: the body will never be whole. Called in place of {@link #complete}, or after something was thrown. */
    default void abort() throws IOException {}
}

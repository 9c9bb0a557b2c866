// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.servlet;

import io.github.ossv4.callback.CallbackResponse;
import java.io.IOException;

/**
 * A response, independent of the server. Immutable.
 *
 * @param status replaces the content's
 */
record EndpointResponse(int status, CallbackResponse content) {
    /** Sends a response. */
    interface Sender {
        void send() throws IOException;
    }

    static EndpointResponse of(CallbackResponse response) {
        return new EndpointResponse(response.status(), response);
    }

    /** Returns {@code {"Status":"name"}}, a response without details. */
    static EndpointResponse failure(int status, String name) {
        return new EndpointResponse(status, CallbackResponse.json("{\"Status\":\"" + name + "\"}"));
    }

    /**
     * Sends a response although the thread is interrupted, and leaves it interrupted. Servers that write to NIO
     * channels close the connection of an interrupted thread, and OSS would receive nothing.
     */
    static void sendUninterrupted(Sender sender) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            sender.send();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

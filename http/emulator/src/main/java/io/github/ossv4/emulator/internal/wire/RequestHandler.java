// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.wire;

import java.io.IOException;

/** Serves the requests of all connections. Thread-safe. */
public interface RequestHandler {
    /**
     * Starts the execution of a request, from all that is known before its body.
     *
     * @throws OssException if the request is rejected
     */
    Execution start(RequestHead head) throws IOException;

    /** Adds headers to any response to a request, errors included. */
    void describe(RequestHead head, ServerResponse response);
}

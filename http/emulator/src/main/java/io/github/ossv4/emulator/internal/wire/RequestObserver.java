// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.wire;

/** Receives each request with its result, for example for a log. Thread-safe. */
public interface RequestObserver {
    /**
     * Receives a request, before the client receives the response. Called by threads of connections: it must not block.
     */
    void handled(HandledRequest request);
}

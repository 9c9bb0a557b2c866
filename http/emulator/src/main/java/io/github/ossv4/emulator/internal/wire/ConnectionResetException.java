// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.wire;

/** Thrown by an execution that ends with a reset connection (RST) instead of a response. */
public final class ConnectionResetException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Creates an exception without a stack trace. */
    public ConnectionResetException() {
        super("an injected fault", null, false, false);
    }
}

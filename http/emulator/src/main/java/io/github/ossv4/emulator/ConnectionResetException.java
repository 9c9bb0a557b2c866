// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

/** Thrown by an operation that is to end in a reset connection (RST) instead of an answer. */
final class ConnectionResetException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ConnectionResetException() {
        super("an injected fault", null, false, false);
    }
}

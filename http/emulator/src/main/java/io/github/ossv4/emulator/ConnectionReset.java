// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

/** Thrown by an operation that is to end in a reset connection (RST) instead of an answer. */
final class ConnectionReset extends RuntimeException {
    private static final long serialVersionUID = 1;

    ConnectionReset() {
        super("an injected fault", null, false, false);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.output;

/**
 * The user answered a question with no, or has set a limit that forbids the action. The message names what was not
 * done.
 */
public final class DeclinedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Returns an exception with this message. */
    public DeclinedException(String message) {
        super(message);
    }
}

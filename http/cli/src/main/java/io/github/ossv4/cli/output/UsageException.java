// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.output;

/**
 * Arguments or a configuration that a command cannot use. The message names the value and the rule. Nothing was sent.
 */
public final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Returns an exception with this message. */
    public UsageException(String message) {
        super(message);
    }

    /** Returns an exception with this message and cause. */
    public UsageException(String message, Throwable cause) {
        super(message, cause);
    }
}

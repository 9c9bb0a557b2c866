// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.output;

/**
 * A run was refused, since it would delete or change more than its options allow. The message names the number, and the
 * option that allows it. Nothing was changed.
 */
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Returns an exception with this message. */
    public RefusedException(String message) {
        super(message);
    }
}

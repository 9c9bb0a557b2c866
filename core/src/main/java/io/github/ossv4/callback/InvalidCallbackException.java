// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.callback;

import io.github.ossv4.internal.text.PrintableText;
import org.jspecify.annotations.Nullable;

/** Thrown for a callback that OSS would reject. The message contains the value and the rule, on one line. */
public final class InvalidCallbackException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final @Nullable String ec;

    InvalidCallbackException(@Nullable String ec, String message) {
        super(PrintableText.escape(message));
        this.ec = ec;
    }

    /** Returns the error code (EC) that OSS returns for this mistake; null if it documents none. */
    public @Nullable String ec() {
        return ec;
    }
}

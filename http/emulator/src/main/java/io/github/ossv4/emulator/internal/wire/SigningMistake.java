// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.wire;

import io.github.ossv4.text.PrintableText;
import org.jspecify.annotations.Nullable;

/**
 * The reason why a signature does not match: what the client signed differently. Contains no secret, token or signature.
 * Immutable.
 *
 * @param line what differs, such as {@code path}; null if no known mistake leads to the signature
 * @param signed what the client signed, or null if it cannot be shown
 * @param expected what it should have signed, or null if it cannot be shown
 * @param cause the mistake, as a sentence
 */
public record SigningMistake(
        @Nullable String line,
        @Nullable String signed,
        @Nullable String expected,
        String cause) {
    private static final int MAX_SHOWN = 4096;

    public SigningMistake {
        signed = signed == null ? null : PrintableText.truncate(signed, MAX_SHOWN);
        expected = expected == null ? null : PrintableText.truncate(expected, MAX_SHOWN);
    }

    /** Returns all parts as one text. */
    @Override
    public String toString() {
        if (line == null) {
            return cause;
        }
        return line + " differs: "
                + (signed == null || expected == null
                        ? ""
                        : "signed \"" + signed + "\", expected \"" + expected + "\"; ")
                + cause;
    }
}

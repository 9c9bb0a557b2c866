// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.access;

import io.github.ossv4.emulator.internal.wire.SigningMistake;
import io.github.ossv4.text.PrintableText;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A mistake of a client as a change of the canonical request.
 *
 * @param line what the change concerns
 * @param signed what a client with this mistake signs, or null if it is not shown
 * @param expected the right text, or null if it is not shown
 */
record CanonicalEdit(
        String line,
        @Nullable String signed,
        @Nullable String expected,
        String cause,
        UnaryOperator<CanonicalText> change) {
    private static final int MAX_SHOWN = 160;
    private static final Pattern SECRETS =
            Pattern.compile("((?:security-token|authorization|cookie|signature)[=:])[^&]+", Pattern.CASE_INSENSITIVE);

    CanonicalText apply(CanonicalText text) {
        return change.apply(text);
    }

    SigningMistake toSigningMistake() {
        return new SigningMistake("the " + line, shown(signed), shown(expected), cause);
    }

    /** Returns this mistake and another one. */
    SigningMistake toSigningMistake(CanonicalEdit other) {
        return new SigningMistake(
                "the " + line, shown(signed), shown(expected), cause + "; besides, " + other.toSigningMistake());
    }

    private static @Nullable String shown(@Nullable String text) {
        return text == null ? null : PrintableText.escape(SECRETS.matcher(text).replaceAll("$1…"), MAX_SHOWN);
    }
}

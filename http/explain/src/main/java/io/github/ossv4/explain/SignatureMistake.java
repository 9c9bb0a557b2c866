// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.explain;

import io.github.ossv4.internal.text.PrintableText;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The reason why a signature does not match: what the client signed differently. Contains no secret, token or
 * signature. Immutable.
 */
public final class SignatureMistake {
    private static final int MAX_SHOWN = 160;
    private static final Pattern SECRETS =
            Pattern.compile("((?:security-token|authorization|cookie|signature)[=:])[^&]+", Pattern.CASE_INSENSITIVE);

    private final @Nullable String line;
    private final @Nullable String signed;
    private final @Nullable String expected;
    private final String cause;

    private SignatureMistake(@Nullable String line, @Nullable String signed, @Nullable String expected, String cause) {
        this.line = line;
        this.signed = signed;
        this.expected = expected;
        this.cause = cause;
    }

    private static @Nullable String shown(@Nullable String text) {
        return text == null ? null : PrintableText.escape(SECRETS.matcher(text).replaceAll("$1…"), MAX_SHOWN);
    }

    /**
     * Returns a mistake. Secrets in the values are not kept, and long values are truncated.
     *
     * @param line what differs, such as {@code the path}
     * @param signed what the client signed, or null if it cannot be shown
     * @param expected what the client should have signed, or null if it cannot be shown
     * @param cause the mistake, as a sentence
     */
    public static SignatureMistake of(String line, @Nullable String signed, @Nullable String expected, String cause) {
        return new SignatureMistake(line, shown(signed), shown(expected), cause);
    }

    static SignatureMistake of(String line, String cause) {
        return new SignatureMistake(line, null, null, cause);
    }

    static SignatureMistake unknown(String otherwise) {
        String cause = "no known mistake leads to this signature: the secret does not belong to the AccessKey ID, or ";
        return new SignatureMistake(null, null, null, cause + otherwise);
    }

    /** Returns what differs, such as {@code the path}; null if no known mistake leads to the signature. */
    public @Nullable String line() {
        return line;
    }

    /** Returns what the client signed; null if it cannot be shown. */
    public @Nullable String signed() {
        return signed;
    }

    /** Returns what the client should have signed; null if it cannot be shown. */
    public @Nullable String expected() {
        return expected;
    }

    /** Returns the mistake as a sentence. */
    public String cause() {
        return cause;
    }

    /** Returns all parts as one text. */
    @Override
    public String toString() {
        if (line == null) {
            return cause;
        }
        boolean shown = signed != null && expected != null;
        return line + " differs: " + (shown ? "signed \"" + signed + "\", expected \"" + expected + "\"; " : "")
                + cause;
    }
}

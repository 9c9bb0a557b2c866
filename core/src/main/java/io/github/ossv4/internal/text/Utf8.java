// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.internal.text;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Strict UTF-8, in which OSS counts, signs and sends texts. Java itself replaces an unpaired surrogate, which has no
 * UTF-8 form, by a question mark, and malformed bytes by U+FFFD.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3629">RFC 3629</a>
 */
public final class Utf8 {
    private Utf8() {}

    /**
     * Returns the bytes of a text.
     *
     * @param what the name of the text for the exception, such as {@code key}. The text is not shown
     * @throws IllegalArgumentException if it contains an unpaired surrogate
     */
    public static byte[] encode(String what, String text) {
        return check(what, text).getBytes(StandardCharsets.UTF_8);
    }

    /** Returns {@code text} if {@link #encode} accepts it with the same {@code what}. */
    public static String check(String what, String text) {
        Objects.requireNonNull(text, what);
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (!Character.isSupplementaryCodePoint(text.codePointAt(i))) {
                    throw new IllegalArgumentException(PrintableText.escape(what) + " has an unpaired surrogate, "
                            + PrintableText.codePoint(text.charAt(i)) + ", at index " + i);
                }
                i++;
            }
        }
        return text;
    }

    /** Returns the text; null if the bytes are not UTF-8. */
    public static @Nullable String decode(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}

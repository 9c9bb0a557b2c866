// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.text;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * UTF-8 to the letter, in which OSS counts, signs and sends texts. Java itself puts a question mark where a text has half of a
 * surrogate pair, which has no UTF-8 form, and U+FFFD where bytes are none.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3629">RFC 3629</a>
 */
public final class Utf8 {
    private Utf8() {}

    /**
     * The bytes of a text.
     *
     * @param what it is, for the exception: such as {@code key}. The text itself is not shown
     * @throws IllegalArgumentException if it holds half of a surrogate pair
     */
    public static byte[] encode(String what, String text) {
        return check(what, text).getBytes(StandardCharsets.UTF_8);
    }

    /** Returns {@code text} if it has bytes, as for {@link #encode}. */
    public static String check(String what, String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (!Character.isSupplementaryCodePoint(text.codePointAt(i))) {
                    throw new IllegalArgumentException(PrintableText.escape(what) + " holds half of a surrogate pair, "
                            + PrintableText.codePoint(text.charAt(i)) + ", at index " + i + ": it has no UTF-8 form");
                }
                i++;
            }
        }
        return text;
    }

    /** The text that bytes are; null if they are not UTF-8. */
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

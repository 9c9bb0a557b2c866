// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.sign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PercentEncodingTest {
    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    private static String oracle(String text, String kept) {
        StringBuilder out = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (b > 0 && kept.indexOf(b) >= 0) {
                out.append((char) b);
            } else {
                out.append("%%%02X".formatted(b & 0xff));
            }
        }
        return out.toString();
    }

    @Test
    void everyCodePoint() {
        for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
            if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
                continue;
            }
            String text = "a" + Character.toString(codePoint) + "b";
            if (!oracle(text, UNRESERVED).equals(PercentEncoding.encode(text))
                    || !oracle(text, UNRESERVED + "/").equals(PercentEncoding.encodePath(text))) {
                assertEquals(
                        oracle(text, UNRESERVED), PercentEncoding.encode(text), "U+" + Integer.toHexString(codePoint));
                assertEquals(oracle(text, UNRESERVED + "/"), PercentEncoding.encodePath(text));
            }
        }
    }

    @Test
    void whatNeedsNoEncodingIsHandedBack() {
        String plain = "photos/2026/cat.jpg";
        assertSame(plain, PercentEncoding.encodePath(plain));
    }

    @Test
    void halfASurrogatePairIsRefused() {
        for (String text : new String[] {"a\ud83d", "\ude00a", "\ud83d\ud83d\ude00", "\ud83da"}) {
            String message = assertThrows(IllegalArgumentException.class, () -> PercentEncoding.encode(text))
                    .getMessage();
            assertTrue(message.contains("surrogate"), message);
        }
    }
}

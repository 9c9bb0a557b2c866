// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.testing;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;

/** Texts as input of tests. */
public final class Texts {
    private Texts() {}

    /** Returns the UTF-8 bytes of a text in Base64. */
    public static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns a random text of fewer than {@code limit} code points of an alphabet. */
    public static String random(Random random, int limit, String alphabet) {
        int[] codePoints = alphabet.codePoints().toArray();
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(limit); i > 0; i--) {
            text.appendCodePoint(codePoints[random.nextInt(codePoints.length)]);
        }
        return text.toString();
    }
}

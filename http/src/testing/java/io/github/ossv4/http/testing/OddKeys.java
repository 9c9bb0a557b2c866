// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Keys with characters that XML, URLs, and encodings treat specially. */
public final class OddKeys {
    private static final List<String> ODD = List.of(
            "+",
            "%",
            "%2B",
            "a b",
            " ",
            "&amp;",
            "<a>",
            "]]>",
            "\t",
            "\n",
            "\r",
            "\r\n",
            "\u0001",
            "\u001f",
            "\u007f",
            "\u0085",
            "\u2028",
            "\ufffd",
            "\uffff",
            "\uD83D\uDE00",
            "鍵",
            "é",
            "e\u0301",
            "\"",
            "'",
            "?",
            "#",
            "//",
            ".",
            "..",
            "a/../b",
            "~",
            "*",
            ";",
            "=",
            "|",
            "\\x");

    private OddKeys() {}

    /** Returns so many different keys, in the order of their UTF-8 bytes. Some have the maximum of 1,023 bytes. */
    public static List<String> sorted(int number) {
        List<String> keys = new ArrayList<>();
        for (int i = 0; keys.size() < number; i++) {
            String key = i < ODD.size() ? "k" + ODD.get(i) : ODD.get(i % ODD.size()) + i + ODD.get(i * 7 % ODD.size());
            if (i % 50 == 49) {
                String padded = "l" + key;
                key = padded + "x".repeat(1023 - padded.getBytes(UTF_8).length);
            }
            // A key must not begin with a slash or a backslash.
            keys.add(key.startsWith("/") || key.startsWith("\\") ? "k" + key : key);
        }
        keys.sort((a, b) -> Arrays.compareUnsigned(a.getBytes(UTF_8), b.getBytes(UTF_8)));
        return keys;
    }
}

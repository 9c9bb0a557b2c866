// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.callback;

import io.github.ossv4.text.PercentEncoding;
import io.github.ossv4.text.PrintableText;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * What OSS signs of a callback request: the path decoded, the query as it is, a line feed, the body. On its own that text
 * has several readings, since a path may hold an encoded line feed or question mark; such paths are refused, so that one
 * text stands for one decoded path, one query and one body. Other spellings of the same path, {@code %2F} for a slash, say,
 * have the same text.
 */
final class SignedText {
    private SignedText() {}

    static byte[] of(ReceivedCallback received) throws CallbackRefused {
        checkPath(received.rawPath());
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        write(text, Objects.requireNonNull(PercentEncoding.decode(received.rawPath()), "path"));
        String query = received.rawQuery();
        if (query != null) {
            checkQuery(query);
            write(text, ('?' + query).getBytes(StandardCharsets.US_ASCII));
        }
        text.write('\n');
        write(text, received.body());
        return text.toByteArray();
    }

    /** Checks that the signed text of a path has one reading. */
    static void checkPath(String rawPath) throws CallbackRefused {
        if (!rawPath.startsWith("/")) {
            throw path("it does not begin with /");
        }
        for (int i = 0; i < rawPath.length(); i++) {
            char c = rawPath.charAt(i);
            if (c <= ' ' || c >= 0x7f || c == '?' || c == '#') {
                throw path("it holds " + PrintableText.codePoint(c) + " at index " + i
                        + "; the path is needed as it was sent");
            }
            if (c == '%') {
                checkEscape(rawPath, i);
                i += 2;
            }
        }
    }

    private static void checkEscape(String rawPath, int index) throws CallbackRefused {
        int decoded = PercentEncoding.escapedByte(rawPath, index);
        if (decoded < 0) {
            throw path("a % without two hexadecimal digits at index " + index);
        }
        if (decoded < ' ' || decoded == 0x7f || decoded == '?' || decoded == '#') {
            throw path("it holds an encoded " + PrintableText.codePoint(decoded) + " at index " + index
                    + ", which makes what is signed ambiguous");
        }
    }

    private static void checkQuery(String query) throws CallbackRefused {
        for (int i = 0; i < query.length(); i++) {
            char c = query.charAt(i);
            if (c <= ' ' || c >= 0x7f || c == '#') {
                throw new CallbackRefused(
                        CallbackCheck.QUERY,
                        "the query holds " + PrintableText.codePoint(c) + " at index " + i
                                + "; it is needed as it was sent");
            }
        }
    }

    private static CallbackRefused path(String why) {
        return new CallbackRefused(CallbackCheck.PATH, "the path is not acceptable: " + why);
    }

    private static void write(ByteArrayOutputStream out, byte[] bytes) {
        out.write(bytes, 0, bytes.length);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.callback;

import io.github.ossv4.internal.text.PercentDecoding;
import io.github.ossv4.internal.text.PrintableText;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * The text that OSS signs of a callback request: the decoded path, the query, a line feed, the body. That text is
 * ambiguous if the path contains an encoded line feed or question mark. Such paths are rejected: the text then stands
 * for exactly one decoded path, query and body. Other encodings of the same path, such as {@code %2F} for a slash, have
 * the same text.
 */
final class SignedText {
    private SignedText() {}

    static byte[] toBytes(ReceivedCallback received) throws CallbackRejectedException {
        checkPath(received.rawPath());
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        write(text, Objects.requireNonNull(PercentDecoding.decode(received.rawPath()), "path"));
        String query = received.rawQuery();
        if (query != null) {
            checkQuery(query);
            write(text, ('?' + query).getBytes(StandardCharsets.US_ASCII));
        }
        text.write('\n');
        write(text, received.body());
        return text.toByteArray();
    }

    /** Checks that the signed text of a path is unambiguous. */
    static void checkPath(String rawPath) throws CallbackRejectedException {
        if (!rawPath.startsWith("/")) {
            throw path("it must begin with /");
        }
        for (int i = 0; i < rawPath.length(); i++) {
            char c = rawPath.charAt(i);
            if (c <= ' ' || c >= 0x7f || c == '?' || c == '#') {
                throw path("it must be passed as received, has " + PrintableText.codePoint(c) + " at index " + i);
            }
            if (c == '%') {
                checkEscape(rawPath, i);
                i += 2;
            }
        }
    }

    private static void checkEscape(String rawPath, int index) throws CallbackRejectedException {
        int decoded = PercentDecoding.escapedByte(rawPath, index);
        if (decoded < 0) {
            throw path("it has a % without two hexadecimal digits at index " + index);
        }
        if (decoded < ' ' || decoded == 0x7f || decoded == '?' || decoded == '#') {
            throw path("it has an encoded " + PrintableText.codePoint(decoded) + " at index " + index
                    + ", which makes the signed text ambiguous");
        }
    }

    private static void checkQuery(String query) throws CallbackRejectedException {
        for (int i = 0; i < query.length(); i++) {
            char c = query.charAt(i);
            if (c <= ' ' || c >= 0x7f || c == '#') {
                throw new CallbackRejectedException(
                        CallbackCheck.QUERY,
                        "the query must be passed as received, has " + PrintableText.codePoint(c) + " at index " + i);
            }
        }
    }

    private static CallbackRejectedException path(String why) {
        return new CallbackRejectedException(CallbackCheck.PATH, "invalid path: " + why);
    }

    private static void write(ByteArrayOutputStream out, byte[] bytes) {
        out.write(bytes, 0, bytes.length);
    }
}

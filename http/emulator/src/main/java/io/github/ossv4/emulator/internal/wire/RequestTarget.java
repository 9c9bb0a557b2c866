// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.wire;

import io.github.ossv4.internal.text.PercentDecoding;
import io.github.ossv4.internal.text.Utf8;
import java.io.ByteArrayOutputStream;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The target of a request line: the path as received, the query parsed and decoded. Nothing is normalised: {@code //},
 * {@code .} and {@code ..} are part of an object's name. A {@code +} is a space, in the path too: OSS finds the key
 * {@code a b}, not {@code a+b}, at {@code /a+b}. Immutable.
 *
 * @param authority host and port of an absolute target, which take precedence over the header {@code Host}; otherwise
 *     null
 * @param path as received, with its leading slash
 * @param query the parameters, decoded; a value is empty if there is none
 */
public record RequestTarget(@Nullable String authority, String path, Map<String, String> query) {
    /**
     * Parses {@code /path?query} or {@code http://authority/path?query}.
     *
     * @throws OssException if it is neither, or its query contains a malformed escape or a duplicate name
     */
    static RequestTarget parse(String target) {
        String authority = null;
        String rest = target;
        if (target.regionMatches(true, 0, "http://", 0, 7)) {
            int path = target.indexOf('/', 7);
            authority = target.substring(7, path < 0 ? target.length() : path);
            rest = path < 0 ? "/" : target.substring(path);
        }
        if (!rest.startsWith("/")) {
            throw OssError.INVALID_URI.saying("The request target does not start with a slash.");
        }
        int question = rest.indexOf('?');
        return question < 0
                ? new RequestTarget(authority, rest, Map.of())
                : new RequestTarget(authority, rest.substring(0, question), query(rest.substring(question + 1)));
    }

    private static Map<String, String> query(String text) {
        Map<String, String> query = new LinkedHashMap<>();
        for (String parameter : text.split("&", -1)) {
            if (parameter.isEmpty()) {
                continue;
            }
            int equals = parameter.indexOf('=');
            String name = decode(equals < 0 ? parameter : parameter.substring(0, equals));
            String value = equals < 0 ? "" : decode(parameter.substring(equals + 1));
            if (name.isEmpty()) {
                throw OssError.INVALID_URI.saying("A query parameter has no name.");
            }
            if (query.putIfAbsent(name, value) != null) {
                throw OssException.invalidArgument("A query parameter occurs twice.", name, value);
            }
        }
        return Collections.unmodifiableMap(query);
    }

    private static String decode(String text) {
        String decoded = Utf8.decode(bytes(text));
        if (decoded == null) {
            throw OssError.INVALID_URI.saying("Couldn't parse the specified URI: the query is not UTF-8.");
        }
        return decoded;
    }

    /** Decodes a raw text, which has one character for each byte. */
    private static byte[] bytes(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            int b = text.charAt(i);
            if (b == '+') {
                b = ' ';
            } else if (b == '%') {
                b = PercentDecoding.escapedByte(text, i);
                i += 2;
            }
            if (b < 0) {
                throw OssError.INVALID_URI.saying(
                        "Couldn't parse the specified URI: malformed escape at index " + (i - 2));
            }
            bytes.write(b);
        }
        return bytes.toByteArray();
    }

    /**
     * Returns the decoded path from {@code index} on, or null if it is not UTF-8.
     *
     * @throws OssException if it contains a malformed escape
     */
    public @Nullable String pathFrom(int index) {
        return Utf8.decode(bytes(path.substring(index)));
    }

    /** Returns the path: the query may contain a signature. */
    @Override
    public String toString() {
        return path;
    }
}

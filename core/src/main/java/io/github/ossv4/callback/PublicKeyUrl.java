// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.callback;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The rule for {@code x-oss-pub-key-url}. Whoever chooses that URL chooses the key, so it is held to one host as a URL,
 * not by its first letters: no user, port, query, encoded or dotted path.
 */
final class PublicKeyUrl {
    static final int MAX_LENGTH = 1024;

    private static final String HOST = "gosspublic.alicdn.com";
    private static final Pattern OF_OSS =
            Pattern.compile("https?://gosspublic\\.alicdn\\.com(/[A-Za-z0-9_-][A-Za-z0-9._-]*)+");
    private static final Pattern URL = Pattern.compile("https?://[!-~]+");

    private PublicKeyUrl() {}

    /**
     * Reads the header.
     *
     * @param trusted further URLs, each in full
     */
    static String read(@Nullable String header, Set<String> trusted) throws CallbackRefused {
        if (header == null) {
            throw refused("there is no x-oss-pub-key-url");
        }
        if (header.length() > MAX_LENGTH) {
            throw refused(
                    "x-oss-pub-key-url has " + header.length() + " characters, at most " + MAX_LENGTH + " are allowed");
        }
        byte[] bytes = CanonicalBase64.decode(header);
        if (bytes == null) {
            throw refused("x-oss-pub-key-url is not canonical Base64");
        }
        // A byte that is not ASCII becomes a character that no rule below lets through.
        String url = new String(bytes, StandardCharsets.US_ASCII);
        if (!trusted.contains(url) && !OF_OSS.matcher(url).matches()) {
            throw refused("the key's URL is not one of http(s)://" + HOST + "/… nor trusted by name: "
                    + CallbackRefused.shown(url));
        }
        return url;
    }

    /** What a verifier may be told to trust. */
    static String checkTrusted(String url) {
        if (!URL.matcher(url).matches() || url.length() > MAX_LENGTH / 4 * 3) {
            throw new IllegalArgumentException("a key's URL must be http or https, printable ASCII, at most "
                    + MAX_LENGTH / 4 * 3 + " characters: " + CallbackRefused.shown(url));
        }
        return url;
    }

    private static CallbackRefused refused(String why) {
        return new CallbackRefused(CallbackCheck.KEY_URL, why);
    }
}

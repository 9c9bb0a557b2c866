// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.callback;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The rule for {@code x-oss-pub-key-url}. The URL determines the key, so the sender must not choose it: it must have
 * one host, and no user, port, query, encoded or dotted path.
 *
 * <p>Rule: The public key's URL must be OSS's ({@code CallbackVerifierTest}).
 */
final class PublicKeyUrl {
    static final int MAX_LENGTH = 1024;

    private static final String HOST = "gosspublic.alicdn.com";

    /** The URL of the current public key of OSS. */
    static final String CURRENT = "http://" + HOST + "/callback_pub_key_v1.pem";

    private static final Pattern OF_OSS =
            Pattern.compile("https?://gosspublic\\.alicdn\\.com(/[A-Za-z0-9_-][A-Za-z0-9._-]*)+");
    private static final Pattern URL = Pattern.compile("https?://[!-~]+");

    /** Key URLs of an emulator and {@code ossv4 callback probe}. */
    private static final Pattern OF_TEST = Pattern.compile("https?://[^/?#@]+:[0-9]+/callback_pub_key_v1\\.pem");

    private PublicKeyUrl() {}

    /**
     * Decodes and checks the header.
     *
     * @param trusted additional complete URLs
     */
    static String read(@Nullable String header, Set<String> trusted) throws CallbackRejectedException {
        if (header == null) {
            throw rejected("x-oss-pub-key-url is missing");
        }
        if (header.length() > MAX_LENGTH) {
            throw rejected("x-oss-pub-key-url must be at most " + MAX_LENGTH + " characters, was " + header.length());
        }
        byte[] bytes = CanonicalBase64.decode(header);
        if (bytes == null) {
            throw rejected("x-oss-pub-key-url must be canonical Base64");
        }
        // A byte that is not ASCII becomes a character that the rules below reject.
        String url = new String(bytes, StandardCharsets.US_ASCII);
        if (!trusted.contains(url) && !OF_OSS.matcher(url).matches()) {
            throw rejected("key URL must be http(s)://" + HOST + "/… or trusted, was "
                    + CallbackRejectedException.shown(url)
                    + (OF_TEST.matcher(url).matches()
                            ? ": emulators and \"ossv4 callback probe\" have such URLs; trust them only in tests, by"
                                    + " CallbackVerifier.trusting"
                            : ""));
        }
        return url;
    }

    /** Checks a URL that a verifier is to trust. */
    static String checkTrusted(String url) {
        if (!URL.matcher(url).matches() || url.length() > MAX_LENGTH / 4 * 3) {
            throw new IllegalArgumentException("key URL must be http or https, printable ASCII, at most "
                    + MAX_LENGTH / 4 * 3 + " characters, was " + CallbackRejectedException.shown(url));
        }
        return url;
    }

    private static CallbackRejectedException rejected(String why) {
        return new CallbackRejectedException(CallbackCheck.KEY_URL, why);
    }
}

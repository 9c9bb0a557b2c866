// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.testing;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/** URLs with a password, most of them malformed in the ways in which users write them. */
public final class UrlMutations {
    private static final String LETTERS = "QWXZqwxz12347";

    /** No four of them are in a message that names the highest port. */
    private static final String DIGITS = "12347";

    private static final List<String> SCHEMES =
            List.of("http://", "https://", "HTTP://", "", "socks5://", "ftp://", "http:/");
    private static final List<String> SEPARATORS = List.of("@", "@", "@", "%40", "@@", "%40@");
    private static final List<String> HOSTS =
            List.of("proxy.example", "proxy", "127.0.0.1", "[::1]", "", "a_b", "[::1", "-", "host name", "*.a");
    private static final List<String> PORTS = List.of("", ":80", ":8080", ":0", ":99999", ":x", ":", ":7654321");
    private static final List<String> ENDS = List.of("", "", "/", "/path", "?query", "#fragment");
    private static final List<String> SPECIAL =
            List.of("#", "?", "/", "\\", ":", "%", "%4", "[", "]", " ", "@", "%2F", "");

    private UrlMutations() {}

    /** A URL, and the password in it. */
    public record SecretUrl(String url, String secret) {
        /**
         * Returns whether a text contains four characters of the password, in their order. A space is not counted: the
         * words "index 12" have "x 12".
         */
        public boolean isLeakedBy(String text) {
            for (int i = 0; i + 4 <= secret.length(); i++) {
                String four = secret.substring(i, i + 4);
                if (four.indexOf(' ') < 0 && text.contains(four)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** Returns a random URL. The letters of its password occur nowhere else. */
    public static SecretUrl next(Random random) {
        StringBuilder password = new StringBuilder();
        String letters = random.nextBoolean() ? DIGITS : LETTERS;
        for (int i = 5 + random.nextInt(10); i > 0; i--) {
            password.append(letters.charAt(random.nextInt(letters.length())));
        }
        if (random.nextBoolean()) {
            password.insert(random.nextInt(password.length() + 1), any(SPECIAL, random));
        }
        String user = random.nextInt(4) == 0 ? "" : "user";
        String url = any(SCHEMES, random) + user + ":" + password + any(SEPARATORS, random) + any(HOSTS, random)
                + any(PORTS, random) + any(ENDS, random);
        return new SecretUrl(url, password.toString());
    }

    /** Calls each entry, by its name, with 1,000 random URLs. No exception may contain a part of the password. */
    public static void assertNoneIsLeakedBy(Map<String, Consumer<String>> entries) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 1_000; i++) {
            SecretUrl url = next(random);
            entries.forEach((name, entry) -> {
                try {
                    entry.accept(url.url());
                } catch (RuntimeException e) {
                    for (Throwable shown = e; shown != null; shown = shown.getCause()) {
                        assertFalse(
                                url.isLeakedBy(shown.toString()),
                                "seed " + seed + ", " + name + " " + url + ": " + shown);
                    }
                }
            });
        }
    }

    private static String any(List<String> texts, Random random) {
        return texts.get(random.nextInt(texts.size()));
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.callback;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The fixed tokens were generated with Python's hmac:
 * {@code base64url(f + HMAC-SHA256(bytes(range(32)), "ossv4 callback token\n" + f))} of the fields f: version, scope,
 * seconds, and three texts, each after its length in 4 bytes.
 */
class CallbackTokensTest {
    private static final Instant EXPIRY = Instant.ofEpochSecond(1_764_000_000);
    private static final CallbackTokens TOKENS = CallbackTokens.of(secret(0));

    private static final String FOR_KEY =
            "AQAAAAAAaSSBAAAAAA1leGFtcGxlYnVja2V0AAAADXBob3Rvcy_DpC5qcGcAAAACNDJtXx7Xy168io-MOf5zd5P5TktoYytlwBPsjexlZozjAw";
    private static final String FOR_PREFIX =
            "AQEAAAAAaSSBAAAAAA1leGFtcGxlYnVja2V0AAAACHVzZXIvNDIvAAAAACEdX_ieOF3vBFFJufIIwfJE2ROimpAAmQCYKwhz91Rq";

    private static byte[] secret(int first) {
        byte[] secret = new byte[32];
        for (int i = 0; i < secret.length; i++) {
            secret[i] = (byte) (first + i);
        }
        return secret;
    }

    @Test
    void issuesSameTokensAsPython() {
        assertEquals(
                FOR_KEY,
                TOKENS.issue(CallbackToken.forKey("examplebucket", "photos/ä.jpg", EXPIRY.plusMillis(999))
                        .userData("42")));
        assertEquals(FOR_PREFIX, TOKENS.issue(CallbackToken.forPrefix("examplebucket", "user/42/", EXPIRY)));
    }

    @Test
    void readsTokensOfPython() {
        CallbackToken key = TOKENS.read(FOR_KEY);
        assertEquals("examplebucket", key.bucket());
        assertEquals("photos/ä.jpg", key.key());
        assertNull(key.prefix());
        assertEquals(EXPIRY, key.expiry());
        assertEquals("42", key.userData());
        CallbackToken prefix = TOKENS.read(FOR_PREFIX);
        assertEquals("user/42/", prefix.prefix());
        assertNull(prefix.key());
        assertEquals("", prefix.userData());
    }

    @Test
    void coversKeyOrPrefix() {
        CallbackToken key = CallbackToken.forKey("examplebucket", "a/b", EXPIRY);
        assertTrue(key.covers("examplebucket", "a/b"));
        assertFalse(key.covers("examplebucket", "a/b/c"));
        assertFalse(key.covers("examplebucket", "a/"));
        assertFalse(key.covers("otherbucket", "a/b"));
        CallbackToken prefix = CallbackToken.forPrefix("examplebucket", "a/", EXPIRY);
        assertTrue(prefix.covers("examplebucket", "a/b"));
        assertTrue(prefix.covers("examplebucket", "a/"));
        assertFalse(prefix.covers("examplebucket", "A/b"));
        assertFalse(prefix.covers("examplebucket", "a"));
        assertFalse(prefix.covers("otherbucket", "a/b"));
    }

    @Test
    void prefixCoversOnlyKeysThatBeginWithIt() {
        CallbackToken prefix = CallbackToken.forPrefix("examplebucket", "user/42/", EXPIRY);
        assertFalse(prefix.covers("examplebucket", "user/4/user/42/cat.jpg"));
        assertFalse(prefix.covers("examplebucket", "/user/42/cat.jpg"));
        assertTrue(CallbackToken.forPrefix("examplebucket", ".", EXPIRY).covers("examplebucket", ".profile"));
        assertTrue(CallbackToken.forPrefix("examplebucket", "..", EXPIRY).covers("examplebucket", "..data"));
    }

    @Test
    void rejectsPrefixesOfNoKey() {
        Map<String, String> rules = Map.of(
                "",
                "prefix must not be empty",
                "/a",
                "prefix must not begin with / or \\, was \"/a\"",
                "\ud83d",
                "prefix has an unpaired surrogate, U+d83d, at index 0",
                "a".repeat(1024),
                "prefix must be at most 1023 bytes in UTF-8, was 1024 characters, beginning with \"" + "a".repeat(40)
                        + "\"");
        rules.forEach((prefix, rule) -> assertEquals(
                rule,
                assertThrows(
                                IllegalArgumentException.class,
                                () -> CallbackToken.forPrefix("examplebucket", prefix, EXPIRY))
                        .getMessage()));
    }

    @Test
    void expiresAtItsSecond() {
        CallbackToken token = CallbackToken.forKey("examplebucket", "a", EXPIRY.plusMillis(999));
        assertFalse(token.isExpired(EXPIRY.minusNanos(1)));
        assertTrue(token.isExpired(EXPIRY));
    }

    /** Tokens whose concatenated fields are the same text. */
    @Test
    void separatesFields() {
        String one =
                TOKENS.issue(CallbackToken.forKey("examplebucket", "ab", EXPIRY).userData("c"));
        String two =
                TOKENS.issue(CallbackToken.forKey("examplebucket", "a", EXPIRY).userData("bc"));
        String three = TOKENS.issue(
                CallbackToken.forPrefix("examplebucket", "a", EXPIRY).userData("bc"));
        assertNotEquals(one.substring(one.length() - 42), two.substring(two.length() - 42));
        assertNotEquals(two.substring(two.length() - 42), three.substring(three.length() - 42));
    }

    @Test
    void rejectsEveryChangedBit() {
        byte[] bytes = Base64.getUrlDecoder().decode(FOR_KEY);
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            byte[] changed = bytes.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertNull(TOKENS.read(Base64.getUrlEncoder().withoutPadding().encodeToString(changed)), "bit " + bit);
        }
    }

    @Test
    void rejectsChangedCharacters() {
        long seed = System.nanoTime();
        System.out.println("CallbackTokensTest seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            StringBuilder changed = new StringBuilder(FOR_PREFIX);
            int at = random.nextInt(changed.length());
            char c = (char) (32 + random.nextInt(96));
            switch (random.nextInt(3)) {
                case 0 -> changed.setCharAt(at, c);
                case 1 -> changed.insert(at, c);
                default -> changed.setLength(at);
            }
            if (!changed.toString().equals(FOR_PREFIX)) {
                assertNull(TOKENS.read(changed.toString()), "seed " + seed + ": " + changed);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "=",
                "AAAA",
                // Issued with the secret, but one is of another version and one has truncated fields.
                "AgEAAAAAaSSBAAAAAA1leGFtcGxlYnVja2V0AAAACHVzZXIvNDIvAAAAAO6LjySOYDm9s3dvmsQkAyuCv7dlLvhO62L7iGKlRZYc",
                "AQEAAAAAaSSBAH____-UIaOZLuW_VDXhsoy75dvkxoxHpvJQliereD1V3asNlw",
            })
    void rejectsOtherTexts(String text) {
        assertNull(TOKENS.read(text));
    }

    @Test
    void rejectsNonCanonicalBase64() {
        assertNull(TOKENS.read(FOR_KEY.replace('-', '+').replace('_', '/')));
        assertNull(TOKENS.read(FOR_KEY + "=="));
        // The last digit has 4 bits that decoders ignore.
        String nonCanonical = FOR_KEY.substring(0, FOR_KEY.length() - 1) + 'x';
        assertArrayEquals(
                Base64.getUrlDecoder().decode(FOR_KEY), Base64.getUrlDecoder().decode(nonCanonical));
        assertNull(TOKENS.read(nonCanonical));
        assertNull(TOKENS.read(FOR_KEY + "A".repeat(4096)));
        // Longer than any issued token: not decoded.
        assertNull(TOKENS.read(TOKENS.issue(new CallbackToken("examplebucket", false, "a", EXPIRY, "a".repeat(4000)))));
    }

    @Test
    void readsTokensOfOlderSecret() {
        CallbackTokens next = CallbackTokens.of(secret(1));
        assertNull(next.read(FOR_KEY));
        CallbackTokens both = next.alsoReading(secret(0));
        assertNotNull(both.read(FOR_KEY));
        CallbackToken token = CallbackToken.forKey("examplebucket", "a", EXPIRY);
        assertEquals(next.issue(token), both.issue(token));
        assertNotNull(both.read(next.issue(token)));
    }

    @Test
    void copiesSecret() {
        byte[] secret = secret(0);
        CallbackTokens tokens = CallbackTokens.of(secret);
        secret[0]++;
        assertNotNull(tokens.read(FOR_KEY));
    }

    @Test
    void rejectsInvalidInput() {
        assertThrows(IllegalArgumentException.class, () -> CallbackTokens.of(new byte[31]));
        assertThrows(IllegalArgumentException.class, () -> TOKENS.alsoReading(new byte[31]));
        assertThrows(IllegalArgumentException.class, () -> CallbackToken.forKey("B", "a", EXPIRY));
        assertThrows(IllegalArgumentException.class, () -> CallbackToken.forKey("examplebucket", "", EXPIRY));
        assertThrows(IllegalArgumentException.class, () -> CallbackToken.forPrefix("examplebucket", "", EXPIRY));
        assertThrows(IllegalArgumentException.class, () -> CallbackToken.forKey("examplebucket", "\ud800", EXPIRY));
        assertThrows(IllegalArgumentException.class, () -> CallbackToken.forKey("examplebucket", "..", EXPIRY));
        assertThrows(
                IllegalArgumentException.class,
                () -> CallbackToken.forKey("examplebucket", "a", Instant.ofEpochSecond(-1)));
        CallbackToken token = CallbackToken.forKey("examplebucket", "k".repeat(1023), EXPIRY);
        assertThrows(IllegalArgumentException.class, () -> token.userData("u".repeat(1025)));
        assertThrows(IllegalArgumentException.class, () -> token.userData("\udc00"));
        assertNotNull(TOKENS.read(TOKENS.issue(token.userData("u".repeat(1024)))), "the longest can be read");
    }

    /** The longest token still fits into a callback's 5 KB. */
    @Test
    void fitsIntoVariable() {
        String longest = TOKENS.issue(
                CallbackToken.forKey("b".repeat(63), "k".repeat(1023), EXPIRY).userData("u".repeat(1024)));
        Callback.builder("https://app.example.com")
                .body(CallbackBody.form().custom("x:token", longest))
                .build();
        assertTrue(longest.matches("[A-Za-z0-9_-]+"), longest);
    }

    @Test
    void hidesSecrets() {
        assertEquals("CallbackTokens{1 secret}", TOKENS.toString());
        String token = CallbackToken.forPrefix("examplebucket", "a/", EXPIRY)
                .userData("hunter2")
                .toString();
        assertEquals("CallbackToken{examplebucket a/* 2025-11-24T16:00:00Z}", token);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.redaction;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Locale;
import java.util.Random;
import okio.ByteString;
import org.junit.jupiter.api.Test;

class SecretPiecesTest {
    private static final String SECRET = "CAIS+/hunter2==is/longer";

    @Test
    void removesRunsOfPieces() {
        SecretPieces pieces = SecretPieces.of(SECRET, 8);
        assertEquals("a … b", pieces.removeFrom("a " + SECRET + " b"));
        assertEquals("…", pieces.removeFrom(SECRET.substring(3, 11)));
        assertEquals("……", pieces.removeFrom(SECRET + SECRET));
        String shorter = "x" + SECRET.substring(3, 10) + "y";
        assertSame(shorter, pieces.removeFrom(shorter));
        assertSame("", pieces.removeFrom(""));
    }

    @Test
    void removesShortAndWholeSecrets() {
        assertEquals("a … b …", SecretPieces.whole("e30=").removeFrom("a e30= b e30="));
        assertEquals("a …", SecretPieces.whole(SECRET).removeFrom("a " + SECRET));
        String cut = SECRET.substring(1);
        assertSame(cut, SecretPieces.whole(SECRET).removeFrom(cut));
    }

    /** The text may start or end in the middle of a byte. */
    @Test
    void removesHexOfAnyAlignment() {
        SecretPieces pieces = SecretPieces.of(SECRET, 8);
        String hex = ByteString.encodeUtf8(SECRET).hex();
        for (int start = 0; start + 16 <= hex.length(); start++) {
            String piece = hex.substring(start, start + 16);
            assertEquals("content=…!", pieces.inHex().removeFrom("content=" + piece + "!"));
            assertEquals("-…-", pieces.inHex().removeFrom("-" + piece.toUpperCase(Locale.ROOT) + "-"));
        }
        assertEquals("[…]", pieces.inHex().removeFrom("[" + hex + "]"));
        String shorter = hex.substring(0, 12);
        assertSame(shorter, pieces.inHex().removeFrom(shorter));
    }

    /** Compares the result with a search for each piece. */
    @Test
    void findsEveryPieceInEveryText() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            // Two letters only, so that pieces repeat in secret and text.
            String secret = text(random, 8 + random.nextInt(60));
            String text = text(random, random.nextInt(40))
                    + secret.substring(random.nextInt(secret.length()))
                    + text(random, random.nextInt(40));
            String clean = SecretPieces.of(secret, 8).removeFrom(text);
            boolean any = false;
            for (int start = 0; start + 8 <= secret.length(); start++) {
                String piece = secret.substring(start, start + 8);
                any |= text.contains(piece);
                assertFalse(clean.contains(piece), () -> "seed " + seed + ": " + piece + " in " + clean);
            }
            assertEquals(any, clean.contains("…"), "seed " + seed + ": " + text + " " + secret);
            String bytes = SecretPieces.of(secret, 8)
                    .inHex()
                    .removeFrom(ByteString.encodeString(text, ISO_8859_1).hex());
            assertTrue(!any || bytes.contains("…"), "seed " + seed);
        }
    }

    private static String text(Random random, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append((char) ('a' + random.nextInt(2)));
        }
        return text.toString();
    }

    @Test
    void splitsLongSecrets() {
        StringBuilder secret = new StringBuilder();
        for (int i = 0; secret.length() < SecretPieces.MAX_CUT; i++) {
            secret.append(i).append('.');
        }
        secret.setLength(SecretPieces.MAX_CUT);
        SecretPieces pieces = SecretPieces.of(secret.toString(), 8);
        int last = secret.length() - 8;
        assertEquals("…", pieces.removeFrom(secret.substring(0, 8)));
        assertEquals("…", pieces.removeFrom(secret.substring(last)));
        assertEquals("…", SecretPieces.of(secret + "more", 8).removeFrom(secret.substring(last)));
    }

    /** A naive search would need billions of steps. */
    @Test
    void searchesRepetitiveSecretsQuickly() {
        String secret = "a".repeat(64 * 1024 - 1) + "b";
        String text = "a".repeat(128 * 1024);
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            for (int i = 0; i < 10; i++) {
                assertSame(text, SecretPieces.whole(secret).removeFrom(text));
                assertEquals("…", SecretPieces.of(secret, 8).removeFrom(text));
            }
        });
    }

    @Test
    void removesAPieceAtEachEndOfTheText() {
        SecretPieces pieces = SecretPieces.of("abcdefgh12345678", 8);
        assertEquals("…", pieces.removeFrom("abcdefgh"));
        assertEquals("…-…", pieces.removeFrom("abcdefgh-12345678"));
        assertEquals("a…", pieces.removeFrom("aabcdefgh1"));
        assertEquals("…x", pieces.removeFrom("12345678x"));
        String shorter = "1234567";
        assertSame(shorter, pieces.removeFrom(shorter));
    }

    @Test
    void removesHexAtEachEndOfTheText() {
        SecretPieces pieces = SecretPieces.of("abcdefgh", 8);
        String hex = "6162636465666768";
        assertEquals("…", pieces.inHex().removeFrom(hex));
        assertEquals("…", pieces.inHex().removeFrom("1" + hex + "f"));
        assertEquals("g…g", pieces.inHex().removeFrom("g" + hex + "g"));
        assertEquals("/…:", pieces.inHex().removeFrom("/" + hex + ":"));
        assertEquals("`…@", pieces.inHex().removeFrom("`" + hex + "@"));
        // One byte less counts as well, one more is a part of another text.
        assertEquals("…", pieces.inHex().removeFrom(hex.substring(2)));
        assertEquals("…", pieces.inHex().removeFrom(hex.substring(0, 14)));
        for (String other : new String[] {hex.substring(4), "616263-6465666768", "", "6", "6162636465"}) {
            assertSame(other, pieces.inHex().removeFrom(other));
        }
    }

    @Test
    void keepsOtherHexAndRemovesEachDigit() {
        String secret = "\t0@P9jo`";
        String hex = "09304050396a6f60";
        SecretPieces pieces = SecretPieces.of(secret, 8);
        assertEquals("-…-", pieces.inHex().removeFrom("-" + hex + "-"));
        assertEquals("-…-", pieces.inHex().removeFrom("-" + hex.toUpperCase(Locale.ROOT) + "-"));
        for (String other : new String[] {"0001020304050607", "ffffffffffffffff", hex.replace("39", "38")}) {
            assertSame(other, pieces.inHex().removeFrom(other));
        }
    }
}

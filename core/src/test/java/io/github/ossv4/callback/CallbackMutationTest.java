// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.callback;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.testing.TestKey;
import io.github.ossv4.testing.Texts;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Genuine requests with one change each. */
class CallbackMutationTest {
    private final TestKey key = new TestKey();
    private final CallbackVerifier verifier = key.verifier();

    /** A request as texts, which can be changed anywhere; each character of the body is one byte. */
    private record Request(String path, String query, String body, String authorization, String keyUrl) {
        ReceivedCallback received() {
            Map<String, String> headers = new HashMap<>();
            headers.put("Authorization", authorization);
            headers.put("x-oss-pub-key-url", keyUrl);
            return ReceivedCallback.of("POST", path, query, headers::get, body.getBytes(ISO_8859_1));
        }
    }

    @Test
    void rejectsMutatedRequests() {
        rejectsMutatedRequests(1000);
    }

    @Test
    @Tag("full")
    void rejectsManyMutatedRequests() {
        rejectsMutatedRequests(10_000);
    }

    private void rejectsMutatedRequests(int mutations) {
        long seed = System.nanoTime();
        System.out.println("CallbackMutationTest seed " + seed);
        Random random = new Random(seed);
        int[] perPart = new int[7];
        int count = 0;
        while (count < mutations) {
            Request genuine = genuine(random);
            if (count % 100 == 0) {
                assertTrue(verifier.verify(genuine.received()).isGenuine(), "seed " + seed + ": " + genuine);
            }
            int part = random.nextInt(perPart.length);
            Request mutated = mutated(genuine, part, random);
            if (isTheSame(genuine, mutated)) {
                continue;
            }
            count++;
            perPart[part]++;
            assertFalse(
                    verifier.verify(mutated.received()).isGenuine(),
                    () -> "seed " + seed + ", accepted\n" + mutated + "\nsigned\n" + genuine);
        }
        for (int part = 0; part < perPart.length; part++) {
            assertTrue(
                    perPart[part] > mutations / 20,
                    "seed " + seed + ": too few of part " + part + ": " + perPart[part]);
        }
    }

    /** The exception: OSS signs the decoded path, so its encodings have the same signature. */
    @Test
    void acceptsOtherEncodingsOfSamePath() {
        long seed = System.nanoTime();
        System.out.println("CallbackMutationTest seed " + seed);
        Random random = new Random(seed);
        int reencoded = 0;
        for (int i = 0; i < 300; i++) {
            Request genuine = genuine(random);
            String path = genuine.path.replace("%2F", "%2f").replace("a", "%61");
            if (!path.equals(genuine.path)) {
                reencoded++;
                Request other = new Request(path, genuine.query, genuine.body, genuine.authorization, genuine.keyUrl);
                assertTrue(verifier.verify(other.received()).isGenuine(), "seed " + seed + ": " + other);
            }
        }
        assertTrue(reencoded > 15, "seed " + seed);
    }

    private Request genuine(Random random) {
        ByteArrayOutputStream decoded = new ByteArrayOutputStream();
        StringBuilder path = new StringBuilder("/");
        decoded.write('/');
        for (int i = random.nextInt(12); i > 0; i--) {
            if (random.nextInt(3) == 0) {
                int b = random.nextBoolean() ? '/' : 0x80 + random.nextInt(0x80);
                decoded.write(b);
                path.append('%').append(String.format("%02X", b));
            } else {
                char c = "abcZ09-._~/+=;:@&".charAt(random.nextInt(17));
                decoded.write(c);
                path.append(c);
            }
        }
        String query = random.nextInt(4) == 0 ? null : Texts.random(random, 20, "ab=&%2F2fc3?/+.");
        String body = Texts.random(random, 20, "ab=&%2F{}\":\n?/ \u00e4\u00ff");
        ByteArrayOutputStream signed = new ByteArrayOutputStream();
        signed.writeBytes(decoded.toByteArray());
        signed.writeBytes(((query == null ? "" : "?" + query) + "\n").getBytes(UTF_8));
        signed.writeBytes(body.getBytes(ISO_8859_1));
        return new Request(path.toString(), query, body, key.sign(signed.toByteArray()), Texts.base64(TestKey.URL));
    }

    private static Request mutated(Request r, int part, Random random) {
        String query = r.query == null ? "" : r.query;
        return switch (part) {
            case 0 -> new Request(edited(r.path, random), r.query, r.body, r.authorization, r.keyUrl);
            case 1 -> {
                String other = r.query != null && random.nextInt(5) == 0 ? null : edited(query, random);
                yield new Request(r.path, other, r.body, r.authorization, r.keyUrl);
            }
            case 2 -> {
                String body = random.nextBoolean() ? flipped(r.body, random) : edited(r.body, random);
                yield new Request(r.path, r.query, body, r.authorization, r.keyUrl);
            }
            case 3 -> new Request(r.path, r.query, r.body, edited(r.authorization, random), r.keyUrl);
            case 4 -> new Request(r.path, r.query, r.body, r.authorization, edited(r.keyUrl, random));
            case 5 -> {
                String url = edited(TestKey.URL, random);
                yield new Request(r.path, r.query, r.body, r.authorization, Texts.base64(url));
            }
            default -> shifted(r, random);
        };
    }

    /** Flips one bit. */
    private static String flipped(String body, Random random) {
        StringBuilder flipped = new StringBuilder(body.isEmpty() ? "a" : body);
        int at = random.nextInt(flipped.length());
        flipped.setCharAt(at, (char) (flipped.charAt(at) ^ (1 << random.nextInt(8))));
        return flipped.toString();
    }

    /** Moves a piece across the border between two parts, which may result in the same signed text. */
    private static Request shifted(Request r, Random random) {
        String body = r.body;
        int line = body.indexOf('\n');
        return switch (random.nextInt(4)) {
            case 0 -> {
                String path = r.path + (random.nextBoolean() ? "%3F" : "?") + r.query;
                yield new Request(path, null, body, r.authorization, r.keyUrl);
            }
            case 1 -> {
                String moved = line < 0 ? body : body.substring(0, line);
                String rest = line < 0 ? "" : body.substring(line + 1);
                yield new Request(r.path + "%0A" + moved, r.query, rest, r.authorization, r.keyUrl);
            }
            case 2 -> new Request(r.path, r.query + "\n" + body, "", r.authorization, r.keyUrl);
            default -> new Request(r.path, null, "?" + r.query + "\n" + body, r.authorization, r.keyUrl);
        };
    }

    private static String edited(String text, Random random) {
        int at = random.nextInt(text.length() + 1);
        int end = Math.min(text.length(), at + 1);
        String inserted = random.nextInt(3) == 0
                ? new String[] {"%2F", "%0A", "%3F", "%00", "%61", "/", "..", "==", "\n", " "}[random.nextInt(10)]
                : String.valueOf((char) (random.nextInt(96) + 32));
        String touched = text.substring(at, end);
        String lower = touched.toLowerCase(Locale.ROOT);
        String replaced = switch (random.nextInt(4)) {
            case 0 -> inserted + touched;
            case 1 -> "";
            case 2 -> touched.equals(lower) ? touched.toUpperCase(Locale.ROOT) : lower;
            default -> inserted;
        };
        return text.substring(0, at) + replaced + text.substring(end);
    }

    private static boolean isTheSame(Request a, Request b) {
        return Arrays.equals(decoded(a.path), decoded(b.path))
                && String.valueOf(a.query).equals(String.valueOf(b.query))
                && (a.query == null) == (b.query == null)
                && a.body.equals(b.body)
                && a.authorization.equals(b.authorization)
                && a.keyUrl.equals(b.keyUrl);
    }

    /** Decodes a path independently of the main code. Malformed escapes stay, which makes it another path. */
    private static byte[] decoded(String path) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < path.length(); i++) {
            if (path.substring(i).matches("(?s)%[0-9A-Fa-f]{2}.*")) {
                out.write(Integer.parseInt(path.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                out.writeBytes(path.substring(i, i + 1).getBytes(UTF_8));
            }
        }
        return out.toByteArray();
    }

    @Test
    void oracleDecodesPaths() {
        assertEquals("/a/b%", new String(decoded("/a%2Fb%25"), UTF_8));
        assertEquals("/%zz", new String(decoded("/%zz"), UTF_8));
    }
}

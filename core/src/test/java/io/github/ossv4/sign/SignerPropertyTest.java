// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.sign;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.testing.ReferenceSignature;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Random requests, compared with {@link ReferenceSignature}. */
class SignerPropertyTest {
    private static final Instant MIDNIGHT = Instant.parse("2026-11-25T00:00:00Z");
    private static final String[] PIECES = {
        "a",
        "B",
        "7",
        "-",
        "_",
        ".",
        "~",
        "/",
        "//",
        "%",
        "%41",
        "+",
        " ",
        "*",
        "!",
        "'",
        "(",
        "=",
        "&",
        "?",
        "#",
        ":",
        ";",
        "@",
        "$",
        ",",
        "[",
        "|",
        "\"",
        "\\",
        "é",
        "中",
        "\uD83D\uDE00",
        "x-oss-",
        "İ"
    };

    private record Case(
            String method, String key, Map<String, String> query, Map<String, List<String>> headers, Instant instant) {
        static Case of(Random random) {
            Map<String, String> query = new LinkedHashMap<>();
            for (int i = random.nextInt(8); i > 0; i--) {
                query.put("q" + text(random, 3), random.nextInt(4) == 0 ? "" : text(random, 5));
            }
            Map<String, List<String>> headers = new LinkedHashMap<>();
            for (int i = random.nextInt(20); i > 0; i--) {
                String name = List.of("x-oss-meta-", "X-Oss-", "content-", "x-osx-")
                                .get(random.nextInt(4))
                        + List.of("type", "MD5", "a", "a-b", "a_b", "I", "date", "security-token", "content-sha256")
                                .get(random.nextInt(9));
                if (headers.keySet().stream().noneMatch(name::equalsIgnoreCase)) {
                    boolean single = name.equalsIgnoreCase("content-type") || name.equalsIgnoreCase("content-md5");
                    int values = single ? 1 : 1 + random.nextInt(2);
                    headers.put(name, Collections.nCopies(values, " " + text(random, 4) + "\t"));
                }
            }
            return new Case(
                    List.of("GET", "PUT", "POST", "DELETE", "HEAD").get(random.nextInt(5)),
                    "k" + text(random, 20),
                    query,
                    headers,
                    // Seconds before and after midnight.
                    MIDNIGHT.plusMillis(random.nextInt(8000) - 4000));
        }

        private static String text(Random random, int pieces) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(pieces + 1); i > 0; i--) {
                text.append(PIECES[random.nextInt(PIECES.length)]);
            }
            return text.toString();
        }

        UnsignedRequest request(Random random) {
            UnsignedRequest.Builder request = UnsignedRequest.builder(method, "examplebucket", key);
            List<String> names = new ArrayList<>(query.keySet());
            Collections.shuffle(names, random);
            names.forEach(name -> request.query(name, query.get(name)));
            names = new ArrayList<>(headers.keySet());
            Collections.shuffle(names, random);
            names.forEach(name -> headers.get(name).forEach(value -> request.header(name, value)));
            return request.build();
        }

        String signedBy(Signer signer, Random random) {
            return signer.sign(request(random), instant).hex();
        }

        String expected(String secret, String token) throws GeneralSecurityException {
            Map<String, List<String>> others = new LinkedHashMap<>(headers);
            others.keySet()
                    .removeIf(name -> name.toLowerCase(java.util.Locale.ROOT)
                            .matches("x-oss-(date|security-token|content-sha256)"));
            return ReferenceSignature.header(method, key, query, others, secret, token, instant);
        }
    }

    @Test
    void signsRandomRequestsLikeReference() throws Exception {
        signsRandomRequestsLikeReference(300);
    }

    @Test
    @Tag("full")
    void signsManyRandomRequestsLikeReference() throws Exception {
        signsRandomRequestsLikeReference(3000);
    }

    private static void signsRandomRequestsLikeReference(int requests) throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Signer permanent = Signer.of(Credentials.of("ak", "sk"), "cn-hangzhou");
        Signer temporary = Signer.of(Credentials.of("STS.ak", "sk2", "tok/en+="), "cn-hangzhou");
        for (int i = 0; i < requests; i++) {
            Case one = Case.of(random);
            String where = "seed " + seed + ", " + one;
            assertEquals(one.expected("sk", null), one.signedBy(permanent, random), where);
            assertEquals(one.expected("sk2", "tok/en+="), one.signedBy(temporary, random), where);
        }
    }

    @Test
    void presignsQueryOfCanonicalRequest() throws Exception {
        presignsQueryOfCanonicalRequest(100);
    }

    @Test
    @Tag("full")
    void presignsManyQueriesOfCanonicalRequests() throws Exception {
        presignsQueryOfCanonicalRequest(1000);
    }

    private static void presignsQueryOfCanonicalRequest(int requests) throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Signer signer = Signer.of(Credentials.of("STS.ak", "sk2", "tok/en+="), "cn-hangzhou");
        for (int i = 0; i < requests; i++) {
            Case one = Case.of(random);
            PresignedRequest presigned = signer.presign(one.request(random), one.instant(), Duration.ofHours(1));
            String where = "seed " + seed + ", " + one;
            String[] lines = presigned.canonicalRequest().split("\n", -1);
            assertEquals(lines[2] + "&x-oss-signature=" + presigned.hex(), presigned.query(), where);
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            String hash = HexFormat.of()
                    .formatHex(sha256.digest(presigned.canonicalRequest().getBytes(UTF_8)));
            assertTrue(presigned.stringToSign().endsWith("\n" + hash), where);
            Mac hmac = Mac.getInstance("HmacSHA256");
            hmac.init(
                    new SecretKeySpec(SigningKey.bytes(Credentials.of("ak", "sk2"), presigned.scope()), "HmacSHA256"));
            String signature = HexFormat.of()
                    .formatHex(hmac.doFinal(presigned.stringToSign().getBytes(UTF_8)));
            assertEquals(signature, presigned.hex(), where);
        }
    }

    /** The days alternate, so a thread replaces the key while another one signs with it. */
    @Test
    void signsInParallelAcrossMidnight() throws Exception {
        signsInParallelAcrossMidnight(50);
    }

    @Test
    @Tag("full")
    void signsManyRequestsInParallelAcrossMidnight() throws Exception {
        signsInParallelAcrossMidnight(300);
    }

    private static void signsInParallelAcrossMidnight(int requests) throws Exception {
        long seed = System.nanoTime();
        int threads = 16;
        Signer signer = Signer.of(Credentials.of("ak", "sk"), "cn-hangzhou");
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            CyclicBarrier start = new CyclicBarrier(threads);
            List<Future<?>> futures = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                Random random = new Random(seed + t);
                futures.add(executor.submit(() -> {
                    start.await();
                    for (int i = 0; i < requests; i++) {
                        Case one = Case.of(random);
                        assertEquals(
                                one.expected("sk", null),
                                one.signedBy(signer, random),
                                () -> "seed " + seed + ", " + one);
                    }
                    return null;
                }));
            }
            for (Future<?> future : futures) {
                future.get();
            }
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void signsCorrectlyAfterRejectedRequest() throws Exception {
        Signer signer = Signer.of(Credentials.of("ak", "sk"), "cn-hangzhou");
        Random random = new Random(1);
        for (int i = 0; i < 20; i++) {
            Case one = Case.of(random);
            try {
                signer.sign(UnsignedRequest.builder("GET", "examplebucket", "k").build(), Instant.MAX);
            } catch (RuntimeException e) {
                // Expected.
            }
            // Too long for its buffer to be kept.
            signer.sign(
                    UnsignedRequest.builder("GET", "examplebucket", "k")
                            .header("x-oss-callback", "c".repeat(40_000))
                            .build(),
                    one.instant());
            assertEquals(one.expected("sk", null), one.signedBy(signer, random), one.toString());
        }
    }
}

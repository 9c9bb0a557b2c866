// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.sign;

import static io.github.ossv4.testing.FixedTime.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignerTest {
    private static final Credentials CREDENTIALS = Credentials.of("ak", "sk");

    @Test
    void returnsRequiredHeaders() {
        Signature signature = Signer.of(Credentials.of("ak", "sk", "token"), "cn-hangzhou")
                .sign(UnsignedRequest.builder("GET", "examplebucket", "key").build(), NOW);
        assertEquals(
                List.of("x-oss-content-sha256", "x-oss-date", "x-oss-security-token", "authorization"),
                List.copyOf(signature.headers().keySet()));
        assertEquals("UNSIGNED-PAYLOAD", signature.headers().get("x-oss-content-sha256"));
        assertEquals("20231216T162057Z", signature.headers().get("x-oss-date"));
        assertEquals("token", signature.headers().get("x-oss-security-token"));
        assertEquals(signature.authorization(), signature.headers().get("authorization"));
        assertThrows(
                UnsupportedOperationException.class, () -> signature.headers().clear());
    }

    @Test
    void ignoresOrderOfHeadersAndQuery() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<String> names = new ArrayList<>(List.of(
                "x-oss-meta-a",
                "X-Oss-Meta-B",
                "Content-Type",
                "Content-MD5",
                "Host",
                "x-oss-a-b",
                "x-oss-a_b",
                "x-oss-a"));
        List<String> query = new ArrayList<>(List.of("acl", "B", "a", "_", "a/b", "|", "中", "~"));
        String expected = null;
        for (int round = 0; round < 50; round++) {
            UnsignedRequest.Builder request = UnsignedRequest.builder("PUT", "examplebucket", "key");
            names.forEach(name -> request.header(name, "v" + name.toLowerCase(Locale.ROOT)));
            query.forEach(name -> request.query(name, name));
            request.additionalHeader("HOST");
            String hex = Signer.of(CREDENTIALS, "cn-hangzhou")
                    .sign(request.build(), NOW)
                    .hex();
            assertEquals(expected == null ? hex : expected, hex, "seed " + seed);
            expected = hex;
            Collections.shuffle(names, random);
            Collections.shuffle(query, random);
        }
    }

    @Test
    void ignoresDefaultLocaleAndTimeZone() {
        UnsignedRequest.Builder request = UnsignedRequest.builder("PUT", "examplebucket", "KEY/İı")
                .header("If-Match", "I")
                .header("X-OSS-Meta-ID", "İ")
                .additionalHeader("If-Match");
        String expected =
                Signer.of(CREDENTIALS, "cn-hangzhou").sign(request.build(), NOW).authorization();
        Locale locale = Locale.getDefault();
        TimeZone zone = TimeZone.getDefault();
        try {
            for (String tag :
                    List.of("tr-TR", "th-TH-u-ca-buddhist-nu-thai", "ar-SA-u-nu-arab", "ja-JP-u-ca-japanese")) {
                for (String id : List.of("Asia/Kolkata", "Pacific/Kiritimati", "America/St_Johns")) {
                    Locale.setDefault(Locale.forLanguageTag(tag));
                    TimeZone.setDefault(TimeZone.getTimeZone(id));
                    UnsignedRequest again = UnsignedRequest.builder("PUT", "examplebucket", "KEY/İı")
                            .header("IF-MATCH", "I")
                            .header("X-OSS-META-ID", "İ")
                            .additionalHeader("IF-MATCH")
                            .build();
                    assertEquals(
                            expected,
                            Signer.of(CREDENTIALS, "cn-hangzhou")
                                    .sign(again, NOW)
                                    .authorization(),
                            tag + id);
                }
            }
        } finally {
            Locale.setDefault(locale);
            TimeZone.setDefault(zone);
        }
    }

    @Test
    void signsWithKeyOfEachDay() {
        Signer signer = Signer.of(CREDENTIALS, "cn-hangzhou");
        UnsignedRequest request =
                UnsignedRequest.builder("GET", "examplebucket", "key").build();
        Instant lastSecond = Instant.parse("2023-12-31T23:59:59Z");
        String before = signer.sign(request, lastSecond).authorization();
        String after = signer.sign(request, lastSecond.plusSeconds(1)).authorization();
        assertTrue(after.contains("/20240101/"), after);
        assertNotEquals(before, after);
        assertEquals(before, signer.sign(request, lastSecond).authorization());
        assertEquals(
                after,
                Signer.of(CREDENTIALS, "cn-hangzhou")
                        .sign(request, lastSecond.plusSeconds(1))
                        .authorization());
    }

    @Test
    void matchesSameSignatureOnly() {
        Signature signature = Signer.of(CREDENTIALS, "cn-hangzhou")
                .sign(UnsignedRequest.builder("GET", "examplebucket", "key").build(), NOW);
        assertTrue(signature.matches(signature.hex()));
        for (int i = 0; i < 64; i++) {
            char[] changed = signature.hex().toCharArray();
            changed[i] = changed[i] == '0' ? '1' : '0';
            assertFalse(signature.matches(new String(changed)), "digit " + i);
        }
        assertFalse(signature.matches(""));
        assertFalse(signature.matches(signature.hex() + "0"));
        assertFalse(signature.matches(signature.hex().toUpperCase(Locale.ROOT)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "oss-cn-hangzhou",
                "cn-hangzhou-internal",
                "cn hangzhou",
                "CN-HANGZHOU",
                "cn/hangzhou",
                "cn-hangzhou\n"
            })
    void rejectsMalformedRegions(String region) {
        String message = assertThrows(IllegalArgumentException.class, () -> Signer.of(CREDENTIALS, region))
                .getMessage();
        assertTrue(message.startsWith("region"), message);
        assertTrue(message.contains(region.trim()), message);
    }

    @Test
    void rejectsYearsOverFourDigits() {
        UnsignedRequest request =
                UnsignedRequest.builder("GET", "examplebucket", "key").build();
        Signer signer = Signer.of(CREDENTIALS, "cn-hangzhou");
        assertThrows(IllegalArgumentException.class, () -> signer.sign(request, Instant.ofEpochSecond(-1)));
        assertThrows(
                IllegalArgumentException.class, () -> signer.sign(request, Instant.parse("+10000-01-01T00:00:00Z")));
        assertThrows(IllegalArgumentException.class, () -> signer.sign(request, Instant.MIN));
        assertThrows(IllegalArgumentException.class, () -> signer.presign(request, Instant.MAX, Duration.ofHours(1)));
        for (String timestamp : new String[] {"2023-12-16T16:20:57Z", "ABCDEFGHT123456Z", "20231216T162057Z\n", ""}) {
            assertThrows(IllegalArgumentException.class, () -> signer.expected(request, timestamp));
        }
    }

    @Test
    void hidesSecrets() {
        Credentials temporary = Credentials.of("ak", "topsecret", "the-token");
        Signer signer = Signer.of(temporary, "cn-hangzhou");
        UnsignedRequest request = UnsignedRequest.builder("GET", "examplebucket", "key")
                .header("x-oss-security-token", "the-token")
                .query("callback-var", "the-token")
                .build();
        String printed = "" + temporary + signer + request + signer.sign(request, NOW);
        assertFalse(printed.contains("topsecret"), printed);
        assertFalse(printed.contains("the-token"), printed);
    }

    @Test
    void replacesPresignature() {
        Signer temporary = Signer.of(Credentials.of("STS.1", "s1", "token"), "cn-hangzhou");
        UnsignedRequest.Builder again = UnsignedRequest.builder("GET", "examplebucket", "key");
        PresignedRequest old = temporary.presign(
                UnsignedRequest.builder("GET", "examplebucket", "key")
                        .query("acl", null)
                        .build(),
                NOW,
                Duration.ofHours(1));
        for (String parameter : old.query().split("&")) {
            String[] parts = parameter.split("=", 2);
            again.query(parts[0], parts.length == 1 ? null : parts[1].replace("%2F", "/"));
        }
        Instant later = NOW.plusSeconds(60);
        Signer permanent = Signer.of(CREDENTIALS, "cn-hangzhou");
        assertEquals(
                permanent
                        .presign(
                                UnsignedRequest.builder("GET", "examplebucket", "key")
                                        .query("acl", null)
                                        .build(),
                                later,
                                Duration.ofDays(7))
                        .query(),
                permanent.presign(again.build(), later, Duration.ofDays(7)).query());
    }

    @Test
    void limitsValidity() {
        UnsignedRequest request =
                UnsignedRequest.builder("GET", "examplebucket", "key").build();
        Signer permanent = Signer.of(CREDENTIALS, "cn-hangzhou");
        Signer temporary = Signer.of(Credentials.of("STS.1", "s1", "token"), "cn-hangzhou");
        permanent.presign(request, NOW, Duration.ofSeconds(1));
        permanent.presign(request, NOW, Duration.ofDays(7));
        temporary.presign(request, NOW, Duration.ofHours(12));
        for (Duration validity : List.of(
                Duration.ZERO,
                Duration.ofMillis(999),
                Duration.ofSeconds(-1),
                Duration.ofDays(7).plusMillis(1),
                Duration.ofDays(8),
                Duration.ofSeconds(Long.MAX_VALUE))) {
            String message = assertThrows(
                            IllegalArgumentException.class, () -> permanent.presign(request, NOW, validity))
                    .getMessage();
            assertTrue(message.contains(validity.toString()) && message.contains("PT168H"), message);
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> temporary.presign(request, NOW, Duration.ofHours(12).plusSeconds(1)));
    }

    @Test
    void returnsHeadersOfPresignedRequest() {
        PresignedRequest presigned = Signer.of(CREDENTIALS, "cn-hangzhou")
                .presign(
                        UnsignedRequest.builder("PUT", "examplebucket", "key")
                                .header("Content-Type", "image/jpeg")
                                .header("X-Oss-Callback", "e30=")
                                .header("Range", "bytes=0-")
                                .header("User-Agent", "not signed")
                                .additionalHeader("range")
                                .build(),
                        NOW,
                        Duration.ofMinutes(15));
        assertEquals(
                Map.of("content-type", "image/jpeg", "x-oss-callback", "e30=", "range", "bytes=0-"),
                presigned.headers());
        assertFalse(presigned.toString().contains(presigned.hex()), presigned.toString());
    }

    @Test
    void returnsWholeUrlOfPresignedRequest() {
        PresignedRequest presigned = Signer.of(CREDENTIALS, "cn-hangzhou")
                .presign(
                        UnsignedRequest.builder("GET", "examplebucket", "a b/鍵+?")
                                .build(),
                        NOW,
                        Duration.ofMillis(60_999));
        assertEquals(
                "https://files.example.com:8443/a%20b/%E9%8D%B5%2B%3F?" + presigned.query(),
                presigned.url("https://files.example.com:8443"));
        assertEquals("GET", presigned.method());
        assertEquals(Instant.parse("2023-12-16T16:21:57Z"), presigned.expires());
        assertEquals(
                "20231216/cn-hangzhou/oss/aliyun_v4_request", presigned.scope().toString());
        assertEquals(CredentialScope.of("20231216", "cn-hangzhou", "oss"), presigned.scope());
        for (String bad : new String[] {"", "files.example.com", "https://", "ftp://a", "https://a/", "https://a?b"}) {
            assertThrows(IllegalArgumentException.class, () -> presigned.url(bad), bad);
        }
    }

    private static UnsignedRequest inQueryAndHeader(String parameter) {
        return UnsignedRequest.builder("PUT", "examplebucket", "key")
                .query(parameter, "e30=")
                .header("x-oss-" + parameter, "e30=")
                .build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"callback", "callback-var"})
    void rejectsCallbackInQueryAndHeader(String parameter) {
        Signer signer = Signer.of(CREDENTIALS, "cn-hangzhou");
        UnsignedRequest both = inQueryAndHeader(parameter);
        for (Executable signing : List.<Executable>of(
                () -> signer.sign(both, NOW), () -> signer.presign(both, NOW, Duration.ofMinutes(15)))) {
            String message =
                    assertThrows(IllegalArgumentException.class, signing).getMessage();
            assertTrue(message.contains("the header x-oss-" + parameter + " must not both be present"), message);
        }
    }

    @Test
    void acceptsHeadersWithPrefixOfCallback() {
        Signer signer = Signer.of(CREDENTIALS, "cn-hangzhou");
        UnsignedRequest request = inQueryAndHeader("callback-foo");
        assertTrue(signer.sign(request, NOW).canonicalRequest().contains("\nx-oss-callback-foo:e30=\n"));
        assertTrue(signer.presign(request, NOW, Duration.ofMinutes(15)).query().contains("callback-foo=e30"));
    }

    /** Only line 2 of the string to sign differs. */
    @Test
    void signsTextOfDate() {
        Signer signer = Signer.of(Credentials.of("ak", "sk"), "cn-hangzhou");
        UnsignedRequest request =
                UnsignedRequest.builder("GET", "bucket", "key").build();
        Instant instant = Instant.parse("2023-12-17T03:47:36Z");

        Signature ofTimestamp = signer.expected(request, "20231217T034736Z");
        Signature ofDate = signer.expectedWithDate(request, "Sun, 17 Dec 2023 03:47:36 GMT", instant);

        assertEquals(
                ofTimestamp.stringToSign().replace("20231217T034736Z", "Sun, 17 Dec 2023 03:47:36 GMT"),
                ofDate.stringToSign());
        assertEquals(
                ofTimestamp.authorization(),
                signer.expectedWithDate(request, "20231217T034736Z", instant).authorization());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "az-09", "cn-hangzhou-2"})
    void acceptsLowerCaseNamesOfRegions(String region) {
        assertEquals(
                "20231216/" + region + "/oss/aliyun_v4_request",
                Signer.of(CREDENTIALS, region)
                        .sign(UnsignedRequest.builder("GET", null, null).build(), NOW)
                        .scope()
                        .toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "OSS", "oss_cloudbox", "-oss", "oss-", "a`", "a{", "a/", "a:", "öss"})
    void rejectsMalformedProducts(String product) {
        String message = assertThrows(
                        IllegalArgumentException.class, () -> Signer.of(CREDENTIALS, "cn-hangzhou", product))
                .getMessage();
        assertTrue(message.startsWith("product must "), message);
    }

    @Test
    void showsRegionAndProduct() {
        String text = Signer.of(CREDENTIALS, "cb-1", "oss-cloudbox").toString();
        assertTrue(text.endsWith("region=cb-1, product=oss-cloudbox}"), text);
    }

    /** The headers and parameters of an earlier signature. */
    @Test
    void presignsWithoutEarlierSignature() {
        Signer signer = Signer.of(CREDENTIALS, "cn-hangzhou");
        PresignedRequest expected = signer.presign(
                UnsignedRequest.builder("GET", "examplebucket", "key").build(), NOW, Duration.ofHours(1));
        UnsignedRequest signed = UnsignedRequest.builder("GET", "examplebucket", "key")
                .header("x-oss-date", "20200101T000000Z")
                .header("x-oss-security-token", "token")
                .query("x-oss-signature", "0123")
                .query("x-oss-security-token", "token")
                .query("x-oss-additional-headers", "host")
                .build();
        PresignedRequest presigned = signer.presign(signed, NOW, Duration.ofHours(1));
        assertEquals(expected.query(), presigned.query());
        assertEquals(Map.of(), presigned.headers());
    }

    @Test
    void namesTheLimitOfValidity() {
        UnsignedRequest request =
                UnsignedRequest.builder("GET", "examplebucket", "key").build();
        Signer temporary = Signer.of(Credentials.of("STS.1", "s1", "token"), "cn-hangzhou");
        assertEquals(
                "validity must be between PT1S and PT12H with a security token, was PT12H0.001S",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> temporary.presign(
                                        request, NOW, Duration.ofHours(12).plusMillis(1)))
                        .getMessage());
        assertEquals(
                "validity must be between PT1S and PT168H, was PT0S",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> Signer.of(CREDENTIALS, "cn-hangzhou").presign(request, NOW, Duration.ZERO))
                        .getMessage());
    }

    @Test
    void returnsTheSecretsOfASignature() {
        UnsignedRequest request =
                UnsignedRequest.builder("GET", "examplebucket", "key").build();
        Signature permanent = Signer.of(CREDENTIALS, "cn-hangzhou").sign(request, NOW);
        assertEquals(List.of(permanent.hex()), permanent.secrets());
        Signature temporary =
                Signer.of(Credentials.of("STS.1", "s1", "token"), "cn-hangzhou").sign(request, NOW);
        assertEquals(List.of(temporary.hex(), "token"), temporary.secrets());
    }

    @Test
    void showsNoSignature() {
        Signer signer = Signer.of(CREDENTIALS, "cn-hangzhou");
        UnsignedRequest request = UnsignedRequest.builder("PUT", "examplebucket", "a b")
                .header("Content-Type", "text/plain")
                .query("acl", null)
                .build();
        assertEquals("PUT /examplebucket/a%20b", request.toString());
        assertEquals(
                "Signature{20231216/cn-hangzhou/oss/aliyun_v4_request}",
                signer.sign(request, NOW).toString());
        PresignedRequest presigned = signer.presign(request, NOW, Duration.ofHours(1));
        assertEquals("PresignedRequest{headers=[content-type]}", presigned.toString());
        String[] lines = presigned.stringToSign().split("\n");
        assertEquals(
                List.of("OSS4-HMAC-SHA256", "20231216T162057Z", "20231216/cn-hangzhou/oss/aliyun_v4_request"),
                List.of(lines).subList(0, 3));
        assertTrue(lines[3].matches("[0-9a-f]{64}"), lines[3]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1970-01-01T00:00:00Z", "9999-12-31T23:59:59Z"})
    void signsAtTheFirstAndTheLastSecond(Instant instant) {
        String timestamp = instant.toString().replaceAll("[-:]", "");
        assertEquals(
                timestamp,
                Signer.of(CREDENTIALS, "cn-hangzhou")
                        .sign(UnsignedRequest.builder("GET", null, null).build(), instant)
                        .headers()
                        .get("x-oss-date"));
    }
}

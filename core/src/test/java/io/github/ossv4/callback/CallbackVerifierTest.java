// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.callback;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ossv4.testing.TestKey;
import io.github.ossv4.testing.Texts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallbackVerifierTest {
    private static final TestKey KEY = new TestKey();
    private static final CallbackVerifier VERIFIER = KEY.verifier();
    private static final String FORM = "application/x-www-form-urlencoded";

    private static JsonNode vectors() throws IOException {
        return new ObjectMapper()
                .readTree(CallbackVerifierTest.class.getResourceAsStream("/vectors/callback-signatures.json"));
    }

    static List<Named<JsonNode>> valid() throws IOException {
        List<Named<JsonNode>> valid = new ArrayList<>();
        vectors().get("valid").forEach(v -> valid.add(Named.of(v.get("id").asText(), v)));
        assertEquals(4, valid.size());
        return valid;
    }

    static List<Named<JsonNode>> invalid() throws IOException {
        List<Named<JsonNode>> invalid = new ArrayList<>();
        vectors().get("invalid").forEach(v -> invalid.add(Named.of(v.get("why").asText(), v)));
        assertEquals(2, invalid.size());
        return invalid;
    }

    private static ReceivedCallback received(JsonNode request, JsonNode signed) {
        String query = request.get("query").asText();
        Map<String, String> headers = Map.of(
                "Authorization", signed.get("authorization").asText(),
                "x-oss-pub-key-url", signed.get("x-oss-pub-key-url").asText());
        return ReceivedCallback.of(
                "POST",
                request.get("path").asText(),
                query.isEmpty() ? null : query.substring(1),
                headers::get,
                request.get("body").asText().getBytes(UTF_8));
    }

    /** Requests that OSS signed, verified with the built-in key. */
    @ParameterizedTest
    @MethodSource("valid")
    void acceptsRealRequests(JsonNode vector) throws Exception {
        assertNull(CallbackVerifier.of(CallbackKeySource.pinned())
                .verify(received(vector, vector))
                .failedCheck());
        // The same key as recorded in three other projects.
        CallbackPublicKey key =
                CallbackPublicKey.ofPem(vectors().get("publicKeyPem").asText());
        assertEquals(512, key.bits());
        assertEquals(
                key,
                CallbackKeySource.pinned().key(vectors().get("publicKeyUrl").asText()));
        assertTrue(
                CallbackVerifier.of(url -> key).verify(received(vector, vector)).isGenuine());
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void rejectsDocumentedRequestsWithSignatureOfAnother(JsonNode vector) throws Exception {
        JsonNode signed = null;
        for (JsonNode valid : vectors().get("valid")) {
            if (valid.get("id").equals(vector.get("use_signature_of"))) {
                signed = valid;
            }
        }
        CallbackVerification verification =
                CallbackVerifier.of(CallbackKeySource.pinned()).verify(received(vector, signed));
        assertFalse(verification.isGenuine());
        // A space in a query is rejected before the signature is verified.
        assertEquals(
                vector.get("query").asText().isEmpty() ? CallbackCheck.SIGNATURE : CallbackCheck.QUERY,
                verification.failedCheck());
    }

    private static Map<String, String> headers(byte[] signedText) {
        Map<String, String> headers = new HashMap<>();
        headers.put("Authorization", KEY.sign(signedText));
        headers.put("x-oss-pub-key-url", Texts.base64(TestKey.URL));
        headers.put("Content-Type", FORM);
        return headers;
    }

    private static CallbackVerification verify(
            String method, String path, String query, Map<String, String> headers, String body) {
        return VERIFIER.verify(ReceivedCallback.of(method, path, query, headers::get, body.getBytes(UTF_8)));
    }

    private static CallbackCheck failed(String signedText, String path, String query, String body) {
        return verify("POST", path, query, headers(signedText.getBytes(UTF_8)), body)
                .failedCheck();
    }

    @Test
    void verifiesDecodedPathAndRawQueryAndBody() {
        assertNull(failed("/a b/ä+c?q=%20+\nx=%2F", "/a%20b/%c3%A4+c", "q=%20+", "x=%2F"));
        assertNull(failed("/\n", "/", null, ""));
        assertNull(failed("/?\n", "/", "", ""));
        assertEquals(CallbackCheck.SIGNATURE, failed("/\n", "/", "", ""));
        assertEquals(CallbackCheck.SIGNATURE, failed("/?\n", "/", null, ""));
        // Not UTF-8.
        byte[] text = {'/', (byte) 0xff, '\n'};
        assertNull(verify("POST", "/%ff", null, headers(text), "").failedCheck());
    }

    /** OSS signs the decoded path, which does not contain the case of hexadecimal digits. */
    @Test
    void acceptsLowerCaseDigitsInPath() {
        assertNull(failed("/a/b\n", "/a%2Fb", null, ""));
        assertNull(failed("/a/b\n", "/a%2fb", null, ""));
        assertEquals(CallbackCheck.SIGNATURE, failed("/a?q=%2F\n", "/a", "q=%2f", ""));
    }

    /** {@code /cb%0Abucket=a} with the body {@code evil} would have the same text as {@code /cb} with two lines. */
    @Test
    void rejectsAmbiguousPaths() {
        assertNull(failed("/cb\nbucket=a\nevil", "/cb", null, "bucket=a\nevil"));
        assertEquals(CallbackCheck.PATH, failed("/cb\nbucket=a\nevil", "/cb%0Abucket=a", null, "evil"));
        assertEquals(CallbackCheck.PATH, failed("/cb?admin=1\n", "/cb%3Fadmin=1", null, ""));
        assertEquals(CallbackCheck.PATH, failed("/cb?admin=1\n", "/cb%3fadmin=1", null, ""));
        assertEquals(CallbackCheck.PATH, failed("/cb#a\n", "/cb%23a", null, ""));
    }

    @Test
    void rejectsEncodedControlCharacters() {
        for (int c = 0; c < 256; c++) {
            String text = "/" + (char) c + "\n";
            CallbackCheck failed = verify(
                            "POST", "/%" + String.format("%02x", c), null, headers(text.getBytes(ISO_8859_1)), "")
                    .failedCheck();
            boolean rejected = c < 0x20 || c == 0x7f || c == '?' || c == '#';
            assertEquals(rejected ? CallbackCheck.PATH : null, failed, "%" + Integer.toHexString(c));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "*",
                "http://a/b",
                "/a b",
                "/ä",
                "/a\n",
                "/a?b",
                "/a#b",
                "/%",
                "/%1",
                "/%zz",
                "/%١٢",
                "/%-1"
            })
    void rejectsMalformedPaths(String path) {
        assertEquals(CallbackCheck.PATH, failed(path + "\n", path, null, ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a\nb", "ä", "a#b", "\0"})
    void rejectsDecodedQueries(String query) {
        assertEquals(CallbackCheck.QUERY, failed("/?" + query + "\n", "/", query, ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "post", "", "POST "})
    void rejectsOtherMethods(String method) {
        assertEquals(
                CallbackCheck.METHOD,
                verify(method, "/", null, headers("/\n".getBytes(UTF_8)), "").failedCheck());
    }

    @Test
    void limitsSizeOfBody() {
        String longest = "a".repeat(1 << 20);
        assertNull(failed("/\n" + longest, "/", null, longest));
        assertEquals(CallbackCheck.BODY_SIZE, failed("/\n" + longest + "a", "/", null, longest + "a"));
    }

    /** ali-sdk/ali-oss #602: a body that was parsed and serialized again may have another order or other escapes. */
    @Test
    void rejectsReserializedBody() {
        assertEquals(CallbackCheck.SIGNATURE, failed("/\na=1&b=2", "/", null, "b=2&a=1"));
        assertEquals(CallbackCheck.SIGNATURE, failed("/\na=%2F", "/", null, "a=/"));
        assertEquals(CallbackCheck.SIGNATURE, failed("/\n{\"a\":1}", "/", null, "{\"a\": 1}"));
    }

    @Test
    void rejectsQueryDecodedByFramework() {
        assertEquals(CallbackCheck.SIGNATURE, failed("/?a=%2F\n", "/", "a=/", ""));
    }

    @Test
    void keepsPlusInPath() {
        assertNull(failed("/a+b\n", "/a+b", null, ""));
        assertEquals(CallbackCheck.SIGNATURE, failed("/a b\n", "/a+b", null, ""));
    }

    @Test
    void rejectsPathChangedByProxy() {
        assertEquals(CallbackCheck.SIGNATURE, failed("/app/cb\n", "/cb", null, ""));
    }

    @Test
    void rejectsBodyInAnotherCharset() {
        Map<String, String> headers = headers("/\na=中".getBytes(UTF_8));
        byte[] body = "a=中".getBytes(java.nio.charset.Charset.forName("GBK"));
        assertEquals(
                CallbackCheck.SIGNATURE,
                VERIFIER.verify(ReceivedCallback.of("POST", "/", null, headers::get, body))
                        .failedCheck());
    }

    /** ali-sdk/ali-oss #85. */
    @Test
    void explainsMissingAuthorization() {
        Map<String, String> headers = headers("/\n".getBytes(UTF_8));
        headers.remove("Authorization");
        CallbackVerification verification = verify("POST", "/", null, headers, "");
        assertEquals(CallbackCheck.AUTHORIZATION, verification.failedCheck());
        assertTrue(verification.reason().contains("web servers"), verification.reason());
    }

    /** Ontos-AI/knowhere PR #163: a callback is not signed with the secret of an account. */
    @Test
    void rejectsSignatureV1() throws Exception {
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec("secret".getBytes(UTF_8), "HmacSHA1"));
        Map<String, String> headers = headers("/\n".getBytes(UTF_8));
        String base64 = Base64.getEncoder().encodeToString(mac.doFinal("/\n".getBytes(UTF_8)));
        headers.put("Authorization", base64);
        assertEquals(
                CallbackCheck.SIGNATURE, verify("POST", "/", null, headers, "").failedCheck());
        headers.put("Authorization", "OSS id:" + base64);
        assertEquals(
                CallbackCheck.AUTHORIZATION,
                verify("POST", "/", null, headers, "").failedCheck());
    }

    @Test
    void rejectsNonCanonicalSignatures() {
        Map<String, String> headers = headers("/\n".getBytes(UTF_8));
        String good = headers.get("Authorization");
        // The last digit of 128 bytes has 2 bits that decoders ignore.
        assertTrue(good.endsWith("=") && !good.endsWith("=="), good);
        char last = good.charAt(good.length() - 2);
        String digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        String nonCanonical = good.substring(0, good.length() - 2) + digits.charAt(digits.indexOf(last) + 1) + "=";
        assertEquals(
                new java.math.BigInteger(Base64.getDecoder().decode(good)),
                new java.math.BigInteger(Base64.getDecoder().decode(nonCanonical)),
                "the bytes are the same");
        for (String other : new String[] {
            nonCanonical,
            good.substring(0, good.length() - 1),
            good + " ",
            " " + good,
            good + "\n",
            good + "====",
            good.substring(0, 76) + "\r\n" + good.substring(76),
            "",
            "=",
            "A".repeat(1372),
        }) {
            headers.put("Authorization", other);
            CallbackCheck failed = verify("POST", "/", null, headers, "").failedCheck();
            assertEquals(other.isEmpty() ? CallbackCheck.SIGNATURE : CallbackCheck.AUTHORIZATION, failed, other);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://gosspublic.alicdn.com/callback_pub_key_v1.pem",
                "https://gosspublic.alicdn.com/callback_pub_key_v1.pem",
                "https://gosspublic.alicdn.com/a/b-c_d.1.pem",
            })
    void acceptsKeyUrlsOfOss(String url) {
        assertNull(keyUrl(url, CallbackVerifier.of(any -> CallbackPublicKey.ofPem(KEY.pem()))));
    }

    /** URLs that could return the key of an attacker. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://gosspublic.alicdn.com.evil.example/callback_pub_key_v1.pem",
                "https://gosspublic.alicdn.com@evil.example/callback_pub_key_v1.pem",
                "https://user@gosspublic.alicdn.com/a.pem",
                "https://user:pw@gosspublic.alicdn.com/a.pem",
                "https://gosspublic.alicdn.com:443/a.pem",
                "http://gosspublic.alicdn.com:80/a.pem",
                "https://gosspublic.alicdn.com:/a.pem",
                "https://gosspublic.alicdn.com./a.pem",
                "https://evil.example/gosspublic.alicdn.com/a.pem",
                "https://evil.example/?https://gosspublic.alicdn.com/a.pem",
                "https://evil.example#gosspublic.alicdn.com/a.pem",
                "https://xgosspublic.alicdn.com/a.pem",
                "https://gosspublic-alicdn.com/a.pem",
                "https://gosspublicXalicdn.com/a.pem",
                "https://alicdn.com/a.pem",
                "https://gosspublic.alicdn.com",
                "https://gosspublic.alicdn.com/",
                "https://gosspublic.alicdn.com//a.pem",
                "https://gosspublic.alicdn.com/../a.pem",
                "https://gosspublic.alicdn.com/./a.pem",
                "https://gosspublic.alicdn.com/%2e%2e/a.pem",
                "https://gosspublic.alicdn.com/a.pem?x=1",
                "https://gosspublic.alicdn.com/a.pem#x",
                "https://gosspublic.alicdn.com/a.pem ",
                " https://gosspublic.alicdn.com/a.pem",
                "https://gosspublic.alicdn.com/a.pem\n",
                "https://gosspublic.alicdn.com\\@evil.example/a.pem",
                "https://gosspublic.alicdn.com\t.evil.example/a.pem",
                "https://gosspublic.alicdn.com\0.evil.example/a.pem",
                "https://ɡosspublic.alicdn.com/a.pem",
                "https://GOSSPUBLIC.alicdn.com/a.pem",
                "HTTPS://gosspublic.alicdn.com/a.pem",
                "https:/gosspublic.alicdn.com/a.pem",
                "https:gosspublic.alicdn.com/a.pem",
                "//gosspublic.alicdn.com/a.pem",
                "gosspublic.alicdn.com/a.pem",
                "file:///etc/passwd",
                "file://gosspublic.alicdn.com/a.pem",
                "ftp://gosspublic.alicdn.com/a.pem",
                "jar:https://gosspublic.alicdn.com/a.pem!/",
                "http://127.0.0.1/a.pem",
                "http://169.254.169.254/a.pem",
                "",
            })
    void rejectsForgedKeyUrls(String url) {
        assertEquals(CallbackCheck.KEY_URL, keyUrl(url, CallbackVerifier.of(requested -> {
            throw new AssertionError("requested " + requested);
        })));
    }

    private static CallbackCheck keyUrl(String url, CallbackVerifier verifier) {
        Map<String, String> headers = headers("/\n".getBytes(UTF_8));
        headers.put("x-oss-pub-key-url", Texts.base64(url));
        CallbackVerification verification =
                verifier.verify(ReceivedCallback.of("POST", "/", null, headers::get, new byte[0]));
        assertTrue(verification.reason().lines().count() <= 1, verification.reason());
        return verification.failedCheck();
    }

    @Test
    void namesEmulatorAndProbeIfTheKeyIsTheirs() {
        String hint =
                ": emulators and \"ossv4 callback probe\" have such URLs; trust them only in tests, by CallbackVerifier.trusting";
        for (String url : new String[] {
            "http://127.0.0.1:40123/callback_pub_key_v1.pem",
            "http://oss:9000/callback_pub_key_v1.pem",
            "http://[::1]:9000/callback_pub_key_v1.pem"
        }) {
            assertEquals(
                    "key URL must be http(s)://gosspublic.alicdn.com/… or trusted, was " + url + hint, reason(url));
        }
        for (String url : new String[] {
            "http://evil.example/callback_pub_key_v1.pem",
            "https://evil.example/a?:9000/callback_pub_key_v1.pem",
            "http://127.0.0.1:9000/callback_pub_key_v1.pem?a"
        }) {
            assertTrue(reason(url).endsWith("or trusted, was " + url), reason(url));
        }
    }

    private static String reason(String url) {
        Map<String, String> headers = headers("/\n".getBytes(UTF_8));
        headers.put("x-oss-pub-key-url", Texts.base64(url));
        return verify("POST", "/", null, headers, "").reason();
    }

    @Test
    void limitsLengthOfKeyUrls() {
        String prefix = "https://gosspublic.alicdn.com/";
        CallbackVerifier any = CallbackVerifier.of(url -> CallbackPublicKey.ofPem(KEY.pem()));
        assertNull(keyUrl(prefix + "a".repeat(768 - prefix.length()), any));
        assertEquals(CallbackCheck.KEY_URL, keyUrl(prefix + "a".repeat(769 - prefix.length()), any));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {"null", "''", "%", "aHR0cHM6Ly9nb3NzcHVibGlj", "aHR0cHM", "aHR0cHN="})
    void rejectsKeyUrlsThatAreNotCanonicalBase64(String header) {
        Map<String, String> headers = headers("/\n".getBytes(UTF_8));
        headers.put("x-oss-pub-key-url", header);
        assertEquals(
                CallbackCheck.KEY_URL, verify("POST", "/", null, headers, "").failedCheck());
    }

    @Test
    void trustsAdditionalKeyUrlsExactly() {
        String emulator = "http://127.0.0.1:9000/callback_pub_key_v1.pem";
        CallbackVerifier plain = CallbackVerifier.of(url -> CallbackPublicKey.ofPem(KEY.pem()));
        CallbackVerifier trusting = plain.trusting(emulator);
        assertNull(keyUrl(emulator, trusting));
        assertNull(keyUrl(TestKey.URL, trusting));
        assertNull(keyUrl(emulator, trusting.trusting("http://other.example/")));
        assertEquals(CallbackCheck.KEY_URL, keyUrl(emulator, plain));
        for (String other : new String[] {
            emulator + "?", emulator.replace(":9000", ""), emulator.replace("http:", "https:"), emulator + "/"
        }) {
            assertEquals(CallbackCheck.KEY_URL, keyUrl(other, trusting), other);
        }
        for (String none : new String[] {"", "a", "file:///a", "http://", "http://a b", "http://ä"}) {
            assertThrows(IllegalArgumentException.class, () -> plain.trusting(none), none);
        }
    }

    @Test
    void distinguishesUnknownFromUnavailableKey() {
        assertEquals(CallbackCheck.KEY_KNOWN, keyUrl(TestKey.URL.replace("v1", "v2"), VERIFIER));
        assertEquals(CallbackCheck.KEY_AVAILABLE, keyUrl(TestKey.URL, CallbackVerifier.of(url -> {
            throw new IOException("no\nroute");
        })));
        assertEquals(CallbackCheck.KEY_AVAILABLE, keyUrl(TestKey.URL, CallbackVerifier.of(url -> {
            throw new IllegalStateException("closed");
        })));
        assertEquals(
                CallbackCheck.SIGNATURE,
                keyUrl(TestKey.URL, CallbackVerifier.of(url -> CallbackPublicKey.ofPem(new TestKey().pem()))));
        assertEquals(CallbackCheck.SIGNATURE, keyUrl(TestKey.URL, CallbackVerifier.of(CallbackKeySource.pinned())));
    }

    /** Only these three headers are required. */
    @Test
    void requiresNoOtherHeaders() {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(headers("/\n".getBytes(UTF_8)));
        assertNull(verify("POST", "/", null, headers, "").failedCheck());
    }

    @Test
    void hidesQueriesAndBodies() {
        ReceivedCallback received = KEY.form("/cb", "secret=hunter2", "a=hunter2");
        assertEquals("ReceivedCallback{POST /cb 9 bytes}", received.toString());
        String reason = verify("POST", "/cb", "secret=hunter2", headers("/\n".getBytes(UTF_8)), "hunter2")
                .toString();
        assertTrue(reason.contains("SIGNATURE"), reason);
        assertFalse(reason.contains("hunter2"), reason);
    }
}

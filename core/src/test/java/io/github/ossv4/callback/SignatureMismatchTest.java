// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.callback;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.testing.TestKey;
import io.github.ossv4.testing.Texts;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The reason of a failed signature, found by the headers that describe the sent body. */
class SignatureMismatchTest {
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String JSON = "application/json";
    private static final String CHANGED =
            "a framework changed the body (read it raw, or use a JSON body), or the request is forged; the body has ";
    private static final TestKey KEY = new TestKey();

    private final Map<String, String> headers = new HashMap<>();
    private String path = "/cb";

    /** Sends one body, and receives another. */
    private CallbackVerification verify(String contentType, String sent, String received) throws Exception {
        byte[] bytes = sent.getBytes(UTF_8);
        headers.putIfAbsent("Authorization", KEY.sign(("/cb\n" + sent).getBytes(UTF_8)));
        headers.putIfAbsent("x-oss-pub-key-url", Texts.base64(TestKey.URL));
        headers.putIfAbsent("Content-Type", contentType);
        headers.putIfAbsent("Content-Length", Integer.toString(bytes.length));
        headers.putIfAbsent("Content-MD5", md5(bytes));
        return KEY.verifier().verify(ReceivedCallback.of("POST", path, null, headers::get, received.getBytes(UTF_8)));
    }

    private static String md5(byte[] bytes) throws Exception {
        return Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("MD5").digest(bytes));
    }

    private String reason(String contentType, String sent, String received) throws Exception {
        CallbackVerification verification = verify(contentType, sent, received);
        assertEquals(CallbackCheck.SIGNATURE, verification.failedCheck());
        assertEquals(1, verification.reason().lines().count(), verification.reason());
        return verification.reason();
    }

    @Test
    void explainsFormThatWasRebuiltFromParameters() throws Exception {
        assertEquals(
                CHANGED + "13 bytes, Content-Length is 15, its MD5 is not Content-MD5",
                reason(FORM, "object=my%20cat", "object=my+cat"));
    }

    @Test
    void explainsChangedBodyOfSameLength() throws Exception {
        assertEquals(
                CHANGED + "7 bytes, Content-Length is 7, its MD5 is not Content-MD5",
                reason(FORM, "a=1&b=2", "b=2&a=1"));
    }

    @Test
    void explainsChangedBodyByEitherHeader() throws Exception {
        headers.put("Content-MD5", "");
        assertEquals(CHANGED + "3 bytes, Content-Length is 5", reason(FORM, "a=%20", "a=+"));
        headers.remove("Content-MD5");
        headers.put("Content-Length", "");
        assertEquals(CHANGED + "3 bytes, its MD5 is not Content-MD5", reason(FORM, "a=%20", "a=+"));
    }

    @Test
    void doesNotRecommendJsonForJson() throws Exception {
        String changed = "a framework changed the body (read it raw), or the request is forged; the body has ";
        assertEquals(
                changed + "8 bytes, Content-Length is 7, its MD5 is not Content-MD5",
                reason(JSON, "{\"a\":1}", "{\"a\": 1}"));
        headers.put("Content-Type", "Application/JSON; charset=utf-8");
        assertTrue(reason(JSON, "{\"a\":1}", "{\"a\": 1}").startsWith(changed));
    }

    @Test
    void explainsBodyThatWasReadBefore() throws Exception {
        assertEquals(
                "the body is empty, Content-Length is 15: a filter or the framework read it before, for example by"
                        + " getParameter; read it first, or use a JSON body",
                reason(FORM, "object=my%20cat", ""));
        headers.put("Content-Length", "");
        assertEquals(
                "the body is empty: a filter or the framework read it before, for example by getParameter; read it"
                        + " first, or use a JSON body",
                reason(FORM, "object=my%20cat", ""));
    }

    @Test
    void explainsChangedPathIfBodyMatchesMd5() throws Exception {
        path = "/api/cb";
        assertEquals(
                "the signature does not match path, query and body; the body matches Content-MD5: a proxy may have"
                        + " changed path or query (compare them with the callback's URL), or the request is forged",
                reason(FORM, "a=1", "a=1"));
        headers.put("Content-Length", "4");
        assertTrue(reason(FORM, "a=1", "a=1").contains("matches Content-MD5"), "MD5 has priority over the length");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "AAAA", "not base64", "1B2M2Y8AsgTpgAmY7PhCfh=="})
    void ignoresMalformedHeaders(String contentMd5) throws Exception {
        headers.put("Content-MD5", contentMd5);
        for (String length : new String[] {"", "-5", "+5", "5 5", "0x5", "٥", "99999999999999999999"}) {
            headers.put("Content-Length", length);
            assertEquals(
                    "the signature does not match path, query and body; all three must be passed as received",
                    reason(FORM, "a=1", "a=2"),
                    length);
        }
    }

    /** Neither header is signed. */
    @Test
    void decidesWithoutContentHeaders() throws Exception {
        headers.put("Content-MD5", md5("other".getBytes(UTF_8)));
        headers.put("Content-Length", "5000");
        assertNull(verify(FORM, "a=1", "a=1").failedCheck());
        headers.put("Content-MD5", md5("a=2".getBytes(UTF_8)));
        headers.put("Content-Length", "3");
        assertEquals(CallbackCheck.SIGNATURE, verify(FORM, "a=1", "a=2").failedCheck());
    }

    @Test
    void omitsBodyFromReason() throws Exception {
        String reason = reason(FORM, "token=hunter2", "token=hunter3");
        assertTrue(!reason.contains("hunter") && !reason.contains(headers.get("Content-MD5")), reason);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.sign;

import static io.github.ossv4.testing.FixedTime.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The usual causes of a signature mismatch, and the server's details for each. */
class MismatchTest {
    private static final Signature OURS = Signer.of(Credentials.of("STS.1", "sk", "hunter2"), "cn-hangzhou")
            .sign(
                    UnsignedRequest.builder("PUT", "examplebucket", "a b%")
                            .query("x", "1")
                            .header("Content-Type", "text/plain")
                            .header("x-oss-meta-a", "1")
                            .header("Range", "r")
                            .additionalHeader("range")
                            .build(),
                    NOW);

    private static String explain(UnaryOperator<String> change) {
        String text = OURS.explainMismatch(change.apply(OURS.canonicalRequest()), "other");
        assertFalse(text.contains("hunter2"), text);
        return text;
    }

    private static void assertExplains(String what, String ours, String theirs, String cause, String text) {
        assertTrue(text.startsWith("The " + what + " differs: "), text);
        assertTrue(text.contains("signed " + ours + ","), text);
        assertTrue(text.contains("received " + theirs + "."), text);
        assertTrue(text.contains(cause), text);
    }

    @Test
    void explainsWrongSecret() {
        assertTrue(OURS.explainMismatch(OURS.canonicalRequest(), OURS.stringToSign())
                .contains("secret"));
    }

    @Test
    void explainsAddedContentType() {
        Signature none = Signer.of(Credentials.of("ak", "sk"), "cn-hangzhou")
                .sign(UnsignedRequest.builder("PUT", "examplebucket", "k").build(), NOW);
        String theirs = none.canonicalRequest().replace("x-oss-content", "content-type:text/html\nx-oss-content");
        assertExplains(
                "header content-type",
                "nothing",
                "\"text/html\"",
                "added a Content-Type",
                none.explainMismatch(theirs, ""));
    }

    @Test
    void explainsAddedCharset() {
        assertExplains(
                "header content-type",
                "\"text/plain\"",
                "\"text/plain; charset=utf-8\"",
                "charset",
                explain(text -> text.replace("text/plain", "text/plain; charset=utf-8")));
    }

    @Test
    void explainsRemovedHeader() {
        assertExplains(
                "header x-oss-meta-a",
                "\"1\"",
                "nothing",
                "removed it",
                explain(text -> text.replace("x-oss-meta-a:1\n", "")));
    }

    @Test
    void explainsKeyEncodedTwice() {
        assertExplains(
                "path",
                "\"/examplebucket/a%20b%25\"",
                "\"/examplebucket/a%2520b%2525\"",
                "percent-encoded the path again",
                explain(text -> text.replace("a%20b%25", "a%2520b%2525")));
        Signature escaped = Signer.of(Credentials.of("ak", "sk"), "cn-hangzhou")
                .sign(UnsignedRequest.builder("PUT", "examplebucket", "a%20b").build(), NOW);
        assertTrue(escaped.explainMismatch(escaped.canonicalRequest().replace("a%2520b", "a%20b"), "")
                .contains("pass the plain key"));
    }

    @Test
    void explainsAddedQueryParameter() {
        assertExplains(
                "query parameter y", "nothing", "\"2\"", "added it", explain(text -> text.replace("x=1", "x=1&y=2")));
    }

    @Test
    void explainsChangedMethod() {
        assertExplains(
                "method", "\"PUT\"", "\"POST\"", "an intermediary", explain(text -> text.replace("PUT", "POST")));
    }

    @Test
    void hidesDifferentToken() {
        String text = explain(request -> request.replace("hunter2", "hunter2-old"));
        assertExplains("header x-oss-security-token", "\"…\"", "\"…\"", "changed it", text);
    }

    @Test
    void hidesMovedAndTruncatedToken() {
        String token = "CAIS" + "x".repeat(400);
        Signature ours = Signer.of(Credentials.of("STS.1", "sk", token), "cn-hangzhou")
                .sign(UnsignedRequest.builder("PUT", "examplebucket", "k").build(), NOW);
        for (String changed : new String[] {"/examplebucket/" + token, "/examplebucket/k\nq=" + token}) {
            String text = ours.explainMismatch(ours.canonicalRequest().replace("/examplebucket/k", changed), "");
            assertFalse(text.contains("CAIS"), text);
        }
    }

    @Test
    void explainsDifferentListOfAdditionalHeaders() {
        assertExplains(
                "list of additional headers",
                "\"range\"",
                "\"\"",
                "removed a header",
                explain(text -> text.replace("\nrange\n", "\n\n")));
    }

    private static String explain(UnsignedRequest.Builder request, String ours, String theirs) {
        Signature signature =
                Signer.of(Credentials.of("ak", "sk"), "cn-hangzhou").sign(request.build(), NOW);
        assertTrue(signature.canonicalRequest().contains(ours), signature.canonicalRequest());
        return signature.explainMismatch(signature.canonicalRequest().replace(ours, theirs), "");
    }

    private static UnsignedRequest.Builder get(String key) {
        return UnsignedRequest.builder("GET", "examplebucket", key);
    }

    @Test
    void explainsEncodingBeforeSigning() {
        String encoded = "encodes it again: pass the plain key";
        assertTrue(explain(get("photos%2Fcat.jpg"), "photos%252Fcat.jpg", "photos/cat.jpg")
                .contains(encoded));
        assertTrue(explain(get("%e9%8d%b5"), "%25e9%258d%25b5", "%E9%8D%B5").contains(encoded));
        assertTrue(explain(get("k").query("a", "b%2Fc"), "b%252Fc", "b%2Fc")
                .contains("encodes it again: pass the plain value"));
        assertTrue(explain(get("a b"), "a%20b", "a%2520b").contains("an intermediary percent-encoded the path again"));
        assertTrue(explain(get("k").query("a", "b c"), "b%20c", "b%2Bc").contains("a space was sent as a plus"));
        assertTrue(explain(get("examplebucket/k"), "/examplebucket/examplebucket/k", "/examplebucket/k")
                .contains("the key contains the bucket"));
    }

    @Test
    void explainsAbsentDetails() {
        String text = OURS.explainMismatch(OURS.canonicalRequest(), null);
        assertTrue(text.contains("The region and product are not known") && text.contains("secret"), text);
        assertEquals(text, OURS.explainMismatch(OURS.canonicalRequest().replace("\n", "\r\n"), ""));
        assertTrue(OURS.explainMismatch("", OURS.stringToSign()).contains("the same text"));
        String other = OURS.explainMismatch(null, OURS.stringToSign() + "\nx");
        assertTrue(other.startsWith("The string to sign differs"), other);
        String type = explain(change -> change.replace("text/plain", "text/plainx"));
        assertTrue(type.contains("changed it after signing"), type);
    }

    @Test
    void hidesCookie() {
        String text = explain(get("k").header("Cookie", "hunter2").additionalHeader("cookie"), "hunter2", "hunter3");
        assertTrue(text.contains("header cookie"), text);
        assertFalse(text.contains("hunter"), text);
    }

    @Test
    void explainsRewrittenQuery() {
        Signature ours = Signer.of(Credentials.of("ak", "sk"), "cn-hangzhou")
                .sign(
                        UnsignedRequest.builder("POST", "examplebucket", "k")
                                .query("append", "")
                                .query("position", "0")
                                .build(),
                        NOW);
        for (String theirs : new String[] {"append=&position=0", "position=0&append"}) {
            assertExplains(
                    "encoding of the query",
                    "\"append&position=0\"",
                    "\"" + theirs + "\"",
                    "rewrote the query",
                    ours.explainMismatch(ours.canonicalRequest().replace("append&position=0", theirs), ""));
        }
    }

    @Test
    void explainsChangedPayload() {
        assertExplains(
                "payload",
                "\"UNSIGNED-PAYLOAD\"",
                "\"e3b0\"",
                "x-oss-content-sha256",
                explain(text -> text.replaceFirst("UNSIGNED-PAYLOAD$", "e3b0")));
    }

    @Test
    void explainsAddedLine() {
        assertExplains("line 13 of the canonical request", "\"\"", "\"x\"", "added", explain(text -> text + "\nx"));
        assertExplains("payload", "\"UNSIGNED-PAYLOAD\"", "\"UNSIGNED-PAYLOAD \"", "changed", explain(t -> t + " "));
    }

    @Test
    void hidesTokenInRepeatedLine() {
        String text = explain(request -> request.replaceFirst("(x-oss-security-token:hunter2\n)", "$1$1"));
        assertTrue(text.startsWith("The line"), text);
    }

    @Test
    void explainsDifferentRegionAndTime() {
        String scope = OURS.explainMismatch(
                OURS.canonicalRequest(), OURS.stringToSign().replace("hangzhou", "beijing"));
        assertTrue(scope.startsWith("The scope differs") && scope.contains("region"), scope);
        String time = OURS.explainMismatch(null, OURS.stringToSign().replaceFirst("162057Z", "161957Z"));
        assertTrue(time.startsWith("The time differs") && time.contains("clock"), time);
    }

    @Test
    void acceptsMalformedDetails() {
        assertEquals(
                "The response does not contain the server's canonical request or string to sign.",
                OURS.explainMismatch(null, null));
        for (String text :
                new String[] {"", "\n", "\n\n\n", "PUT", "PUT\n/examplebucket/a%20b%25\nx=1", "x".repeat(100_000)}) {
            String explained = OURS.explainMismatch(text, text);
            assertTrue(explained.length() < 600, explained);
        }
    }

    @Test
    void explainsDifferentHash() {
        String theirs = OURS.stringToSign().replaceFirst("[0-9a-f]{64}$", "0".repeat(64));
        String text = OURS.explainMismatch(null, theirs);
        assertTrue(text.startsWith("The hash of the canonical request differs: "), text);
        assertTrue(text.contains("received \"" + "0".repeat(64) + "\""), text);
    }

    @Test
    void explainsRewrittenPath() {
        String bucketOnly = explain(UnsignedRequest.builder("GET", "examplebucket", null), "/examplebucket/", "/");
        assertTrue(bucketOnly.contains("Usual cause: a proxy or the HTTP client rewrote the path"), bucketOnly);
        String oneLetter = explain(get("k"), "/examplebucket/k", "/k");
        assertTrue(oneLetter.contains("Usual cause: the key contains the bucket"), oneLetter);
    }

    @Test
    void explainsParametersOfOtherHeaders() {
        String type = explain(text -> text.replace("text/plain", "text/plain;charset=utf-8"));
        assertTrue(type.contains("added a charset: sign the type with its charset"), type);
        String other = explain(text -> text.replace("x-oss-meta-a:1", "x-oss-meta-a:1;charset=utf-8"));
        assertTrue(other.contains("changed it after signing"), other);
    }

    @Test
    void truncatesValuesOverTheLimit() {
        for (int length : new int[] {120, 121}) {
            String value = "v".repeat(length);
            String text = explain(change -> change.replace("x-oss-meta-a:1", "x-oss-meta-a:" + value));
            String shown = length == 120 ? value : "v".repeat(120) + "…";
            assertTrue(text.contains("received \"" + shown + "\"."), text);
        }
    }
}

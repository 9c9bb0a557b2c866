// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.explain;

import static io.github.ossv4.explain.Inputs.NOW;
import static io.github.ossv4.explain.RecordedRequestTest.raw;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.sign.Credentials;
import io.github.ossv4.sign.PresignedRequest;
import io.github.ossv4.sign.Signature;
import io.github.ossv4.sign.Signer;
import io.github.ossv4.sign.UnsignedRequest;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RefusedSignatureTest {
    private static final String HEX = "0".repeat(64);
    private static final Signature SIGNATURE = Signer.of(Credentials.of("ak", "sk", "hunter2+"), "cn-hangzhou")
            .sign(
                    UnsignedRequest.builder("PUT", "b", "a b")
                            .query("a", null)
                            .query("p", "1")
                            .header("Content-Type", "text/plain")
                            .header("Range", "r")
                            .additionalHeader("range")
                            .build(),
                    NOW);

    private static String explained(RefusedSignature refused, KnownClient client) {
        Explanation.Builder explanation = new Explanation.Builder(text -> text);
        refused.explain(client, explanation);
        return explanation.build().toString();
    }

    private static String explained(RefusedSignature refused) {
        return explained(refused, KnownClient.NOTHING);
    }

    /** Clients derive the type from the extension of the key; curl -T and a Blob without a type send none. */
    @ParameterizedTest
    @CsvSource({
        "image/jpeg, '', 'the request was sent without the Content-Type that was signed: send it, or sign none'",
        "image/jpeg, application/x-www-form-urlencoded, the HTTP client sent another Content-Type than the one that was signed",
        "'', image/jpeg, 'it was added after the request was signed, or is not signed'",
    })
    void findsContentTypeByExtensionOfKey(String signedType, String sentType, String cause) {
        Credentials client = Credentials.of("ak", "sk");
        Signature signed = Signer.of(client, "cn-hangzhou").sign(put("photos/Katze 1.JPG", signedType), NOW);
        Signature right = Signer.of(client, "cn-hangzhou").sign(put("photos/Katze 1.JPG", sentType), NOW);
        RefusedSignature refused = new RefusedSignature(right.canonicalRequest(), right.stringToSign(), signed.hex());
        String mistake = "the header content-type differs: signed \"" + line(signedType) + "\", expected \""
                + line(sentType) + "\"; " + cause;

        assertEquals(
                List.of("! problem: " + mistake),
                marked(explained(refused, new KnownClient(null, null, null, client)), "! problem"));
        String withoutSecret = explained(refused);
        assertTrue(withoutSecret.contains("! advice: possible mistake of the client: " + mistake), withoutSecret);
    }

    private static UnsignedRequest put(String key, String type) {
        UnsignedRequest.Builder put = UnsignedRequest.builder("PUT", "b", key);
        return (type.isEmpty() ? put : put.header("Content-Type", type)).build();
    }

    private static String line(String type) {
        return type.isEmpty() ? "(nothing)" : "content-type:" + type;
    }

    @Test
    void expectsNoContentTypeOfDownloads() {
        Signature right = Signer.of(Credentials.of("ak", "sk"), "cn-hangzhou")
                .sign(UnsignedRequest.builder("GET", "b", "a.jpg").build(), NOW);
        String text = explained(new RefusedSignature(right.canonicalRequest(), right.stringToSign(), right.hex()));
        assertFalse(text.contains("content-type"), text);
    }

    private static List<String> marked(String text, String mark) {
        assertFalse(text.contains("hunter2"), text);
        return text.lines().filter(line -> line.startsWith(mark)).toList();
    }

    @Test
    void describesTextsAndPossibleMistakes() {
        assertEquals(
                List.of(
                        "method: PUT",
                        "resource: /b/a%20b",
                        "query parameters: a, p",
                        "signed headers: content-type, range, x-oss-content-sha256, x-oss-date, x-oss-security-token",
                        "content-type: text/plain",
                        "additional headers: range",
                        "time: 20231216T162057Z",
                        "scope: 20231216/cn-hangzhou/oss/aliyun_v4_request",
                        "! advice: the texts break no rule: compare them with those that the client signed, or with the request"
                                + " that it sent. If they are the same, the secret does not belong to the AccessKey ID",
                        "! advice: with the secret of the client, its mistake is named; otherwise check these:",
                        possible("path", "/b/a b", "/b/a%20b", "the key is not percent-encoded"),
                        possible("path", "/b/a%2520b", "/b/a%20b", "the key is percent-encoded twice"),
                        possible("path", "/b/a+b", "/b/a%20b", "a space is encoded as %20, not as +"),
                        possible("path", "/a%20b", "/b/a%20b", "the bucket is missing: it is signed for any host"),
                        possible("query", "p=1&a", "a&p=1", "the parameters must be sorted by their encoded names"),
                        possible(
                                "header content-type",
                                "(nothing)",
                                "content-type:text/plain",
                                "it was added after the request was signed, or is not signed"),
                        possible(
                                "header x-oss-content-sha256",
                                "(nothing)",
                                "x-oss-content-sha256:UNSIGNED-PAYLOAD",
                                "it was added after the request was signed, or is not signed")),
                explained(new RefusedSignature(SIGNATURE.canonicalRequest(), SIGNATURE.stringToSign(), SIGNATURE.hex()))
                        .lines()
                        .toList());
    }

    private static String possible(String line, String signed, String expected, String cause) {
        return "! advice: possible mistake of the client: the " + line + " differs: signed \"" + signed
                + "\", expected \"" + expected + "\"; " + cause;
    }

    /** The secret and the token of the client are hunter2…, its signature is never shown. */
    @Test
    void computesMistakeWithoutShowingSecrets() {
        Credentials client = Credentials.of("ak", "hunter2-secret", "hunter2+");
        Signature wrong = Signer.of(client, "cn-hangzhou")
                .sign(UnsignedRequest.builder("PUT", "b", "a b").query("p", "1").build(), NOW);
        Signature right = Signer.of(client, "cn-hangzhou")
                .sign(
                        UnsignedRequest.builder("PUT", "b", "a b")
                                .query("p", "1")
                                .header("Content-Type", "text/plain")
                                .build(),
                        NOW);
        String text = explained(
                new RefusedSignature(right.canonicalRequest(), right.stringToSign(), wrong.hex()),
                new KnownClient(null, null, null, client));
        assertEquals(
                List.of("! problem: the header content-type differs: signed \"(nothing)\", expected"
                        + " \"content-type:text/plain\"; it was added after the request was signed, or is not signed"),
                marked(text, "! problem"));
        assertFalse(text.contains(wrong.hex()) || text.contains(right.hex()), text);
        String unknown = explained(
                new RefusedSignature(right.canonicalRequest(), right.stringToSign(), HEX),
                new KnownClient(null, null, null, client));
        assertEquals(List.of(), marked(unknown, "! problem"));
        assertTrue(unknown.contains("! advice: no known mistake leads to this signature"), unknown);
    }

    /** Whoever received the URL, or a tool on its way, changed the key or the bucket in it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "k|k2|no known mistake leads to this signature: the secret does not belong to the AccessKey ID, or the URL was"
                        + " changed after it was signed: its bucket, key, expiry or another parameter",
                "dir/k|/dir/k|the sent key has an extra slash at its start",
                "/dir/k|dir/k|the signed key has an extra slash at its start",
                "dir/k/|dir/k|the signed key has an extra slash at its end",
                "dir/k|dir/k/|the sent key has an extra slash at its end",
                "a+b|a b|a + in the path means a space: send it as %2B",
                "a%20b|a b|the key is percent-encoded twice",
            })
    void namesChangedKeyOfAPresignedUrl(String signedKey, String sentKey, String cause) {
        Credentials client = Credentials.of("ak", "sk");
        PresignedRequest signed = presignGet(client, signedKey);
        PresignedRequest right = presignGet(client, sentKey);
        RefusedSignature refused = new RefusedSignature(right.canonicalRequest(), right.stringToSign(), signed.hex());

        String text = explained(refused, new KnownClient(null, null, null, client));
        assertTrue(text.contains(cause), text);
    }

    private static PresignedRequest presignGet(Credentials credentials, String key) {
        return Signer.of(credentials, "cn-hangzhou")
                .presign(UnsignedRequest.builder("GET", "b", key).build(), NOW, Duration.ofMinutes(1));
    }

    @Test
    void findsNoProblemInPresignedTexts() {
        PresignedRequest presigned = Signer.of(Credentials.of("ak", "sk", "a+b"), "cn-hangzhou")
                .presign(UnsignedRequest.builder("GET", "b", "k").build(), NOW, Duration.ofMinutes(1));
        String text = explained(
                new RefusedSignature(presigned.canonicalRequest(), presigned.stringToSign(), presigned.hex()));
        assertEquals(List.of(), marked(text, "! problem"));
        assertFalse(text.contains("a%2Bb") || text.contains("a+b"), text);
        assertTrue(text.contains("! advice: the signature is in the URL: it is valid for one method and only"), text);
        String spaced =
                explained(new RefusedSignature(presigned.canonicalRequest().replace("a%2Bb", "a%20b"), null, null));
        assertTrue(spaced.contains("! problem: x-oss-security-token contains a space: a plus"), spaced);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "PUT#|put#|the method|it must be upper case",
                "PUT#|GET#|the method|it was signed for GET and sent as PUT",
                "/b/a%20b|b/a%20b|the path|the first slash is missing",
                "/b/a%20b|/b/a b|the path|the key is not percent-encoded",
                "/b/a%20b|/b/a+b|the path|a space is encoded as %20, not as +",
                "/b/a%20b|/a%20b|the path|the bucket is missing",
                "/b/a%20b|/b/a%2520b|the path|the key is percent-encoded twice",
                "/b/a%20b|/b/%61%20b|The path|percent-encoded in another way",
                "/b/a%20b|/b|the path|the slash after the bucket is missing",
                "a&p=1|p=1&a|the query|must be sorted by their encoded names",
                "a&p=1|a=&p=1|the query|signed without an equals sign",
                "a&p=1|a&a|The query parameter p|received \"1\"",
                "a&p=1|a&p=/|The query parameter p|signed \"/\", received \"1\"",
                "a&p=1|a&p=%31|The query parameter p|percent-encoded in another way",
                "a&p=1|a&p=1&x-oss-signature=hunter2|The query parameter x-oss-signature|received nothing",
                "content-type:|Content-Type:|The case of the headers|their names must be lower case",
                "content-type:|content-type:~|the header content-type|no space after the colon",
                "range:r#|range#|The header range|signed \"\", received \"r\"",
                "range:r#|range:r#if-match:1#|The header if-match|signed \"1\", received nothing",
                "range:r#|range:r#date:1#|The header date|signed \"1\", received nothing",
                "x-oss-content-sha256:UNSIGNED-PAYLOAD|x-oss-content-sha256:e3b0|The header x-oss-content-sha256|\"e3b0\"",
                "x-oss-content-sha256:UNSIGNED-PAYLOAD#||the header x-oss-content-sha256|is not signed",
                "x-oss-date:20231216T162057Z|x-oss-date:2023-12-16T16:20:57Z|The header x-oss-date|\"2023-12-16T16:20:57Z\"",
                "hunter2+|hunter2~|The header x-oss-security-token|signed \"…\"",
                "#range#UNS|#Range#UNS|The list of additional headers|signed \"Range\"",
                "#range#UNS|#range;range#UNS|The list of additional headers|signed \"range;range\"",
                "#range#UNS|#if-match;range#UNS|The list of additional headers|signed \"if-match;range\"",
                "#range#UNS|#range;x-oss-date#UNS|The list of additional headers|signed \"range;x-oss-date\"",
                "range#UNSIGNED-PAYLOAD|range#e3b0|The payload|signed \"e3b0\"",
                "range#UNSIGNED-PAYLOAD|range#UNSIGNED-PAYLOAD#x|The line 12 of the canonical request|signed \"x\"",
            })
    void namesRuleThatTheClientBroke(String right, String wrong, String line, String cause) {
        String received = SIGNATURE.canonicalRequest();
        String from = right.replace('#', '\n');
        assertTrue(received.contains(from), received);
        String signed = received.replaceFirst(
                Pattern.quote(from),
                wrong == null ? "" : wrong.replace('#', '\n').replace('~', ' '));
        String text = new RefusedSignature(received, null, null).compareWith(signed, null);
        assertTrue(text.startsWith(line + " differs: ") && text.contains(cause), text);
        assertFalse(text.contains("hunter2"), text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "OSS4-HMAC-SHA256|AWS4-HMAC-SHA256|The string to sign|the algorithms differ",
                "20231216T162057Z|2023-12-16T16:20:57Z|The time|signed \"2023-12-16T16:20:57Z\"",
                "20231216/|20231217/|The scope|signed \"20231217/",
                "/cn-hangzhou/|/oss-cn-hangzhou/|The scope|the region must be the bucket's",
                "/cn-hangzhou/|/cn-hangzhou-internal/|The scope|the region must be the bucket's",
                "/oss/|/s3/|The scope|the product oss or oss-cloudbox",
                "/aliyun_v4_request|/aws4_request|The scope|aws4_request",
            })
    void namesLineOfTheStringToSign(String right, String wrong, String line, String cause) {
        String text = new RefusedSignature(SIGNATURE.canonicalRequest(), SIGNATURE.stringToSign(), null)
                .compareWith(
                        SIGNATURE.canonicalRequest(), SIGNATURE.stringToSign().replace(right, wrong));
        assertTrue(text.startsWith(line + " differs: ") && text.contains(cause), text);
    }

    @Test
    void comparesTheTwoTexts() {
        String canonical = SIGNATURE.canonicalRequest();
        String string = SIGNATURE.stringToSign();
        assertTrue(explained(new RefusedSignature(canonical + " ", string, HEX)).contains("break no rule"));
        String changed = explained(new RefusedSignature(canonical.replace("p=1", "p=2"), string, HEX));
        assertTrue(changed.contains("! problem: the hash, line 4, is not the SHA-256"), changed);
        String other = explained(new RefusedSignature(canonical, string.replace("T162057Z", "T162058Z"), HEX));
        assertTrue(
                other.contains("must be equal to x-oss-date, was 20231216T162058Z, x-oss-date is 20231216T162057Z"),
                other);
        String upper = explained(new RefusedSignature(null, string.substring(0, string.length() - 1) + "X", HEX));
        assertTrue(upper.contains("must be a SHA-256 in 64 lower-case hex digits"), upper);
        String lines = explained(new RefusedSignature(null, string + "\nx", HEX));
        assertTrue(lines.contains("must have four lines"), lines);
    }

    @Test
    void recognizesOtherTexts() {
        String v1 = explained(
                new RefusedSignature(null, "PUT\n\n\nSun, 22 Nov 2015 08:16:38 GMT\n/b/k", "a".repeat(27) + "="));
        assertEquals(2, marked(v1, "! problem: ").size(), v1);
        assertTrue(v1.contains("signed with version 1"), v1);
        assertTrue(v1.contains("HMAC-SHA1 in Base64"), v1);
        assertTrue(explained(new RefusedSignature(null, "eyJleHBpcmF0aW9uIjoiIn0=", HEX))
                .contains("policy of a form"));
        assertTrue(explained(new RefusedSignature(null, " ", null)).contains("neither a canonical request"));
        assertTrue(explained(new RefusedSignature(null, null, "A".repeat(64))).contains("upper-case digits"));
        assertTrue(explained(new RefusedSignature(null, null, "a".repeat(43) + "="))
                .contains("it is in Base64"));
        assertTrue(explained(new RefusedSignature(null, null, "abc")).contains("it has 3 characters"));
    }

    /** Browsers show the line breaks of a document as spaces. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET\n\n\n1500004831\n/b/k",
                "PUT\nmd5==\ntext/plain\n1500004831\nx-oss-meta-a:b\n/b/k?acl",
                "GET 1500004831 /b/k",
                "GET   1500004831 /b/k with 1500004831 spaces",
            })
    void recognizesVersion1OfAUrl(String stringToSign) {
        String text = explained(new RefusedSignature(null, stringToSign, "a".repeat(27) + "="));
        assertTrue(text.contains("the URL is signed with version 1, by OSSAccessKeyId, Expires and Signature"), text);
        assertFalse(text.contains("milliseconds"), text);
        String milliseconds =
                explained(new RefusedSignature(null, stringToSign.replaceFirst("1500004831", "1500004831607"), null));
        assertTrue(milliseconds.contains("! advice: Expires is in milliseconds, 1500004831607: "), milliseconds);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET\n\n\nSun, 22 Nov 2015 08:16:38 GMT\n/b/k", "GET\n\n\nSun\n/b/1500004831 /k"})
    void recognizesVersion1OfAHeader(String stringToSign) {
        String text = explained(new RefusedSignature(null, stringToSign, null));
        assertTrue(text.contains("its Authorization begins with \"OSS \""), text);
    }

    @Test
    void findsThePlusThatBecameASpace() {
        String text = explained(new RefusedSignature(null, "GET\n\n\n1500004831\n/b/k", "a".repeat(26) + " ="));
        assertTrue(text.contains("! problem: the signature contains a space: a plus in the URL was not"), text);
        assertFalse(text.contains("64 lower-case"), text);
    }

    @Test
    void advisesOnWhatMayBeAMistake() {
        String twice = explained(new RefusedSignature(
                "GET\n/b/b/a%2520b\n\ncontent-type:application/x-www-form-urlencoded\n\n\n" + "UNSIGNED-PAYLOAD",
                null, null));
        List<String> advice = marked(twice, "! advice: ");
        assertEquals(4, advice.size(), twice);
        assertTrue(advice.get(0).contains("the key begins with the name of the bucket"), twice);
        assertTrue(advice.get(1).contains("such as %20"), twice);
        assertTrue(advice.get(2).contains("x-oss-date is absent"), twice);
        assertTrue(advice.get(3).contains("by themselves"), twice);
    }

    @Test
    void comparesWithTextsOfTheClient() {
        RefusedSignature refused = new RefusedSignature(
                SIGNATURE.canonicalRequest().replace("text/plain", "text/plain;charset=UTF-8"), null, null);
        assertEquals(
                "the header content-type differs: signed \"content-type:text/plain\", expected"
                        + " \"content-type:text/plain;charset=UTF-8\"; the HTTP client added parameters to it",
                refused.compareWith(SIGNATURE.canonicalRequest() + "\n", null));
        String token = new RefusedSignature(SIGNATURE.canonicalRequest().replace("hunter2", "hunter2x"), null, null)
                .compareWith(SIGNATURE.canonicalRequest(), SIGNATURE.stringToSign());
        assertFalse(token.contains("hunter2"), token);
        assertTrue(token.contains("x-oss-security-token differs"), token);
        assertEquals(
                "The server signed the same text, so the secret does not belong to the AccessKey ID.",
                new RefusedSignature(SIGNATURE.canonicalRequest(), SIGNATURE.stringToSign(), null)
                        .compareWith(SIGNATURE.canonicalRequest(), SIGNATURE.stringToSign()));
    }

    @Test
    void explainsDifferenceToTextsOfTheClientWithoutGeneralAdvice() {
        RefusedSignature refused = new RefusedSignature(
                SIGNATURE.canonicalRequest().replace("text/plain", "text/html"), null, SIGNATURE.hex());
        String text =
                explained(refused, new KnownClient(null, SIGNATURE.canonicalRequest(), SIGNATURE.stringToSign(), null));
        assertEquals(
                List.of("! problem: the header content-type differs: signed \"content-type:text/plain\", expected"
                        + " \"content-type:text/html\"; the HTTP client sent another Content-Type than the one that"
                        + " was signed"),
                marked(text, "! problem: "));
        assertFalse(text.contains("break no rule"), text);
    }

    @Test
    void noticesTextsOfTwoRequests() {
        String other = SIGNATURE.canonicalRequest().replace("PUT\n/b/a", "GET\n/b/c");
        assertEquals(
                "The method and the path differ: signed \"PUT /b/a%20b\", received \"GET /b/c%20b\"."
                        + " Usual cause: the texts belong to different requests.",
                new RefusedSignature(other, null, null).compareWith(SIGNATURE.canonicalRequest(), null));
    }

    @Test
    void saysThatOnlyTheSecretIsLeft() {
        String header = new RefusedSignature(SIGNATURE.canonicalRequest(), SIGNATURE.stringToSign(), null)
                .compareWith(SIGNATURE.canonicalRequest(), null);
        assertTrue(header.contains("The region and product are not known on both sides"), header);
        PresignedRequest presigned = Signer.of(Credentials.of("ak", "sk"), "cn-hangzhou")
                .presign(UnsignedRequest.builder("GET", "b", "k").build(), NOW, Duration.ofMinutes(5));
        String url = new RefusedSignature(presigned.canonicalRequest(), presigned.stringToSign(), null)
                .compareWith(presigned.canonicalRequest(), null);
        assertTrue(url.endsWith("So the secret does not belong to the AccessKey ID."), url);
    }

    @Test
    void noticesRequestWithAnotherSignature() {
        String text =
                new RefusedSignature(SIGNATURE.canonicalRequest(), SIGNATURE.stringToSign(), HEX).compareWith(sent());
        assertEquals(
                "The recorded request has another signature than the refused one: the two are different requests.",
                text);
    }

    @Test
    void explainsPlusInPath() {
        String text = explained(
                new RefusedSignature(SIGNATURE.canonicalRequest(), SIGNATURE.stringToSign(), null),
                new KnownClient(
                        raw(
                                "PUT /a+b?p=1&a",
                                Stream.concat(
                                                Stream.of(
                                                        "Host: b.oss-cn-hangzhou.aliyuncs.com",
                                                        "Content-Type: text/plain",
                                                        "Range: r"),
                                                SIGNATURE.headers().entrySet().stream()
                                                        .map(header -> header.getKey() + ": " + header.getValue()))
                                        .toArray(String[]::new)),
                        null,
                        null,
                        null));
        assertTrue(
                text.contains("! advice: the path contains a +, which OSS reads as a space: send a plus as %2B"), text);
    }

    private static RawRequest sent() {
        return raw(
                "PUT /a%20b?p=1&a",
                Stream.concat(
                                Stream.of(
                                        "Host: b.oss-cn-hangzhou.aliyuncs.com", "Content-Type: text/plain", "Range: r"),
                                SIGNATURE.headers().entrySet().stream()
                                        .map(header -> header.getKey() + ": " + header.getValue()))
                        .toArray(String[]::new));
    }

    @Test
    void findsWhatAProxyChanged() {
        String added = new RefusedSignature(
                        SIGNATURE.canonicalRequest().replace("x-oss-date", "x-oss-cdn:1\nx-oss-date"),
                        SIGNATURE.stringToSign(),
                        null)
                .compareWith(sent());
        assertEquals(
                "The header x-oss-cdn differs: sent nothing, received \"1\". Usual cause: a proxy added it on the way.",
                added);
        String path = new RefusedSignature(SIGNATURE.canonicalRequest().replace("/b/a%20b", "/b/a%2520b"), null, null)
                .compareWith(sent());
        assertTrue(path.contains("an intermediary percent-encoded the path again"), path);
    }

    @Test
    void findsOtherTimeAndScope() {
        String time = new RefusedSignature(
                        SIGNATURE.canonicalRequest(), SIGNATURE.stringToSign().replace("162057", "162058"), null)
                .compareWith(sent());
        assertTrue(time.startsWith("The time differs: sent \"20231216T162057Z\""), time);
        String scope = new RefusedSignature(null, SIGNATURE.stringToSign().replace("cn-hangzhou", "cn-beijing"), null)
                .compareWith(sent());
        assertTrue(scope.startsWith("The scope differs: sent \"20231216/cn-hangzhou"), scope);
        String hash =
                new RefusedSignature(null, SIGNATURE.stringToSign().substring(0, 70) + HEX, null).compareWith(sent());
        assertTrue(hash.contains("differs"), hash);
    }

    @Test
    void findsThatTheClientSignedAnotherText() {
        String text =
                new RefusedSignature(SIGNATURE.canonicalRequest(), SIGNATURE.stringToSign(), null).compareWith(sent());
        assertNull(text);
        String explained = explained(
                new RefusedSignature(SIGNATURE.canonicalRequest(), SIGNATURE.stringToSign(), null),
                new KnownClient(sent(), null, null, null));
        assertTrue(
                explained.contains(
                        "! advice: The server received the request as it was sent. So the client signed another"),
                explained);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.explain;

import static io.github.ossv4.explain.Inputs.NOW;
import static io.github.ossv4.explain.RecordedRequestTest.raw;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.sign.Credentials;
import io.github.ossv4.sign.PresignedRequest;
import io.github.ossv4.sign.Signature;
import io.github.ossv4.sign.Signer;
import io.github.ossv4.sign.UnsignedRequest;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    private static String explained(RefusedSignature refused, String difference) {
        Explanation.Builder explanation = new Explanation.Builder();
        refused.explain(difference, explanation);
        return explanation.build().toString();
    }

    private static List<String> problems(UnaryOperator<String> change) {
        String canonical = change.apply(SIGNATURE.canonicalRequest());
        return marked(explained(RefusedSignature.of(canonical, null, HEX), null), "! problem: ");
    }

    private static List<String> problemsOfString(UnaryOperator<String> change) {
        return marked(
                explained(RefusedSignature.of(null, change.apply(SIGNATURE.stringToSign()), HEX), null), "! problem: ");
    }

    private static List<String> marked(String text, String mark) {
        assertFalse(text.contains("hunter2"), text);
        return text.lines().filter(line -> line.startsWith(mark)).toList();
    }

    @Test
    void findsNoProblemInTextsOfTheSigner() {
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
                                + " that it sent. If they are the same, the secret does not belong to the AccessKey ID"),
                explained(
                                RefusedSignature.of(
                                        SIGNATURE.canonicalRequest(), SIGNATURE.stringToSign(), SIGNATURE.hex()),
                                null)
                        .lines()
                        .toList());
    }

    @Test
    void findsNoProblemInPresignedTexts() {
        PresignedRequest presigned = Signer.of(Credentials.of("ak", "sk", "a+b"), "cn-hangzhou")
                .presign(UnsignedRequest.builder("GET", "b", "k").build(), NOW, Duration.ofMinutes(1));
        String text = explained(
                RefusedSignature.of(presigned.canonicalRequest(), presigned.stringToSign(), presigned.hex()), null);
        assertEquals(List.of(), marked(text, "! problem"));
        String spaced = explained(
                RefusedSignature.of(
                        presigned.canonicalRequest().replace("a%2Bb", "a%20b").replace("x-oss-expires=60&", ""),
                        null,
                        null),
                null);
        assertTrue(spaced.contains("! problem: x-oss-security-token contains a space: a plus"), spaced);
        assertTrue(spaced.contains("! problem: the query of a presigned URL must contain x-oss-expires"), spaced);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "PUT#|put#|the method, line 1, must be upper-case",
                "/b/a%20b|b/a%20b|must be /, /bucket/ or /bucket/key",
                "/b/a%20b|/b/a b|must be percent-encoded with upper-case digits",
                "/b/a%20b|/b/a%2fb|must be percent-encoded with upper-case digits",
                "/b/a%20b|/b|the path of a bucket must end with a slash",
                "a&p=1|p=1&a|query parameters must be sorted by their percent-encoded names: a must be before p",
                "a&p=1|a=&p=1|signed without =, was \"a=\"",
                "a&p=1|a&a|must not be repeated: a",
                "a&p=1|a&p=/|query parameter p must be percent-encoded",
                "a&p=1|a&p=1&x-oss-signature=hunter2|x-oss-signature must not be signed",
                "content-type:|Content-Type:|names of headers must be lower case, was Content-Type",
                "content-type:|content-type:~|header content-type must be name:value without spaces",
                "range:r#|range#|has no colon",
                "range:r#|range:r#if-match:1#|header if-match must not be signed",
                "range:r#|range:r#date:1#|headers must be sorted by their names: date must be before range",
                "x-oss-content-sha256:UNSIGNED-PAYLOAD|x-oss-content-sha256:e3b0|(EC 0002-00000214)",
                "x-oss-content-sha256:UNSIGNED-PAYLOAD#||must be UNSIGNED-PAYLOAD, was absent",
                "x-oss-date:20231216T162057Z|x-oss-date:2023-12-16T16:20:57Z|x-oss-date must be yyyyMMdd",
                "hunter2+|hunter2~|x-oss-security-token contains a space",
                "#range#UNS|#Range#UNS|additional headers must be lower-case names",
                "#range#UNS|#range;range#UNS|additional headers must not be repeated: range",
                "#range#UNS|#if-match;range#UNS|additional header if-match is not among the signed headers",
                "#range#UNS|#range;x-oss-date#UNS|must not contain x-oss-date, which is always signed",
                "range#UNSIGNED-PAYLOAD|range#e3b0|the last line must be UNSIGNED-PAYLOAD",
                "range#UNSIGNED-PAYLOAD|range#UNSIGNED-PAYLOAD#x|nothing must follow UNSIGNED-PAYLOAD",
            })
    void findsBrokenRule(String text, String changed, String problem) {
        List<String> problems = problems(canonical -> {
            String from = text.replace('#', '\n');
            assertTrue(canonical.contains(from), canonical);
            return canonical.replace(
                    from, changed == null ? "" : changed.replace('#', '\n').replace('~', ' '));
        });
        assertTrue(problems.stream().anyMatch(line -> line.contains(problem)), problems.toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "OSS4-HMAC-SHA256|AWS4-HMAC-SHA256|must be OSS4-HMAC-SHA256, was \"AWS4-HMAC-SHA256\"",
                "20231216T162057Z|2023-12-16T16:20:57Z|the time, line 2, must be yyyyMMdd'T'HHmmss'Z'",
                "20231216/|20231217/|the day of the scope must be the day of the time in UTC, was 20231217, the time is 20231216T162057Z",
                "/cn-hangzhou/|/oss-cn-hangzhou/|(EC 0002-00000226)",
                "/cn-hangzhou/|/cn-hangzhou-internal/|(EC 0002-00000226)",
                "/oss/|/s3/|the product of the scope must be oss, was \"s3\" (EC 0002-00000227)",
                "/cn-hangzhou/|/cb-1/|must be oss-cloudbox",
                "/aliyun_v4_request|/aws4_request|the scope, line 3, must be yyyyMMdd/region/product/aliyun_v4_request",
            })
    void findsBrokenRuleOfStringToSign(String text, String changed, String problem) {
        List<String> problems = problemsOfString(string -> string.replace(text, changed));
        assertTrue(problems.stream().anyMatch(line -> line.contains(problem)), problems.toString());
    }

    @Test
    void comparesTheTwoTexts() {
        String canonical = SIGNATURE.canonicalRequest();
        String string = SIGNATURE.stringToSign();
        assertTrue(explained(RefusedSignature.of(canonical + " ", string, HEX), null)
                .contains("break no rule"));
        String changed = explained(RefusedSignature.of(canonical.replace("p=1", "p=2"), string, HEX), null);
        assertTrue(changed.contains("! problem: the hash, line 4, is not the SHA-256"), changed);
        String other = explained(RefusedSignature.of(canonical, string.replace("T162057Z", "T162058Z"), HEX), null);
        assertTrue(
                other.contains("must be equal to x-oss-date, was 20231216T162058Z, x-oss-date is 20231216T162057Z"),
                other);
        String upper = explained(RefusedSignature.of(null, string.substring(0, string.length() - 1) + "X", HEX), null);
        assertTrue(upper.contains("must be a SHA-256 in 64 lower-case hex digits"), upper);
        String lines = explained(RefusedSignature.of(null, string + "\nx", HEX), null);
        assertTrue(lines.contains("must have four lines"), lines);
    }

    @Test
    void recognizesOtherTexts() {
        String v1 = explained(
                RefusedSignature.of(null, "PUT\n\n\nSun, 22 Nov 2015 08:16:38 GMT\n/b/k", "a".repeat(27) + "="), null);
        assertEquals(2, marked(v1, "! problem: ").size(), v1);
        assertTrue(v1.contains("signed with version 1"), v1);
        assertTrue(v1.contains("HMAC-SHA1 in Base64"), v1);
        assertTrue(explained(RefusedSignature.of(null, "eyJleHBpcmF0aW9uIjoiIn0=", HEX), null)
                .contains("policy of a form"));
        assertTrue(explained(RefusedSignature.of(null, " ", null), null).contains("neither a canonical request"));
        assertTrue(
                explained(RefusedSignature.of(null, null, "A".repeat(64)), null).contains("upper-case digits"));
        assertTrue(explained(RefusedSignature.of(null, null, "a".repeat(43) + "="), null)
                .contains("it is in Base64"));
        assertTrue(explained(RefusedSignature.of(null, null, "abc"), null).contains("it has 3 characters"));
    }

    @Test
    void advisesOnWhatMayBeAMistake() {
        String twice = explained(
                RefusedSignature.of(
                        "GET\n/b/b/a%2520b\n\ncontent-type:application/x-www-form-urlencoded\n\n\n"
                                + "UNSIGNED-PAYLOAD",
                        null, null),
                null);
        List<String> advice = marked(twice, "! advice: ");
        assertEquals(4, advice.size(), twice);
        assertTrue(advice.get(0).contains("the key begins with the name of the bucket"), twice);
        assertTrue(advice.get(1).contains("such as %20"), twice);
        assertTrue(advice.get(2).contains("x-oss-date is absent"), twice);
        assertTrue(advice.get(3).contains("by themselves"), twice);
    }

    @Test
    void comparesWithTextsOfTheClient() {
        RefusedSignature refused = RefusedSignature.of(
                SIGNATURE.canonicalRequest().replace("text/plain", "text/plain;charset=UTF-8"), null, null);
        String text = refused.compareWith(SIGNATURE.canonicalRequest() + "\n", null);
        assertTrue(text.startsWith("The header content-type differs: signed \"text/plain\", received"), text);
        assertTrue(text.contains("added a charset"), text);
        String token = RefusedSignature.of(SIGNATURE.canonicalRequest().replace("hunter2", "hunter2x"), null, null)
                .compareWith(SIGNATURE.canonicalRequest(), SIGNATURE.stringToSign());
        assertFalse(token.contains("hunter2"), token);
        assertTrue(token.contains("x-oss-security-token differs"), token);
        assertEquals(
                "The server signed the same text, so the secret does not belong to the AccessKey ID.",
                RefusedSignature.of(SIGNATURE.canonicalRequest(), SIGNATURE.stringToSign(), null)
                        .compareWith(SIGNATURE.canonicalRequest(), SIGNATURE.stringToSign()));
    }

    @Test
    void explainsDifferenceToTextsOfTheClientWithoutGeneralAdvice() {
        RefusedSignature refused = RefusedSignature.of(
                SIGNATURE.canonicalRequest().replace("text/plain", "text/html"), null, SIGNATURE.hex());
        String text = explained(refused, refused.compareWith(SIGNATURE.canonicalRequest(), SIGNATURE.stringToSign()));
        assertEquals(
                List.of(
                        "! problem: The header content-type differs: signed \"text/plain\", received \"text/html\". Usual cause: a"
                                + " proxy, an interceptor or the HTTP client changed it after signing."),
                marked(text, "! problem: "));
        assertFalse(text.contains("break no rule"), text);
    }

    @Test
    void noticesTextsOfTwoRequests() {
        String other = SIGNATURE.canonicalRequest().replace("PUT\n/b/a", "GET\n/b/c");
        assertEquals(
                "The method and the path differ: signed \"PUT /b/a%20b\", received \"GET /b/c%20b\"."
                        + " Usual cause: the texts belong to different requests.",
                RefusedSignature.of(other, null, null).compareWith(SIGNATURE.canonicalRequest(), null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/b/a%20b|/b/a b|the key was not percent-encoded",
                "/b/a%20b|/b/a+b|a space is encoded as %20, not as +",
                "/b/a%20b|/a%20b|the bucket is missing",
                "/b/a%20b|/b/a%2520b|the key was percent-encoded before signing",
                "/b/a%20b|/b/%61%20b|percent-encoded in another way",
                "PUT|put|it must be in upper case",
                "PUT|GET|it was signed for another method",
                "content-type:|Content-Type:|names of headers must be in lower case",
                "p=1|p=%31|percent-encoded in another way",
            })
    void namesRuleThatTheClientBroke(String right, String wrong, String cause) {
        String received = SIGNATURE.canonicalRequest();
        assertTrue(received.contains(right), received);
        String text = RefusedSignature.of(received, null, null)
                .compareWith(received.replaceFirst(Pattern.quote(right), wrong), null);
        assertTrue(text.contains("Usual cause: ") && text.contains(cause), text);
    }

    @Test
    void saysThatOnlyTheSecretIsLeft() {
        String header = RefusedSignature.of(SIGNATURE.canonicalRequest(), SIGNATURE.stringToSign(), null)
                .compareWith(SIGNATURE.canonicalRequest(), null);
        assertTrue(header.contains("The region and product are not known on both sides"), header);
        PresignedRequest presigned = Signer.of(Credentials.of("ak", "sk"), "cn-hangzhou")
                .presign(UnsignedRequest.builder("GET", "b", "k").build(), NOW, Duration.ofMinutes(5));
        String url = RefusedSignature.of(presigned.canonicalRequest(), presigned.stringToSign(), null)
                .compareWith(presigned.canonicalRequest(), null);
        assertTrue(url.endsWith("So the secret does not belong to the AccessKey ID."), url);
    }

    @Test
    void noticesRequestWithAnotherSignature() {
        String text = RefusedSignature.of(SIGNATURE.canonicalRequest(), SIGNATURE.stringToSign(), HEX)
                .compareWith(sent());
        assertEquals(
                "The recorded request has another signature than the refused one: the two are different requests.",
                text);
    }

    @Test
    void explainsPlusInPath() {
        String text = RefusedSignature.of(SIGNATURE.canonicalRequest(), SIGNATURE.stringToSign(), null)
                .compareWith(raw(
                        "PUT /a+b?p=1&a",
                        Stream.concat(
                                        Stream.of(
                                                "Host: b.oss-cn-hangzhou.aliyuncs.com",
                                                "Content-Type: text/plain",
                                                "Range: r"),
                                        SIGNATURE.headers().entrySet().stream()
                                                .map(header -> header.getKey() + ": " + header.getValue()))
                                .toArray(String[]::new)));
        assertTrue(text.endsWith("which OSS reads as a space: send a plus as %2B."), text);
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
        String added = RefusedSignature.of(
                        SIGNATURE.canonicalRequest().replace("x-oss-date", "x-oss-cdn:1\nx-oss-date"),
                        SIGNATURE.stringToSign(),
                        null)
                .compareWith(sent());
        assertEquals(
                "The header x-oss-cdn differs: sent nothing, received \"1\". Usual cause: a proxy added it on the way.",
                added);
        String path = RefusedSignature.of(SIGNATURE.canonicalRequest().replace("/b/a%20b", "/b/a%2520b"), null, null)
                .compareWith(sent());
        assertTrue(path.contains("an intermediary percent-encoded the path again"), path);
    }

    @Test
    void findsOtherTimeAndScope() {
        String time = RefusedSignature.of(
                        SIGNATURE.canonicalRequest(), SIGNATURE.stringToSign().replace("162057", "162058"), null)
                .compareWith(sent());
        assertTrue(time.startsWith("The time differs: sent \"20231216T162057Z\""), time);
        String scope = RefusedSignature.of(null, SIGNATURE.stringToSign().replace("cn-hangzhou", "cn-beijing"), null)
                .compareWith(sent());
        assertTrue(scope.startsWith("The scope differs: sent \"20231216/cn-hangzhou"), scope);
        String hash = RefusedSignature.of(null, SIGNATURE.stringToSign().substring(0, 70) + HEX, null)
                .compareWith(sent());
        assertTrue(hash.contains("differs"), hash);
    }

    @Test
    void findsThatTheClientSignedAnotherText() {
        String text = RefusedSignature.of(SIGNATURE.canonicalRequest(), SIGNATURE.stringToSign(), null)
                .compareWith(sent());
        assertTrue(
                text.startsWith("The server received the request as it was sent. So the client signed another"), text);
    }
}

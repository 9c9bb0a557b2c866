// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.error.ErrorResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorExplanationTest {
    private static ErrorResponse error(String elements) {
        return Objects.requireNonNull(
                ErrorResponse.parse(("<Error>" + elements + "</Error>").getBytes(StandardCharsets.UTF_8)));
    }

    private static String text(ErrorResponse error) {
        return ErrorExplanation.of(error).explain().toString();
    }

    private static List<String> explain(String elements) {
        return text(error(elements)).lines().toList();
    }

    /** A presigned URL may be taken for a key, and a server may repeat it. */
    @Test
    void showsNoTokenOrSignatureOfAUrl() {
        String text = text(error("<Code>NoSuchKey</Code><Message>k?Signature=s3cr3t</Message>"
                + "<Key>k?x-oss-security-token=t0k3n&amp;x-oss-signature=s3cr3t&amp;a=b</Key>"));
        assertFalse(text.contains("t0k3n") || text.contains("s3cr3t"), text);
        assertTrue(text.contains("&a=b"), text);
    }

    @Test
    void explainsClockDifference() {
        assertEquals(
                List.of(
                        "code: RequestTimeTooSkewed",
                        "EC: 0002-00000504",
                        "request id: 1",
                        "RequestTime: 2026-01-01T00:00:00.000Z",
                        "ServerTime: 2026-01-01T00:20:00.000Z",
                        "! problem: the clock of the client differs by more than 15 minutes: correct it",
                        "! problem: the clock of the client is 1200 seconds behind that of OSS"),
                explain("<Code>RequestTimeTooSkewed</Code><EC>0002-00000504</EC><RequestId>1</RequestId>"
                        + "<RequestTime>2026-01-01T00:00:00.000Z</RequestTime>"
                        + "<ServerTime>2026-01-01T00:20:00.000Z</ServerTime>"));
        assertTrue(explain("<Code>RequestTimeTooSkewed</Code><RequestTime>2026-01-01T00:30:00.000Z</RequestTime>"
                        + "<ServerTime>2026-01-01T00:00:00.000Z</ServerTime>")
                .contains("! problem: the clock of the client is 1800 seconds ahead of that of OSS"));
        assertEquals(
                4,
                explain("<Code>RequestTimeTooSkewed</Code><RequestTime>now</RequestTime><ServerTime>x</ServerTime>")
                        .size());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "InvalidAccessKeyId|||does not exist or is disabled",
                "InvalidAccessKeyId|0002-00000003||send its security token",
                "AccessDenied|||no policy allows the action",
                "AccessDenied|0002-00000069|Request has expired.|the presigned URL has expired",
                "AccessDenied||Invalid according to Policy: Policy expired.|expired",
                "AccessDenied||Invalid according to Policy: x.|explain the policy to see its conditions",
                "EntityTooLarge|0006-00000004||does not allow a file of this size: explain the policy",
                "AccessDenied||The bucket you are attempting to access must be addressed using the specified endpoint.|another region",
                "PublicEndpointForbidden|0048-00000401||bind your own domain",
                "SecondLevelDomainForbidden||Please use virtual hosted style to access.|the bucket must be a part of the host",
                "ExternalRedirectForbidden|0048-00000300||your own domain",
                "ApkDownloadForbidden|0048-00000203||.apk and .ipa",
                "InvalidArgument|0002-00000215||not a UNIX timestamp",
                "InvalidArgument|0007-00000021||an object of names and values",
                "InvalidArgument|0007-00000023||must not be empty",
                "InvalidArgument|0007-00000025||line breaks",
                "InvalidArgument|0007-00000026||must not start with x-oss-",
                "CallbackFailed|0007-00000203|Error status : 502.|callbackSNI",
                "CallbackFailed|0007-00000203|Error status : 301.|does not follow redirects",
                "CallbackFailed|0007-00000203|Error status : 404.|must respond with status 200",
                "CallbackFailed|0007-00000203|Error Status : 400.User server missing content-length.|must not be chunked",
                "CallbackFailed|0007-00000203|Error status : 400.User server return invalid conent-length value|positive number",
                "CallbackFailed|0007-00000203|Error Status : 400.User server return too long content-length value|at most 1 MB",
                "CallbackFailed|0007-00000203|Error Status : -1.OSS can not connect to your callbackUrl, please check it.|firewall",
                "CallbackFailed|0007-00000203|reply timeout, cost:5000ms|within 5 seconds",
                "CallbackFailed|0007-00000203|reply timeout|; the object is stored",
                "CallbackFailed|0007-00000205|json|; the object is stored",
                "CallbackFailed|0007-00000205|Response body is not valid json format.|must respond with JSON",
                "InvalidArgument|0007-00000008|Private address is forbidden to callback|must be public",
            })
    void explainsKnownErrors(String code, String ec, String message, String meaning) {
        List<String> lines = explain("<Code>" + code + "</Code><EC>" + (ec == null ? "" : ec) + "</EC><Message>"
                + (message == null ? "" : message) + "</Message>");
        List<String> problems =
                lines.stream().filter(line -> line.startsWith("! problem: ")).toList();
        assertEquals(1, problems.size(), lines.toString());
        assertTrue(problems.get(0).contains(meaning), lines.toString());
    }

    @Test
    void recognizesSignaturesOfS3() {
        assertEquals(
                List.of("! problem: the request has an Amazon S3 signature: sign with version 4 of OSS; or let the S3"
                        + " client use virtual-hosted style, the AccessKey pair of OSS, and x-amz-security-token for"
                        + " temporary credentials"),
                explain("<Code>SignatureDoesNotMatch</Code><StringToSign>AWS4-HMAC-SHA256\n20260101T000000Z\n"
                                + "20260101/oss-cn-hangzhou/s3/aws4_request\n0</StringToSign>")
                        .subList(1, 2));
        assertTrue(explain("<Code>SignatureDoesNotMatch</Code><AWSAccessKeyId>id</AWSAccessKeyId>"
                        + "<StringToSign>GET\n\n\n1500004831\n/b/k</StringToSign>")
                .get(2)
                .startsWith("! problem: the URL has an Amazon S3 signature"));
    }

    @ParameterizedTest
    @CsvSource({
        "/k, a, not signed",
        "/k?x-oss-credential=c, a, not signed",
        "/k, Authorization, signed",
        "/k?x-oss-signature=s, a, signed",
        "/k?OSSAccessKeyId=i&Signature=s, a, signed",
    })
    void distinguishesDenialsByTheRequest(String target, String header, String expected) {
        RawRequest sent = RawRequest.parseHead(
                ("GET " + target + " HTTP/1.1\n" + header + ": b\n\n").getBytes(StandardCharsets.UTF_8));
        ErrorResponse denied = error("<Code>AccessDenied</Code><EC>0003-00000905</EC>");
        assertEquals(
                List.of("the recorded request is " + expected),
                ErrorExplanation.of(denied).sent(sent).explain().advice());
    }

    @Test
    void showsWhatAPolicyDenies() {
        assertEquals(
                List.of("PolicyType: ControlPolicy", "NoPermissionType: ExplicitDeny", "AuthAction: oss:PutObject"),
                explain("<Code>AccessDenied</Code><AccessDeniedDetail><AuthAction>oss:PutObject</AuthAction>"
                                + "<NoPermissionType>ExplicitDeny</NoPermissionType><PolicyType>ControlPolicy</PolicyType>"
                                + "<EncodedDiagnosticMessage>AQ</EncodedDiagnosticMessage></AccessDeniedDetail>")
                        .subList(1, 4));
    }

    @Test
    void saysThatAnErrorIsNotKnown() {
        assertTrue(explain("<Code>Strange</Code>").get(1).startsWith("! advice: this error is not known here"));
    }

    @Test
    void showsNoAuthorization() {
        String text = text(error("<Code>InvalidArgument</Code><ArgumentName>Authorization</ArgumentName>"
                + "<ArgumentValue>hunter2</ArgumentValue>"));
        assertFalse(text.contains("hunter2"), text);
        assertTrue(text(error(
                        "<Code>InvalidArgument</Code><ArgumentName>a</ArgumentName><ArgumentValue>v</ArgumentValue>"))
                .contains("ArgumentValue: v\n"));
    }

    @Test
    void explainsSignatures() {
        ErrorResponse refused = error("<Code>SignatureDoesNotMatch</Code><SignatureProvided>hunter2</SignatureProvided>"
                + "<CanonicalRequest>GET\n/b/k\n\nx-oss-content-sha256:UNSIGNED-PAYLOAD\nx-oss-date:20260101T000000Z\n"
                + "x-oss-security-token:hunter2\n\n\nUNSIGNED-PAYLOAD</CanonicalRequest>");
        RawRequest sent =
                RawRequest.parseHead(("GET /b/k HTTP/1.1\nHost: localhost\nx-oss-content-sha256: UNSIGNED-PAYLOAD\n"
                                + "x-oss-date: 20260101T000000Z\nx-oss-security-token: hunter22\nAuthorization: OSS4-HMAC-SHA256"
                                + " Credential=ak/20260101/cn-hangzhou/oss/aliyun_v4_request,Signature=hunter2\n\n")
                        .getBytes(StandardCharsets.UTF_8));
        String text = ErrorExplanation.of(refused).sent(sent).explain().toString();
        assertFalse(text.contains("hunter2"), text);
        assertTrue(text.contains("resource: /b/k\n"), text);
        assertTrue(text.contains("! problem: the signature of the client must be 64 lower-case hex digits"), text);
        assertTrue(text.contains("! problem: The header x-oss-security-token differs"), text);
        RawRequest unsigned = RawRequest.parseHead("GET /b/k HTTP/1.1\n\n".getBytes(StandardCharsets.UTF_8));
        assertTrue(
                ErrorExplanation.of(refused)
                        .sent(unsigned)
                        .explain()
                        .problems()
                        .contains("the request has no signature"
                                + ": neither Authorization nor x-oss-signature-version in its query"),
                text);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.emulator.testing.RawConnection;
import io.github.ossv4.emulator.testing.RawResponse;
import io.github.ossv4.emulator.testing.SignedRequest;
import io.github.ossv4.emulator.testing.TestEmulator;
import io.github.ossv4.error.ErrorResponse;
import io.github.ossv4.sign.Credentials;
import io.github.ossv4.sign.Signature;
import io.github.ossv4.sign.Signer;
import io.github.ossv4.sign.UnsignedRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthenticationTest {
    /** The time of the vector {@code hdr-android-token}. */
    private static final Instant NOW = TestEmulator.NOW;

    private static final Credentials PERMANENT = Credentials.of("id/with/slashes", "secret");
    private static final Credentials TEMPORARY = Credentials.of("ak", "sk", "token");

    @RegisterExtension
    private final TestEmulator emulator = TestEmulator.bare(builder ->
            builder.bucket("bucket").accessKey("id/with/slashes", "secret").temporaryAccessKey("ak", "sk", "token"));

    /** Returns a request that is accepted and fails with 404. */
    private SignedRequest request() {
        return emulator.request("GET", "key");
    }

    private static String authorization() {
        return Signer.of(PERMANENT, "cn-hangzhou")
                .sign(UnsignedRequest.builder("GET", "bucket", "key").build(), NOW)
                .authorization();
    }

    @Test
    void acceptsValidSignature() throws IOException {
        assertEquals(TestEmulator.NO_SUCH_KEY, request().send().errorText());
        assertEquals(
                TestEmulator.NO_SUCH_KEY,
                request().credentials(TEMPORARY).send().errorText());
    }

    @Test
    void verifiesAdditionalHeaders() throws IOException {
        SignedRequest request = request().header("X-Trace", "  a  b ").additionalHeader("x-trace");

        assertEquals(TestEmulator.NO_SUCH_KEY, request.send().errorText());
        assertEquals(
                "403 SignatureDoesNotMatch 0002-00000201",
                request.change("X-Trace", "other").send().errorText());
    }

    @Test
    void verifiesParameters() throws IOException {
        String head =
                request().query("b", "2").query("a", null).query("c", "+ /%").head();

        try (RawConnection connection = emulator.connect()) {
            assertEquals(TestEmulator.NO_SUCH_KEY, connection.send(head).read().errorText());
            assertEquals(
                    "403 SignatureDoesNotMatch 0002-00000201",
                    connection.send(head.replace("b=2", "b=3")).read().errorText());
        }
    }

    @Test
    void joinsHeadersOfOneName() throws IOException {
        String head = emulator.request("PUT", "joined")
                .length(0)
                .header("x-oss-meta-list", "a,b")
                .head()
                .replace("x-oss-meta-list: a,b", "x-oss-meta-list: a\r\nX-OSS-Meta-List: b");

        try (RawConnection connection = emulator.connect()) {
            assertEquals(200, connection.send(head).read().status());
            connection.send(emulator.request("HEAD", "joined").head());
            assertEquals("a,b", connection.readHead().header("x-oss-meta-list"));
        }
    }

    @Test
    void returnsCanonicalRequestForWrongSignature() throws IOException {
        RawResponse response = request()
                .signer(Signer.of(Credentials.of("id/with/slashes", "wrong"), "cn-hangzhou"))
                .send();

        Signature genuine = Signer.of(PERMANENT, "cn-hangzhou")
                .sign(UnsignedRequest.builder("GET", "bucket", "key").build(), NOW);
        Map<String, String> details = response.error().details();
        assertEquals("403 SignatureDoesNotMatch 0002-00000201", response.errorText());
        assertEquals(
                "The request signature we calculated does not match the signature you provided. "
                        + "Check your key and signing method.",
                response.error().message());
        assertEquals("id/with/slashes", details.get("OSSAccessKeyId"));
        assertEquals(genuine.stringToSign(), details.get("StringToSign"));
        assertEquals(genuine.canonicalRequest(), details.get("CanonicalRequest"));
        assertTrue(details.get("SignatureProvided").matches("[0-9a-f]{64}"));
    }

    @Test
    void rejectsSignatureForAnotherKey() throws IOException {
        assertEquals(
                "403 SignatureDoesNotMatch 0002-00000201",
                request().target("/bucket/other").send().errorText());
    }

    @Test
    void rejectsAnonymousRequest() throws IOException {
        RawResponse response = request().change("authorization", null).send();

        assertEquals("403 AccessDenied 0003-00000001", response.errorText());
        assertEquals(
                "You have no right to access this object because of bucket acl.",
                response.error().message());
    }

    @Test
    void rejectsPresignedUrlOfV1() throws IOException {
        RawResponse response = request()
                .query("OSSAccessKeyId", "id")
                .query("Expires", "1702784856")
                .query("Signature", "0")
                .anonymous()
                .send();

        assertEquals("400 NotImplemented null", response.errorText());
        assertTrue(response.error().message().contains("V1"));
    }

    @Test
    void rejectsOtherSignatureVersions() throws IOException {
        RawResponse response =
                request().change("authorization", "OSS id:c2lnbmF0dXJl").send();

        assertEquals("400 InvalidArgument 0002-00000202", response.errorText());
        assertTrue(response.error().message().contains("V4"));
    }

    @Test
    void rejectsUnknownAccessKey() throws IOException {
        RawResponse response =
                request().credentials(Credentials.of("nobody", "secret")).send();

        assertEquals("403 InvalidAccessKeyId 0002-00000902", response.errorText());
        assertEquals(
                "The OSS Access Key Id you provided does not exist in our records.",
                response.error().message());
        assertEquals("nobody", response.error().details().get("OSSAccessKeyId"));
    }

    @ParameterizedTest
    @CsvSource({
        "/cn-hangzhou/, /cn-shanghai/, 0002-00000226, Invalid signing region in Authorization header.",
        "/cn-hangzhou/, /oss-cn-hangzhou/, 0002-00000226, Invalid signing region in Authorization header.",
        "/oss/, /oss-cloudbox/, 0002-00000227, Invalid signing product in Authorization header.",
        "/cn-hangzhou/oss/, /1/oss-cloudbox/, 0002-00000227, Invalid signing product in Authorization header.",
        "/aliyun_v4_request, /abc, 0002-00000213, Invalid credential in Authorization header.",
        "/20231217/, /20231218/, 0002-00000212, Invalid signing date in Authorization header.",
        "/20231217/, /2023-217/, 0002-00000212, Invalid signing date in Authorization header.",
        "/20231217/, /2023-12-17/, 0002-00000212, Invalid signing date in Authorization header.",
        "',Signature', ',Extra=1,Signature', 0002-00000202,",
        "'Credential=', 'C=', 0002-00000205, Missing credential in Authorization header.",
        "'Signature=', 'S=', 0002-00000202,",
        "',Signature', ',AdditionalHeaders=,Signature', 0002-00000209, Invalid additional headers in Authorization header.",
    })
    void rejectsMalformedAuthorization(String part, String replacement, String ec, String message) throws IOException {
        String authorization = authorization().replace(part, replacement);

        RawResponse response = request().change("authorization", authorization).send();

        assertEquals("400 InvalidArgument " + ec, response.errorText());
        assertEquals(authorization, response.error().details().get("Authorization"));
        if (message != null) {
            assertEquals(message, response.error().message());
        }
    }

    @Test
    void acceptsAuthorizationOfPythonSdk() throws IOException {
        String[] parts = authorization().split("[ ,]");

        assertEquals(
                TestEmulator.NO_SUCH_KEY,
                request()
                        .change("authorization", parts[0] + "   " + parts[2] + ", " + parts[1])
                        .send()
                        .errorText());
    }

    @ParameterizedTest
    @ValueSource(strings = {"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", ""})
    void rejectsSignedPayload(String sha256) throws IOException {
        RawResponse response = request()
                .change("x-oss-content-sha256", sha256.isEmpty() ? null : sha256)
                .send();

        assertEquals("400 InvalidArgument 0002-00000214", response.errorText());
        assertEquals("x-oss-content-sha256", response.error().details().get("ArgumentName"));
    }

    @Test
    void rejectsTokenOfAnotherAccessKey() throws IOException {
        assertEquals(
                "403 InvalidSecurityToken 0002-00000006",
                request()
                        .credentials(Credentials.of("ak", "sk", "stale"))
                        .send()
                        .errorText());
        assertEquals(
                "403 InvalidAccessKeyId 0002-00000003",
                request().credentials(Credentials.of("ak", "sk")).send().errorText());
        assertEquals(
                "403 InvalidAccessKeyId 0002-00000002",
                request()
                        .credentials(Credentials.of("id/with/slashes", "secret", "token"))
                        .send()
                        .errorText());
    }

    @ParameterizedTest
    @CsvSource({"PT15M, true", "PT-15M, true", "PT15M1S, false", "PT-15M-1S, false", "PT-48H, false"})
    void acceptsClockSkewOf15Minutes(Duration skew, boolean accepted) throws IOException {
        RawResponse response = request().at(NOW.plus(skew)).send();

        assertEquals(
                accepted ? TestEmulator.NO_SUCH_KEY : "403 RequestTimeTooSkewed 0002-00000504", response.errorText());
    }

    @Test
    void returnsBothTimesForClockSkew() throws IOException {
        ErrorResponse error =
                request().at(NOW.minus(Duration.ofHours(1))).send().error();

        assertEquals("The difference between the request time and the current time is too large.", error.message());
        assertEquals("900000", error.details().get("MaxAllowedSkewMilliseconds"));
        assertEquals("2023-12-17T02:47:36.000Z", error.details().get("RequestTime"));
        assertEquals("2023-12-17T03:47:36.000Z", error.details().get("ServerTime"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "20231217", "20231317T034736Z", "Sun, 17 Dec 2023 03:47:36 GMT"})
    void rejectsMalformedTime(String date) throws IOException {
        RawResponse response =
                request().change("x-oss-date", date.isEmpty() ? null : date).send();

        assertEquals("403 AccessDenied 0002-00000503", response.errorText());
    }

    /** The vector {@code hdr-android-token} of the Android SDK, with the time in {@code Date} only. */
    @Test
    void acceptsTimestampInDate() throws IOException {
        String head = "PUT /bucket/1234%2B-/123/1.txt?param1=value1&%2Bparam1=value3&%7Cparam1=value4&%2Bparam2="
                + "&%7Cparam2&param2 HTTP/1.1\r\n"
                + "Host: 127.0.0.1\r\n"
                + "Date: 20231217T034736Z\r\n"
                + "x-oss-head1: value\r\n"
                + "abc: value\r\n"
                + "ZAbc: value\r\n"
                + "XYZ: value\r\n"
                + "content-type: text/plain\r\n"
                + "x-oss-content-sha256: UNSIGNED-PAYLOAD\r\n"
                + "x-oss-security-token: token\r\n"
                + "Authorization: OSS4-HMAC-SHA256 Credential=ak/20231217/cn-hangzhou/oss/aliyun_v4_request,"
                + "Signature=0436fec1623c737d5827c11d200afd3df51d067b80196080438f57c94d99b9b0\r\n"
                + "Content-Length: 0\r\n\r\n";

        try (RawConnection connection = emulator.connect()) {
            assertEquals(200, connection.send(head).read().status());
            assertEquals(
                    "403 SignatureDoesNotMatch 0002-00000201",
                    connection
                            .send(head.replace("text/plain", "text/html"))
                            .read()
                            .errorText());
        }
    }

    /** As the Go SDK v1 and ossutil 1 sign: line 2 of the string to sign is the text of {@code Date}. */
    @Test
    void acceptsHttpDate() throws Exception {
        String date = "Sun, 17 Dec 2023 03:47:36 GMT";
        String scope = "20231217/cn-hangzhou/oss/aliyun_v4_request";
        String canonicalRequest = "GET\n/bucket/key\n\nx-oss-content-sha256:UNSIGNED-PAYLOAD\n\n\nUNSIGNED-PAYLOAD";
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(canonicalRequest.getBytes(StandardCharsets.UTF_8));
        byte[] key = "aliyun_v4secret".getBytes(StandardCharsets.UTF_8);
        for (String part : scope.split("/")) {
            key = hmac(key, part);
        }
        String stringToSign = "OSS4-HMAC-SHA256\n" + date + "\n" + scope + "\n"
                + HexFormat.of().formatHex(hash);
        SignedRequest request = request()
                .change("x-oss-date", null)
                .change("date", date)
                .change(
                        "authorization",
                        "OSS4-HMAC-SHA256 Credential=id/with/slashes/" + scope + ",Signature="
                                + HexFormat.of().formatHex(hmac(key, stringToSign)));

        assertEquals(TestEmulator.NO_SUCH_KEY, request.send().errorText());
        RawResponse response =
                request.change("date", "Sun, 17 Dec 2023 03:47:37 GMT").send();
        assertEquals("403 SignatureDoesNotMatch 0002-00000201", response.errorText());
        assertEquals(
                "Sun, 17 Dec 2023 03:47:37 GMT",
                response.error().details().get("StringToSign").split("\n")[1]);
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void rejectsRepeatedParameter() throws IOException {
        assertEquals(
                "400 InvalidArgument null",
                request().target("/bucket/key?a=1&a=2").send().errorText());
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.ossv4.error.ErrorResponse;
import io.github.ossv4.http.Advice;
import io.github.ossv4.internal.error.KnownError;
import io.github.ossv4.sign.Credentials;
import io.github.ossv4.sign.Signer;
import io.github.ossv4.sign.UnsignedRequest;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointAdviceTest {
    private static final String CHOICE =
            "; files.example.com is not an endpoint of Alibaba Cloud: if it is your own domain that"
                    + " is bound to this bucket, set cname(true)";

    private static Endpoint endpoint(String url, Endpoint.Style style) {
        return Endpoint.of(url, "examplebucket", style);
    }

    private static final Endpoint OF_OSS = endpoint("https://oss-cn-hangzhou.aliyuncs.com", Endpoint.Style.AUTOMATIC);
    private static final Endpoint ASSUMED = endpoint("https://files.example.com", Endpoint.Style.AUTOMATIC);
    private static final Endpoint OF_OWNER = endpoint("https://files.example.com", Endpoint.Style.CNAME);

    private static ErrorResponse error(String code, String message, String more) {
        String document = "<Error><Code>" + code + "</Code><Message>" + message + "</Message>" + more + "</Error>";
        return Objects.requireNonNull(ErrorResponse.parse(document.getBytes(StandardCharsets.UTF_8)));
    }

    private static String advice(Endpoint endpoint, ErrorResponse error) {
        return advice(endpoint, null, null, error, true);
    }

    /** Returns the end of the message, or an empty string. */
    private static String advice(
            Endpoint endpoint,
            CurrentSigner.@Nullable Signed signed,
            @Nullable String origin,
            ErrorResponse error,
            boolean isFirstContact) {
        Advice advice = EndpointAdvice.of(endpoint, "examplebucket", signed, origin, error, isFirstContact);
        return advice == null ? "" : "; " + advice;
    }

    private static Advice value(Endpoint endpoint, String code, String more) {
        return Objects.requireNonNull(
                EndpointAdvice.of(endpoint, "examplebucket", signed(), "a file", error(code, "m", more), true));
    }

    /** A program prints the setting in its own words. */
    @Test
    void namesTheSettingAndItsValue() {
        Advice region = value(OF_OSS, "InvalidArgument", "<EC>0002-00000226</EC>");
        assertEquals(Advice.Setting.REGION, region.setting());
        assertEquals("cn-hangzhou", region.value());
        Advice token = value(OF_OSS, "SecurityTokenExpired", "");
        assertEquals(Advice.Setting.SECURITY_TOKEN, token.setting());
        assertEquals("a file", token.origin());
        assertNull(token.value());
        Advice addressing = value(OF_OSS, "SecondLevelDomainForbidden", "");
        assertEquals(Advice.Setting.ADDRESSING, addressing.setting());
        assertEquals("path style", addressing.value());
        Advice clock = value(OF_OSS, "RequestTimeTooSkewed", "<ServerTime>2023-12-16T17:00:57.000Z</ServerTime>");
        assertEquals(Advice.Setting.CLOCK, clock.setting());
        assertEquals("2023-12-16T16:20:57Z", clock.value());
        assertNull(value(OF_OSS, "UserDisable", "").setting());
    }

    private static String advice(Endpoint endpoint, String code) {
        return advice(endpoint, error(code, "m", ""));
    }

    @ParameterizedTest
    @CsvSource({
        "PublicEndpointForbidden, PUBLIC_ENDPOINT, '; if you bind a domain, set it as the endpoint with cname(true)'",
        "SecondLevelDomainForbidden, PATH_STYLE, : leave out pathStyle(true)",
        "ExternalRedirectForbidden, REDIRECT, ''",
        "ApkDownloadForbidden, PACKAGE, ' (presignEndpoint)'",
    })
    void explainsRefusalsOfTheEndpoint(String code, KnownError refusal, String change) {
        String advice = advice(OF_OSS, code);

        assertEquals("; " + refusal.meaning() + change, advice);
    }

    @ParameterizedTest
    @CsvSource({
        "AccessDenied, m, <EC>0003-00000905</EC>, NOT_OWNED",
        "AccessDenied, m, <EC>0003-00000501</EC>, REFERER",
        "AccessDenied, Put public object acl is not allowed, <EC>0016-00000901</EC>, PUBLIC_ACL",
        "UserDisable, UserDisable, <EC>0003-00000801</EC>, USER_DISABLED",
        "AccessForbidden, m, <Method>PUT</Method>, CORS",
        "InvalidObjectState, m, <EC>0016-00000330</EC>, ARCHIVED",
        "ArchiveRestoreNotFinished, m, <EC>0016-00000719</EC>, RESTORING",
        "MethodNotAllowed, m, <EC>0017-00000001</EC>, METHOD",
        "InvalidObjectName, m, <EC>0016-00000005</EC>, KEY_SLASH",
        "InvalidObjectName, m, <ObjectName>/k</ObjectName>, KEY_NAME",
        "RequestDeniedByCallback, m, <EC>0007-00000209</EC>, DENIED_BY_CALLBACK",
        "NoHashContext, m, <EC>0042-00000106</EC>, HASH_CONTEXT",
    })
    void explainsWhatTheMessageOfOssDoesNot(String code, String message, String more, KnownError known) {
        assertEquals("; " + known.meaning(), advice(OF_OSS, null, null, error(code, message, more), false));
    }

    @ParameterizedTest
    @CsvSource({"ImplicitDeny, IMPLICIT_DENY", "ExplicitDeny, EXPLICIT_DENY"})
    void namesTheActionThatAPolicyDenies(String type, KnownError known) {
        ErrorResponse denied = error(
                "AccessDenied",
                "because of bucket acl",
                "<AccessDeniedDetail><PolicyType>ControlPolicy</PolicyType><AuthAction>oss:PutObject</AuthAction>"
                        + "<NoPermissionType>" + type + "</NoPermissionType></AccessDeniedDetail>");

        assertEquals("; " + known.meaning() + " (oss:PutObject, ControlPolicy)", advice(OF_OSS, denied));
    }

    @Test
    void namesTheEndpointOfABucketThatIsElsewhere() {
        ErrorResponse elsewhere = error(
                "AccessDenied",
                "must be addressed using the specified endpoint",
                "<Endpoint>oss-cn-beijing.aliyuncs.com</Endpoint>");

        assertEquals(
                "; this bucket is at oss-cn-beijing.aliyuncs.com: use this endpoint, or its internal one, and cn-beijing",
                advice(OF_OSS, elsewhere));
        assertEquals(
                "; this bucket is at oss.example.test: use this endpoint, or its internal one, and its region",
                advice(OF_OSS, error("AccessDenied", "m", "<Endpoint>oss.example.test</Endpoint>")));
        assertEquals(
                "; this bucket is at oss-cn-beijing.aliyuncs.com: use this endpoint, or its internal one, and cn-beijing"
                        + "; signed for cn-hangzhou",
                advice(OF_OSS, signed(), null, elsewhere, false));
        assertEquals(
                "; this bucket is at oss-cn-beijing.aliyuncs.com, or transfer acceleration is not enabled for it",
                advice(endpoint("https://oss-accelerate.aliyuncs.com", Endpoint.Style.AUTOMATIC), elsewhere));
    }

    /** Signed for cn-hangzhou, at 2023-12-16T16:20:57Z by a clock that is corrected by 57 seconds. */
    private static CurrentSigner.Signed signed() {
        Credentials credentials = Credentials.of("ak", "sk");
        UnsignedRequest request =
                UnsignedRequest.builder("GET", "examplebucket", "k").build();
        Duration offset = Duration.ofSeconds(57);
        Instant time = Instant.parse("2023-12-16T16:20:00.900Z");
        return new CurrentSigner.Signed(
                Signer.of(credentials, "cn-hangzhou").sign(request, time.plus(offset)),
                credentials,
                "cn-hangzhou",
                time,
                offset);
    }

    @Test
    void namesTheRegionThatWasSigned() {
        ErrorResponse error = error("InvalidArgument", "m", "<EC>0002-00000226</EC>");
        Endpoint ofBeijing = endpoint("https://oss-cn-beijing.aliyuncs.com", Endpoint.Style.AUTOMATIC);
        assertEquals(
                "; the endpoint is in cn-beijing; signed for cn-hangzhou: set the region of the bucket",
                advice(ofBeijing, signed(), null, error, false));
        assertEquals(
                "; the bucket is in another region; signed for cn-hangzhou: set the region of the bucket",
                advice(OF_OWNER, signed(), null, error, false));
        assertEquals("; the bucket is in another region: set the region of the bucket", advice(OF_OWNER, error));
    }

    @ParameterizedTest
    @CsvSource({
        "2023-12-16T17:00:57.000Z, 2023-12-16T17:00:57Z, 2400 seconds later",
        "2023-12-14T16:20:57Z, 2023-12-14T16:20:57Z, 172800 seconds earlier",
    })
    void namesBothTimesOfAWrongClock(String document, String server, String difference) {
        ErrorResponse error = error("RequestTimeTooSkewed", "m", "<ServerTime>" + document + "</ServerTime>");
        assertEquals(
                "; signed at 2023-12-16T16:20:57Z, the time of OSS was " + server + ", " + difference
                        + ": set the clock of this machine",
                advice(OF_OSS, signed(), null, error, false));
        assertEquals("", advice(OF_OSS, error));
        assertEquals("", advice(OF_OSS, signed(), null, error("RequestTimeTooSkewed", "m", ""), false));
    }

    /** Any other text could be an echo of the request. */
    @ParameterizedTest
    @CsvSource({
        "cdn.example.com, cdn.example.com",
        "other.files.example.com:8443, other.files.example.com",
        "192.0.2.7, 192.0.2.7",
        "files.example.com,",
        "files.example.com:443,",
        "example.com,",
        "h,",
        "a b.example.com,",
        "'',",
    })
    void namesTheHostThatTheServerReceived(String hostId, @Nullable String host) {
        assertEquals(
                host == null ? "" : "; the server received the host " + host,
                EndpointAdvice.ofHost(OF_OWNER, error("NoSuchKey", "m", "<HostId>" + hostId + "</HostId>")));
    }

    @ParameterizedTest
    @CsvSource({"AccessDenied", "NoSuchBucket", "PublicEndpointForbidden"})
    void doubtsTheBindingOfADomain(String code) {
        assertEquals("; check that the domain files.example.com is bound to this bucket", advice(OF_OWNER, code));
    }

    @Test
    void namesTheBucketOfADomain() {
        ErrorResponse otherBucket =
                error("SignatureDoesNotMatch", "m", "<CanonicalRequest>GET\n/otherbucket/k\n\nhost</CanonicalRequest>");

        assertEquals(
                "; the domain files.example.com is bound to the bucket otherbucket, not to examplebucket",
                advice(OF_OWNER, otherBucket));
        assertEquals("", advice(OF_OSS, otherBucket));
        assertEquals(
                "",
                advice(
                        OF_OWNER,
                        error(
                                "SignatureDoesNotMatch",
                                "m",
                                "<CanonicalRequest>GET\n/examplebucket/k</CanonicalRequest>")));
    }

    @ParameterizedTest
    @CsvSource({"AccessDenied", "NoSuchBucket"})
    void offersCnameForAHostThatIsNotOfOss(String code) {
        assertEquals(CHOICE, advice(ASSUMED, code));
        assertEquals(
                CHOICE + " instead of path style",
                advice(endpoint("https://files.example.com", Endpoint.Style.PATH), code));
        for (String other : List.of(
                "http://127.0.0.1:9000",
                "http://localhost:9000",
                "https://oss-cn-hangzhou.aliyuncs.com",
                "http://oss-cn-hangzhou.localhost:9000")) {
            assertEquals(
                    code.equals("NoSuchBucket")
                            ? "; the bucket does not exist, or its name is misspelt; or it is in another region than the endpoint"
                            : "",
                    advice(endpoint(other, Endpoint.Style.AUTOMATIC), code),
                    other);
        }
    }

    @Test
    void isSilentIfTheEndpointIsNotTheReason() {
        ErrorResponse byPolicy = error("AccessDenied", "m", "<EC>0003-00000001</EC>");
        ErrorResponse ofSource = error("NoSuchBucket", "m", "<BucketName>sourcebucket</BucketName>");
        for (Endpoint endpoint : List.of(ASSUMED, OF_OWNER)) {
            assertEquals("", advice(endpoint, byPolicy));
            assertEquals("", advice(endpoint, ofSource));
            assertEquals("", advice(endpoint, null, null, error("AccessDenied", "m", ""), false));
        }
    }

    @Test
    void explainsPathStyleThatNobodySet() {
        assertEquals(
                "; objects at an IP address or localhost are addressed by path: use a host name as the endpoint",
                advice(endpoint("http://127.0.0.1:9000", Endpoint.Style.AUTOMATIC), "SecondLevelDomainForbidden"));
    }

    @Test
    void namesWhereRefusedCredentialsAreFrom() {
        ErrorResponse error = error("InvalidAccessKeyId", "m", "");
        assertEquals(
                "; " + KnownError.ACCESS_KEY.meaning() + "; the credentials are from environment variables",
                advice(OF_OSS, signed(), "environment variables", error, false));
        assertEquals("; " + KnownError.ACCESS_KEY.meaning(), advice(OF_OSS, signed(), null, error, false));
    }

    @Test
    void doubtsTheTlsOfAServer() {
        SSLException failure = new SSLException("Unsupported or unrecognized SSL message");
        assertEquals("; the server may not use TLS at this port", EndpointAdvice.of(OF_OSS, failure));
        assertEquals("", EndpointAdvice.of(OF_OSS, new SSLHandshakeException("m")));
    }

    @Test
    void isSilentAboutOtherErrors() {
        assertEquals("", advice(ASSUMED, "NoSuchKey"));
        assertEquals("", advice(OF_OWNER, "InternalError"));
        assertEquals("", EndpointAdvice.of(OF_OSS, new UnknownHostException("h")));
        assertEquals("", EndpointAdvice.of(OF_OWNER, new IOException("reset")));
    }

    @Test
    void explainsHostsThatAreUnknownOrHaveAnotherCertificate() {
        String other =
                "; files.example.com is not an endpoint of Alibaba Cloud: if it is bound to the bucket, set the option"
                        + " cname";
        assertEquals(other, EndpointAdvice.of(ASSUMED, new UnknownHostException("examplebucket.files.example.com")));
        assertEquals(other, EndpointAdvice.of(ASSUMED, new SSLPeerUnverifiedException("not verified")));
        assertEquals(
                "; bind a certificate for files.example.com to this domain at OSS or at the CDN",
                EndpointAdvice.of(OF_OWNER, new SSLPeerUnverifiedException("not verified")));
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.error.EndpointRefusal;
import io.github.ossv4.error.ErrorResponse;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class EndpointAdviceTest {
    private static final String CHOICE =
            "; files.example.com is not an endpoint of Alibaba Cloud: if it is your own domain that"
                    + " is bound to this bucket, set cname() or --cname";

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

    private static String advice(Endpoint endpoint, String code) {
        return EndpointAdvice.of(endpoint, error(code, "m", ""));
    }

    @ParameterizedTest
    @CsvSource({
        "PublicEndpointForbidden, PUBLIC_ENDPOINT, cname() or --cname",
        "SecondLevelDomainForbidden, PATH_STYLE, pathStyle() or --path-style",
        "ExternalRedirectForbidden, REDIRECT, domain of your own",
        "ApkDownloadForbidden, PACKAGE, presignEndpoint",
    })
    void explainsRefusalsOfTheEndpoint(String code, EndpointRefusal refusal, String change) {
        String advice = advice(OF_OSS, code);

        assertEquals("; " + refusal.advice(), advice);
        assertTrue(advice.contains(change), advice);
    }

    @ParameterizedTest
    @EnumSource(EndpointRefusal.class)
    void saysWhatToChange(EndpointRefusal refusal) {
        assertTrue(refusal.advice().contains(": "), refusal.advice());
    }

    @Test
    void namesTheEndpointOfABucketThatIsElsewhere() {
        ErrorResponse elsewhere = error(
                "AccessDenied",
                "must be addressed using the specified endpoint",
                "<Endpoint>oss-cn-beijing.aliyuncs.com</Endpoint>");

        assertEquals("; this bucket is at oss-cn-beijing.aliyuncs.com", EndpointAdvice.of(OF_OSS, elsewhere));
        assertEquals(
                "; this bucket is at oss-cn-beijing.aliyuncs.com, or transfer acceleration is not enabled for it",
                EndpointAdvice.of(
                        endpoint("https://oss-accelerate.aliyuncs.com", Endpoint.Style.AUTOMATIC), elsewhere));
    }

    @ParameterizedTest
    @CsvSource({"AccessDenied", "NoSuchBucket"})
    void doubtsTheBindingOfADomain(String code) {
        assertEquals("; check that the domain files.example.com is bound to this bucket", advice(OF_OWNER, code));
        assertEquals("", advice(OF_OSS, code));
    }

    @ParameterizedTest
    @CsvSource({"AccessDenied", "NoSuchBucket", "SignatureDoesNotMatch"})
    void offersCnameForAHostThatIsNotOfOss(String code) {
        assertEquals(CHOICE, advice(ASSUMED, code));
        assertEquals(
                CHOICE + " instead of path style",
                advice(endpoint("https://files.example.com", Endpoint.Style.PATH), code));
        assertEquals("", advice(endpoint("http://127.0.0.1:9000", Endpoint.Style.AUTOMATIC), code));
        assertEquals("", advice(endpoint("http://localhost:9000", Endpoint.Style.PATH), code));
    }

    @Test
    void isSilentAboutOtherErrors() {
        assertEquals("", advice(ASSUMED, "NoSuchKey"));
        assertEquals("", advice(OF_OWNER, "InternalError"));
        assertEquals("", EndpointAdvice.of(ASSUMED, new ConnectException("refused")));
        assertEquals("", EndpointAdvice.of(OF_OSS, new UnknownHostException("h")));
        assertEquals("", EndpointAdvice.of(OF_OWNER, new IOException("reset")));
    }

    @Test
    void explainsHostsThatAreUnknownOrHaveAnotherCertificate() {
        assertEquals(CHOICE, EndpointAdvice.of(ASSUMED, new UnknownHostException("examplebucket.files.example.com")));
        assertEquals(CHOICE, EndpointAdvice.of(ASSUMED, new SSLPeerUnverifiedException("not verified")));
        assertEquals(
                "; bind a certificate for files.example.com to this domain at OSS or at the CDN",
                EndpointAdvice.of(OF_OWNER, new SSLPeerUnverifiedException("not verified")));
    }
}

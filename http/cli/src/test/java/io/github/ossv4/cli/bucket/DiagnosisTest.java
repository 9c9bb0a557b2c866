// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.bucket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.http.Advice;
import io.github.ossv4.http.ServiceException;
import io.github.ossv4.http.credentials.CredentialsSource;
import io.github.ossv4.sign.Credentials;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.time.Instant;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DiagnosisTest {
    private static final Setting PROXY = new Setting("p:3128", "HTTPS_PROXY");

    private static IOException of(String message, IOException cause) {
        return new IOException(message, cause);
    }

    private static Connection at(String endpoint) {
        return at(endpoint, null);
    }

    private static Connection at(String endpoint, @Nullable Setting proxy) {
        return new Connection(
                "b",
                new Setting(endpoint, "OSS_ENDPOINT"),
                new Setting("cn-beijing", "--region"),
                proxy,
                CheckedCredentials.of(CredentialsSource.of(Credentials.of("id", "secret")), "variables"));
    }

    private static Connection anonymous() {
        return new Connection("b", new Setting("https://h", "OSS_ENDPOINT"), null, null, null);
    }

    /** Returns what a command prints. */
    private static String text(Throwable failure, @Nullable Connection used) {
        return Failure.of(failure, used).text();
    }

    private static ServiceException.Builder refusal(int status, @Nullable String code) {
        return ServiceException.builder(status)
                .code(code)
                .requestId(code == null ? null : "6A")
                .description("m.");
    }

    @Test
    void namesHostThatCannotBeResolved() {
        IOException failure = of(
                "GetObject a at x, attempt 4 of 4: cannot resolve b.oss-cn-x.aliyuncs.com: Name or service not known",
                new UnknownHostException("b.oss-cn-x.aliyuncs.com: Name or service not known"));

        assertEquals(
                "GetObject a at x, attempt 4 of 4: cannot resolve b.oss-cn-x.aliyuncs.com: Name or service not known; check --region, --endpoint, and DNS;"
                        + " try 'ossv4 doctor'",
                text(failure, null));
        assertTrue(
                text(failure, at("https://h")).contains("; check the endpoint https://h, from OSS_ENDPOINT, and DNS;"));
        Setting region = new Setting("cn-x", "--region");
        assertTrue(text(
                        failure,
                        new Connection(
                                "b", new Setting("https://oss-cn-x.aliyuncs.com", "--region"), region, null, null))
                .contains("; check the region cn-x, from --region, and DNS;"));
    }

    @Test
    void namesEndpointThatRefuses() {
        String message = "Failed to connect to /10.0.0.1:80";
        assertEquals(
                "GetObject a: Failed to connect to /10.0.0.1:80; check the endpoint https://h, from OSS_ENDPOINT, and the network;"
                        + " try 'ossv4 doctor'",
                text(of("GetObject a: " + message, new ConnectException(message)), at("https://h")));
    }

    @Test
    void namesProxyThatRefuses() {
        ConnectException refused = new ConnectException("Failed to connect to /127.0.0.1:1");

        assertEquals(
                "Failed to connect to /127.0.0.1:1; check the proxy p:3128, from HTTPS_PROXY, or list the host in NO_PROXY; try 'ossv4 doctor'",
                text(refused, at("https://h", PROXY)));
    }

    @Test
    void namesProxyThatResponds() {
        Connection proxied = at("https://h", PROXY);

        assertEquals(
                "GetObject a: Failed to authenticate with proxy;"
                        + " set HTTPS_PROXY to http://USER:PASSWORD@p:3128; try 'ossv4 doctor'",
                text(
                        of(
                                "GetObject a: Failed to authenticate with proxy",
                                new IOException("Failed to authenticate with proxy")),
                        proxied));
        assertEquals(
                "Unexpected response code for CONNECT: 403; check whether the endpoint https://h, from OSS_ENDPOINT, is allowed by"
                        + " the proxy p:3128, from HTTPS_PROXY; try 'ossv4 doctor'",
                text(new IOException("Unexpected response code for CONNECT: 403"), proxied));
        assertEquals(
                "m.; the response is not from OSS: it is from the proxy p:3128, from HTTPS_PROXY, or from a server behind it;"
                        + " try 'ossv4 doctor'",
                text(refusal(403, null).build(), proxied));
        assertTrue(
                text(refusal(407, null).build(), proxied).contains("requires a user and a password: set HTTPS_PROXY"));
        assertEquals(
                "m.; the response is not from OSS: check the endpoint https://h, from OSS_ENDPOINT, and the proxy; try 'ossv4"
                        + " doctor'",
                text(refusal(502, null).build(), at("https://h")));
    }

    @Test
    void advisesAboutTimeouts() {
        IOException timeout = of("GetObject a: timeout", new SocketTimeoutException("timeout"));

        assertEquals("GetObject a: timeout; check the network and the proxy; try 'ossv4 doctor'", text(timeout, null));
        assertTrue(text(timeout, at("https://oss-cn-x-internal.aliyuncs.com"))
                .contains("; an internal endpoint is reachable within its region only;"));
        assertTrue(text(timeout, at("https://h", PROXY)).contains("the proxy p:3128, from HTTPS_PROXY"));
    }

    @Test
    void advisesAboutTheOtherScheme() {
        IOException closed = of("a", of("unexpected end of stream on http://h/...", new EOFException()));

        assertTrue(text(closed, at("http://h"))
                .contains("; check whether the endpoint http://h, from OSS_ENDPOINT, must start with https://;"));
        assertNull(Diagnosis.of(closed, at("https://h")));
        assertNull(Diagnosis.of(closed, null));
        assertTrue(text(new ProtocolException("Unexpected status line: \u0015"), at("HTTP://h"))
                .startsWith("Unexpected status line: \u0015; check whether"));
        assertEquals(
                "Unsupported or unrecognized SSL message; check whether the endpoint https://h, from OSS_ENDPOINT, must start"
                        + " with http://; try 'ossv4 doctor'",
                text(new SSLException("Unsupported or unrecognized SSL message"), at("https://h")));
    }

    @Test
    void advisesAboutCertificates() {
        SSLHandshakeException untrusted = new SSLHandshakeException("sun.security.X");
        untrusted.initCause(new CertPathBuilderException("sun.security.X"));
        SSLHandshakeException expired = new SSLHandshakeException("sun.security.X");
        expired.initCause(new CertPathBuilderException(new CertificateExpiredException("x")));

        assertTrue(text(untrusted, null).contains("; if its authority is your own, set OSSV4_JAVA_OPTIONS"));
        assertTrue(text(new SSLPeerUnverifiedException("Hostname h\n not"), null)
                .contains("your own domain needs --cname"));
        assertNull(Diagnosis.of(new SSLHandshakeException("closed"), null));
        assertTrue(text(expired, null).contains("; check the clock of this machine"));
    }

    private static String advised(Advice advice, String code, @Nullable Connection used) {
        return text(refusal(403, code).advice(advice).build(), used);
    }

    @Test
    void namesSourceOfCredentials() {
        Advice advice = Advice.of("the secret is wrong").about(Advice.Setting.ACCESS_KEY, null);

        assertEquals(
                "m; the secret is wrong; correct the secret, which is from variables",
                advised(advice.remedy(": set credentials()"), "SignatureDoesNotMatch", at("https://h")));
        assertEquals(
                "m; the secret is wrong; correct the secret, which is from the environment or a profile",
                advised(advice, "SignatureDoesNotMatch", null));
        assertNull(Diagnosis.of(refusal(403, "SignatureDoesNotMatch").build(), at("https://h")));
    }

    @Test
    void namesSourceOfWrongRegion() {
        Advice region = Advice.of("the bucket is elsewhere").about(Advice.Setting.REGION, "cn-beijing");

        assertEquals(
                "m; the bucket is elsewhere; requests are signed for the region cn-beijing, from --region: set the region"
                        + " of the bucket",
                advised(region, "InvalidArgument", at("https://h")));
        assertEquals(
                "m; the bucket is elsewhere; requests are signed for the region of the endpoint https://h, from"
                        + " OSS_ENDPOINT: set the region of the bucket",
                advised(region, "InvalidArgument", anonymous()));
        assertTrue(
                Failure.of(refusal(400, "InvalidArgument").ec("0002-00000226").build())
                        .isOfAllRequests());
        assertTrue(Failure.of(refusal(403, "AccessDenied")
                        .detail("Endpoint", "oss-cn-x.aliyuncs.com")
                        .build())
                .isOfAllRequests());
    }

    /** The client advises in words of its builder, which no user of the command line knows. */
    @Test
    void namesOptions() {
        Advice advice = Advice.of("c").remedy("; call method()");

        assertEquals(
                "m; c; requests are sent to the endpoint https://h, from OSS_ENDPOINT",
                advised(advice.about(Advice.Setting.ENDPOINT, "h"), "AccessDenied", at("https://h")));
        assertEquals(
                "m; c: if it is your own domain that is bound to this bucket, set --cname",
                advised(advice.about(Advice.Setting.ADDRESSING, null), "NoSuchBucket", at("https://h")));
        assertEquals(
                "m; c: leave out --path-style",
                advised(advice.about(Advice.Setting.ADDRESSING, null), "SecondLevelDomainForbidden", at("https://h")));
        assertEquals("m; c", advised(advice, "UserDisable", at("https://h")));
    }

    @Test
    void saysThatARequestWasNotSigned() {
        ServiceException denied = refusal(403, "AccessDenied").build();

        assertTrue(text(denied, anonymous()).endsWith("leave out --anonymous"));
        assertEquals("m.", text(denied, at("https://h")));
        assertFalse(Failure.of(denied).isOfAllRequests());
        ServiceException notOwned =
                refusal(403, "AccessDenied").ec("0003-00000905").build();
        assertTrue(text(notOwned, anonymous()).endsWith("leave out --anonymous"));
        // The Referer is not a matter of signatures alone.
        ServiceException referer =
                refusal(403, "AccessDenied").ec("0003-00000501").build();
        assertEquals("m.", text(referer, anonymous()));
    }

    @Test
    void stopsAtASuspendedAccount() {
        assertTrue(Failure.of(refusal(403, "UserDisable").build()).isOfAllRequests());
    }

    @Test
    void comparesClocks() {
        Advice clock = Advice.of("the clock is wrong").about(Advice.Setting.CLOCK, "2026-11-26T08:00:00Z");
        ServiceException skewed = refusal(403, "RequestTimeTooSkewed")
                .serverTime(Instant.parse("2026-11-26T09:00:00Z"))
                .advice(clock)
                .build();

        assertEquals("m; the clock of this machine is 3600 seconds behind that of OSS", text(skewed, null));
        assertEquals("m; the clock is wrong", advised(clock, "RequestTimeTooSkewed", null));
    }

    @Test
    void explainsMissingBucketAndObject() {
        ServiceException bucket =
                refusal(404, "NoSuchBucket").detail("BucketName", "c").build();
        assertEquals(
                "m; the bucket c does not exist, or its name is misspelt; 'ossv4 ls' lists your buckets",
                text(bucket, at("https://h")));
        assertEquals("m; the bucket c does not exist, or its name is misspelt", text(bucket, anonymous()));
        assertEquals(
                "m; the bucket does not exist, or its name is misspelt; 'ossv4 ls' lists your buckets",
                text(refusal(404, "NoSuchBucket").build(), null));
        assertEquals(
                "m; oss://b/x does not exist: keys are case-sensitive and do not begin with a slash",
                text(refusal(404, "NoSuchKey").detail("Key", "x").build(), at("https://h")));
    }

    @Test
    void escapesNamesThatTheServerSends() {
        String name = "x\n\u001b";
        assertTrue(text(refusal(404, "NoSuchKey").detail("Key", name).build(), at("https://h"))
                .contains("; oss://b/x\\u000a\\u001b does not exist"));
        assertTrue(text(refusal(404, "NoSuchBucket").detail("BucketName", name).build(), at("https://h"))
                .contains("; the bucket x\\u000a\\u001b does not exist"));
    }

    @Test
    void hasNoAdviceAboutOtherFailures() {
        assertNull(Diagnosis.of(of("GetObject a", new EOFException()), null));
        assertNull(Diagnosis.of(new IllegalArgumentException("a"), at("http://h", PROXY)));
        assertNull(Diagnosis.of(refusal(404, "NoSuchKey").build(), at("https://h")));
        assertNull(Diagnosis.of(refusal(404, "NoSuchKey").detail("Key", "a").build(), null));
        assertNull(Diagnosis.of(ServiceException.builder(404).requestId("6A").build(), at("https://h")));
    }
}

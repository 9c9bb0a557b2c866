// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.error.EndpointRefusal;
import io.github.ossv4.http.ServiceException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FindingRulesTest {
    @ParameterizedTest
    @CsvSource({
        "0, OK, 0 seconds ahead of OSS",
        "-60, OK, 60 seconds behind OSS",
        "61, WARN, 61 seconds ahead of OSS",
        "-899, WARN, 899 seconds behind OSS",
        "900, FAIL, 900 seconds ahead of OSS",
        "-3600, FAIL, 3600 seconds behind OSS",
    })
    void judgesClock(long ahead, Finding.Status status, String message) {
        Finding finding = FindingRules.clock(Duration.ofSeconds(ahead));
        assertEquals(status, finding.status());
        assertTrue(finding.message().contains(message), finding.text());
        assertEquals(status != Finding.Status.OK, finding.advice().contains("NTP"));
    }

    @ParameterizedTest
    @CsvSource({
        "https://b.oss-cn-hangzhou.aliyuncs.com/, OK",
        "http://127.0.0.1:8080/b/, OK",
        "http://localhost/b/, OK",
        "http://b.oss-cn-hangzhou.aliyuncs.com/, WARN",
        "http://b.localhost:9000/, OK",
    })
    void prefersHttps(String url, Finding.Status status) {
        assertEquals(status, FindingRules.endpoint(url, "b", false).status());
    }

    @Test
    void asksWhetherAForeignHostIsADomainOfTheBucket() {
        assertEquals(
                "WARN  endpoint: https://b.files.example.com/; files.example.com is not an endpoint of Alibaba Cloud: if it is"
                        + " your own domain that is bound to the bucket, set --cname or OSS_CNAME=true",
                FindingRules.endpoint("https://b.files.example.com/", "b", false)
                        .text());
        assertEquals(
                Finding.Status.OK,
                FindingRules.endpoint("https://b.example.com/", "b", true).status());
        assertEquals(
                Finding.Status.OK,
                FindingRules.endpoint("https://files.example.com/b/", "b", false)
                        .status());
    }

    @ParameterizedTest
    @EnumSource(EndpointRefusal.class)
    void doesNotRepeatTheAdviceOfAMessage(EndpointRefusal refusal) {
        String code = refusal == EndpointRefusal.REGION ? "AccessDenied" : codeOf(refusal);
        ServiceException.Builder refused =
                ServiceException.builder(403).code(code).message("m; " + refusal.advice());
        if (refusal == EndpointRefusal.REGION) {
            refused.detail("Endpoint", "oss-cn-beijing.aliyuncs.com");
        }
        Finding finding = FindingRules.refused("objects", refused.build(), "to read");

        assertEquals(Finding.Status.FAIL, finding.status());
        assertEquals("FAIL  objects: m; " + refusal.advice(), finding.text());
    }

    private static String codeOf(EndpointRefusal refusal) {
        return List.of(
                        "PublicEndpointForbidden",
                        "SecondLevelDomainForbidden",
                        "ExternalRedirectForbidden",
                        "ApkDownloadForbidden")
                .stream()
                .filter(code -> EndpointRefusal.of(code, "", null) == refusal)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void explainsConnections() throws Exception {
        assertEquals(
                "FAIL  DNS: h cannot be resolved; check the endpoint, the name of the bucket, and DNS",
                FindingRules.unreachable("h", new UnknownHostException("h")).text());
        assertTrue(FindingRules.unreachable("h", new SSLHandshakeException("x"))
                .advice()
                .contains("certificate"));
        assertTrue(FindingRules.unreachable("h", new SSLPeerUnverifiedException("x"))
                .advice()
                .contains("--cname"));
        assertTrue(FindingRules.unreachable("h", new SocketTimeoutException("x"))
                .advice()
                .contains("internal endpoint"));
        assertTrue(FindingRules.unreachable("h", new IOException("x")).advice().contains("firewall"));
        assertEquals(
                "OK    DNS: h resolves to 192.0.2.1 192.0.2.2",
                FindingRules.addresses(
                                "h", List.of(InetAddress.getByName("192.0.2.1"), InetAddress.getByName("192.0.2.2")))
                        .text());
    }

    @Test
    void comparesRegions() {
        assertEquals(
                "OK    region: cn-hangzhou",
                FindingRules.region("oss-cn-hangzhou", "cn-hangzhou").text());
        assertEquals(
                "FAIL  region: the bucket is in cn-beijing, requests are signed for cn-hangzhou; set the region to cn-beijing",
                FindingRules.region("oss-cn-beijing", "cn-hangzhou").text());
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.cli.bucket.ClockDifference;
import io.github.ossv4.cli.bucket.Failure;
import io.github.ossv4.http.ServiceException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FindingRulesTest {
    @ParameterizedTest
    @CsvSource({
        "0, OK, 0 seconds ahead of that of OSS",
        "-60, OK, 60 seconds behind that of OSS",
        "61, WARN, 61 seconds ahead of that of OSS",
        "-899, WARN, 899 seconds behind that of OSS",
        "900, FAIL, 900 seconds ahead of that of OSS",
        "-3600, FAIL, 3600 seconds behind that of OSS",
        "-172800, FAIL, 2 days behind that of OSS",
    })
    void judgesClock(long ahead, Finding.Status status, String message) {
        Finding finding = FindingRules.clock(new ClockDifference(Duration.ofSeconds(ahead)));
        assertEquals(status, finding.status());
        assertTrue(finding.message().contains(message), finding.text());
        assertEquals(status != Finding.Status.OK, finding.advice().contains("NTP"));
        assertEquals(status == Finding.Status.FAIL, finding.message().contains("presigned URLs and forms are refused"));
    }

    @ParameterizedTest
    @CsvSource({"86400, are corrected", "86401, are corrected over https only"})
    void limitsCorrectionOfClock(long behind, String end) {
        Finding finding = FindingRules.clock(new ClockDifference(Duration.ofSeconds(-behind)));
        assertTrue(finding.message().endsWith("the times of other requests " + end), finding.text());
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
        assertEquals(status, FindingRules.connection(url).status());
    }

    @Test
    void keepsTextOfFailure() {
        Failure failure = Failure.of(ServiceException.builder(404)
                .code("NoSuchBucket")
                .description("m")
                .build());

        assertEquals(
                "FAIL  access: " + failure.text(),
                FindingRules.failed("access", failure).text());
        assertEquals(
                "WARN  access: m; the identity has no permission to list",
                FindingRules.denied(Finding.Status.WARN, "access", failure, "to list")
                        .text());
    }

    @Test
    void listsAddresses() throws Exception {
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

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.error;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorResponseTest {
    private static final String SKEWED = """
            <?xml version="1.0" encoding="UTF-8"?>
            <Error xmlns="http://doc.oss-cn-hangzhou.aliyuncs.com">
              <Code>RequestTimeTooSkewed</Code>
              <Message> The difference is &lt;too&gt; large: 中. </Message>
              <RequestId>5F0C</RequestId>
              <HostId>examplebucket.oss-cn-hangzhou.aliyuncs.com</HostId>
              <EC>0002-00000504</EC>
              <ServerTime>2022-09-04T08:11:37.000Z</ServerTime>
              <Unknown><Inner>a</Inner>b</Unknown>
              <Code>Second</Code>
            </Error>
            """;

    private static ErrorResponse parse(String xml) {
        return ErrorResponse.parse(xml.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void everyElement() {
        ErrorResponse error = parse(SKEWED);
        assertEquals("RequestTimeTooSkewed", error.code());
        assertEquals("The difference is <too> large: 中.", error.message());
        assertEquals("5F0C", error.requestId());
        assertEquals("examplebucket.oss-cn-hangzhou.aliyuncs.com", error.hostId());
        assertEquals("0002-00000504", error.ec());
        assertEquals(Map.of("ServerTime", "2022-09-04T08:11:37.000Z", "Unknown", "ab"), error.details());
    }

    @Test
    void whatIsMissingIsNullOrEmpty() {
        ErrorResponse error = parse("<Error><Code>X</Code></Error>");
        assertEquals("", error.message());
        assertNull(error.ec());
        assertNull(error.requestId());
    }

    @Test
    void theHeaderOfHeadAnswers() {
        String base64 = Base64.getEncoder().encodeToString(SKEWED.getBytes(StandardCharsets.UTF_8));
        assertEquals("RequestTimeTooSkewed", ErrorResponse.parseHeader(base64).code());
        assertNull(ErrorResponse.parseHeader("not base64!"));
        assertNull(ErrorResponse.parseHeader(""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "<html><body>502 Bad Gateway</body></html>",
                "<Error><Code>X</Code>",
                "<Error><Message>no code</Message></Error>",
                "<Error><Code></Code></Error>",
                "{\"Code\":\"X\"}",
                "<Result><Code>X</Code></Result>",
                "\u0000\u0001",
            })
    void whatIsNoErrorDocument(String body) {
        assertNull(parse(body));
    }

    @Test
    void entitiesAreNeverResolved(@TempDir Path folder) throws Exception {
        Path secret = Files.writeString(folder.resolve("secret.txt"), "hunter2");
        for (String xml : new String[] {
            "<!DOCTYPE Error [<!ENTITY e SYSTEM \"" + secret.toUri() + "\">]><Error><Code>&e;</Code></Error>",
            "<!DOCTYPE Error SYSTEM \"" + secret.toUri() + "\"><Error><Code>X</Code></Error>",
            "<!DOCTYPE Error><Error><Code>X</Code></Error>",
        }) {
            assertNull(parse(xml), xml);
        }
    }

    @Test
    void entitiesThatGrowAreRefusedAtOnce() {
        StringBuilder xml = new StringBuilder("<!DOCTYPE Error [<!ENTITY a0 \"aaaaaaaaaa\">");
        for (int i = 1; i < 30; i++) {
            xml.append("<!ENTITY a")
                    .append(i)
                    .append(" \"")
                    .append(("&a" + (i - 1) + ";").repeat(10))
                    .append("\">");
        }
        xml.append("]><Error><Code>&a29;</Code></Error>");
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> assertNull(parse(xml.toString())));
    }

    @Test
    void detailsAreNotPrinted() {
        ErrorResponse error = parse(
                "<Error><Code>SignatureDoesNotMatch</Code><CanonicalRequest>x-oss-security-token:hunter2</CanonicalRequest></Error>");
        assertNotNull(error.details().get("CanonicalRequest"));
        assertFalse(error.toString().contains("hunter2"), error.toString());
    }
}

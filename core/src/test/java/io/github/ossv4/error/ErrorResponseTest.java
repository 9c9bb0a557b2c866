// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.error;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
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
    void parsesAllElements() {
        ErrorResponse error = parse(SKEWED);
        assertEquals("RequestTimeTooSkewed", error.code());
        assertEquals("The difference is <too> large: 中.", error.message());
        assertEquals("5F0C", error.requestId());
        assertEquals("examplebucket.oss-cn-hangzhou.aliyuncs.com", error.hostId());
        assertEquals("0002-00000504", error.ec());
        assertEquals(Map.of("ServerTime", "2022-09-04T08:11:37.000Z", "Unknown", "b"), error.details());
    }

    @Test
    void includesTheElementsOfADenial() {
        ErrorResponse error = parse(
                "<Error><Code>AccessDenied</Code><AccessDeniedDetail><AuthAction>oss:PutObject"
                        + "</AuthAction><PolicyType>ControlPolicy</PolicyType></AccessDeniedDetail><EC>0003-00000201</EC></Error>");
        assertEquals("0003-00000201", error.ec());
        assertEquals(Map.of("AuthAction", "oss:PutObject", "PolicyType", "ControlPolicy"), error.details());
    }

    @Test
    void returnsNullOrEmptyForMissingElements() {
        ErrorResponse error = parse("<Error><Code>X</Code></Error>");
        assertEquals("", error.message());
        assertNull(error.ec());
        assertNull(error.requestId());
    }

    @Test
    void parsesHeader() {
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
                "{\"Code\":\"X\"",
                "{\"code\":\"X\"}",
                "{\"Code\":null}",
                "[{\"Code\":\"X\"}]",
                "<Result><Code>X</Code></Result>",
                "\u0000\u0001",
            })
    void rejectsOtherDocuments(String body) {
        assertNull(parse(body));
    }

    @Test
    void parsesJson() {
        ErrorResponse error = parse("""
                {"Code": "AccessDenied", "Message": " no ", "RequestId": "5F0C", "EC": "0003-00000001",
                 "Unknown": {"a": [1]}, "Number": 7}
                """);
        assertEquals("AccessDenied", error.code());
        assertEquals("no", error.message());
        assertEquals("0003-00000001", error.ec());
        assertEquals(Map.of("Number", "7"), error.details());
    }

    @Test
    void limitsTheSizeOfADocument() {
        String message = "m".repeat(ErrorResponse.MAX_BYTES);
        String xml = "<Error><Code>X</Code><Message>%s</Message></Error>";
        String longest = xml.formatted(message.substring(xml.length() - 2));
        assertEquals(ErrorResponse.MAX_BYTES, longest.length());
        assertEquals("X", parse(longest).code());
        assertNull(parse(longest + " "));
        assertNull(parse("{\"Code\":\"X\",\"Message\":\"" + message + "\"}"));
        assertNull(ErrorResponse.parseHeader(
                Base64.getEncoder().encodeToString((longest + "    ").getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void limitsElementsDepthAndCode() {
        String xml = "<Error><Code>X</Code>%s</Error>";
        assertEquals("X", parse(xml.formatted("<a/>".repeat(254))).code());
        assertNull(parse(xml.formatted("<a/>".repeat(255))));

        String json = "{\"Code\":\"X\",\"a\":%s}";
        assertEquals("X", parse(json.formatted("[" + "1,".repeat(252) + "1]")).code());
        assertNull(parse(json.formatted("[" + "1,".repeat(254) + "1]")));
        assertEquals("X", parse(json.formatted("[".repeat(31) + "]".repeat(31))).code());
        assertNull(parse(json.formatted("[".repeat(32) + "]".repeat(32))));
        assertNull(parse(json.formatted("[".repeat(60_000))));

        assertEquals(
                "X".repeat(128),
                parse("<Error><Code>" + "X".repeat(128) + "</Code></Error>").code());
        assertNull(parse("<Error><Code>" + "X".repeat(129) + "</Code></Error>"));
    }

    @Test
    void truncatesPrintedTexts() {
        String text = "x".repeat(2000);
        String shown = parse(
                        "<Error><Code>X</Code><Message>%1$s</Message><RequestId>%1$s</RequestId><EC>%1$s</EC></Error>"
                                .formatted(text))
                .toString();
        assertEquals("X: " + text.substring(0, 300) + "…", shown, "longer ids are omitted");
    }

    @Test
    void treatsJsonNullAsAbsent() {
        ErrorResponse error = parse("{\"Code\":\"X\",\"Message\":null,\"RequestId\":null,\"EC\":null,\"Detail\":null}");
        assertEquals("", error.message());
        assertNull(error.requestId());
        assertNull(error.ec());
        assertEquals(Map.of(), error.details());
    }

    @Test
    void hidesDetails() {
        ErrorResponse error = parse(
                "<Error><Code>SignatureDoesNotMatch</Code><CanonicalRequest>x-oss-security-token:hunter2</CanonicalRequest></Error>");
        assertNotNull(error.details().get("CanonicalRequest"));
        assertFalse(error.toString().contains("hunter2"), error.toString());
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.callback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ossv4.testing.Texts;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Mistakes in callbacks that the vendor documents or that users of other libraries reported. */
class CallbackMistakesTest {
    private static final String URL = "https://app.example.com/uploaded";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static InvalidCallbackException rejected(Callback.Builder callback) {
        return assertThrows(InvalidCallbackException.class, callback::build);
    }

    private static InvalidCallbackException rejectedForm(String template) {
        return rejected(Callback.builder(URL).formBody(template));
    }

    private static InvalidCallbackException rejectedJson(String template) {
        return rejected(Callback.builder(URL).jsonBody(template).variable("x:user", "1"));
    }

    private static void assertMessage(String expected, InvalidCallbackException e) {
        assertTrue(String.valueOf(e.getMessage()).contains(expected), e.getMessage());
    }

    private static JsonNode sent(Callback callback) throws Exception {
        return MAPPER.readTree(Base64.getDecoder().decode(callback.headerValue()));
    }

    @Test
    void rejectsEmptyUrl() {
        assertEquals(
                "0007-00000004", rejected(Callback.builder("").formBody("a=b")).ec());
    }

    @Test
    void rejectsUrlsWithoutScheme() {
        assertMessage(
                "http://", rejected(Callback.builder("121.101.166.30/test.php").formBody("a=b")));
    }

    @Test
    void rejectsSemicolonInUrl() {
        assertMessage("%3B", rejected(Callback.builder("http://a.example/x;y").formBody("a=b")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LOCALHOST.",
                "app.localhost",
                "printer.local",
                "metadata.internal",
                "127.0.0.1",
                "10.1.2.3",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.0.1",
                "169.254.169.254",
                "100.64.0.1",
                "100.100.100.200",
                "100.127.255.255",
                "0.0.0.0",
                "198.18.0.1",
                "192.0.0.1",
                "192.0.2.1",
                "198.51.100.1",
                "203.0.113.1",
                "1.2.999.3",
                "224.0.0.1",
                "255.255.255.255",
                "2130706433",
                "0x7f000001",
                "0x7f.1",
                "127.1",
                "0177.0.0.1",
                "127.0.0.1.",
                "1.2.3.4.5",
            })
    void warnsOfAndRejectsPrivateHosts(String host) {
        Callback.Builder callback = Callback.builder("http://a.example", "http://" + host + ":8080/cb")
                .formBody("a=b");
        List<String> warnings = callback.build().warnings();
        assertEquals(1, warnings.size(), warnings.toString());
        assertTrue(warnings.get(0).contains(host) && warnings.get(0).contains("0007-00000008"), warnings.get(0));
        InvalidCallbackException e = rejected(callback.publicHostsOnly());
        assertEquals("0007-00000008", e.ec());
        assertMessage(host, e);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "app.example.com",
                "8.8.8.8",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.0.0.1",
                "128.0.0.1",
                "169.253.0.1",
                "172.15.0.1",
                "172.32.0.1",
                "192.167.0.1",
                "198.17.0.1",
                "198.20.0.1",
                "223.255.255.255",
                "10.example.com",
                "127.0.0.1.example.com",
                "locals",
                "localhost.example.com",
            })
    void acceptsPublicHosts(String host) {
        Callback callback = Callback.builder("http://" + host)
                .formBody("a=b")
                .publicHostsOnly()
                .build();
        assertEquals(List.of(), callback.warnings());
    }

    @Test
    void sendsServerNameForHttps() throws Exception {
        Callback.Builder callback = Callback.builder("http://a.example", URL).formBody("a=b");
        assertTrue(sent(callback.build()).get("callbackSNI").isBoolean());
        assertTrue(sent(callback.build()).get("callbackSNI").asBoolean());
        assertFalse(sent(callback.sni(false).build()).get("callbackSNI").asBoolean());
        assertNull(sent(Callback.builder("http://a.example").formBody("a=b").build())
                .get("callbackSNI"));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "x-oss-a, b, 0007-00000026",
                "X-OSS-a, b, 0007-00000026",
                "'', b, 0007-00000023",
                "a b, c, null",
                "a:, b, null",
                "&*, b, null",
                "a_b, c, null"
            })
    void rejectsInvalidAdditionalHeaders(String name, String value, String ec) {
        Callback.Builder callback = Callback.builder(URL).formBody("a=b");
        InvalidCallbackException e =
                assertThrows(InvalidCallbackException.class, () -> callback.additionalHeader(name, value));
        assertEquals(ec, e.ec());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nb: c", "a\n", "\n", "a\r", "\r", "ä", "\0"})
    void rejectsInvalidValuesOfAdditionalHeaders(String value) {
        Callback.Builder callback = Callback.builder(URL).formBody("a=b");
        InvalidCallbackException e =
                assertThrows(InvalidCallbackException.class, () -> callback.additionalHeader("a", value));
        assertFalse(e.getMessage().contains(value), "may be a secret");
        assertEquals(value.indexOf('\r') < 0 && value.indexOf('\n') < 0 ? null : "0007-00000025", e.ec());
    }

    @Test
    void limitsAdditionalHeaders() {
        Callback.Builder callback = Callback.builder(URL).formBody("a=b");
        for (int i = 0; i < 10; i++) {
            callback.additionalHeader("Key" + i, "a");
        }
        callback.additionalHeader("KEY0", "b");
        assertEquals("b", callback.build().additionalHeaders().get("key0"));
        assertMessage("at most 10", rejected(callback.additionalHeader("key10", "a")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "123 | 0007-00000021",
                "{\"\": \"a\"} | 0007-00000023",
                "{\"a\": \"b\\r\\nc: d\"} | 0007-00000025",
                "{\"x-oss-test\": \"val1\", \"key2\": \"val2\"} | 0007-00000026",
            })
    void decodeRejectsInvalidAdditionalHeaders(String json, String ec) {
        String header = Base64.getEncoder()
                .encodeToString(
                        ("{\"callbackUrl\":\"http://a\",\"callbackBody\":\"a\",\"additionalHeaders\":" + json + "}")
                                .getBytes(StandardCharsets.UTF_8));
        assertEquals(
                ec,
                assertThrows(InvalidCallbackException.class, () -> Callback.decode(header, null))
                        .ec());
    }

    @Test
    void sendsAdditionalHeadersAndSignatureVersion() throws Exception {
        Callback callback = Callback.builder("http://a.example")
                .formBody("a=b")
                .additionalHeader("key1", "val1")
                .signatureVersion("2.0")
                .build();
        assertEquals(MAPPER.readTree("""
                        {"callbackUrl": "http://a.example", "callbackBody": "a=b",
                         "callbackBodyType": "application/x-www-form-urlencoded",
                         "additionalHeaders": {"key1": "val1"}, "signatureVersion": "2.0"}
                        """), sent(callback));
        Callback read = Callback.decode(callback.headerValue(), null);
        assertEquals(Map.of("key1", "val1"), read.additionalHeaders());
        assertEquals("2.0", read.signatureVersion());
        assertEquals(callback.headerValue(), read.headerValue());
        Callback.Builder other = Callback.builder(URL).formBody("a=b");
        assertThrows(InvalidCallbackException.class, () -> other.signatureVersion("3.0"));
    }

    /** As in the vendor's samples BucketCallbackPolicySample.java and bucket_callback_policy.py. */
    @Test
    void policyAcceptsVariablesOnly() throws Exception {
        Callback callback = Callback.policy("test1")
                .variable("x:var1", "value1")
                .variable("x:var2", "value2")
                .build();
        assertEquals(MAPPER.readTree("{\"callbackPolicy\":\"test1\"}"), sent(callback));
        // vector cbv-policy-vars
        assertEquals("eyJ4OnZhcjEiOiJ2YWx1ZTEiLCJ4OnZhcjIiOiJ2YWx1ZTIifQ==", callback.varHeaderValue());
        Callback read = Callback.decode(callback.headerValue(), callback.varHeaderValue());
        assertEquals("test1", read.policyName());
        assertEquals(List.of(), read.urls());
        assertThrows(
                IllegalStateException.class,
                () -> callback.body(ObjectFacts.builder("b", "k").build()));
        assertMessage("test1", rejected(Callback.policy("test1").formBody("a=b")));
        assertMessage("test1", rejected(Callback.policy("test1").sni(true)));
        assertMessage("test1", rejected(Callback.policy("test1").host("a")));
        assertMessage("test1", rejected(Callback.policy("test1").additionalHeader("a", "b")));
        assertMessage("test1", rejected(Callback.policy("test1").signatureVersion("1.0")));
        assertThrows(InvalidCallbackException.class, () -> Callback.policy(""));
    }

    @Test
    void expandsPolicy() {
        Callback policy = Callback.builder("https://a.example", "http://b.example")
                .host("c.example")
                .jsonBody("{\"o\":${object},\"a\":${x:a},\"b\":${x:b}}")
                .variable("x:a", "1")
                .variable("x:b", "2")
                .additionalHeader("d", "e")
                .signatureVersion("1.0")
                .build();
        Callback byPolicy = Callback.policy("p").variable("x:b", "3").build();
        Callback expanded = byPolicy.expand(policy);
        assertEquals(policy.headerValue(), expanded.headerValue());
        assertEquals(Map.of("x:a", "1", "x:b", "3"), expanded.variables());
        assertEquals(
                "{\"o\":\"k\",\"a\":\"1\",\"b\":\"3\"}",
                expanded.body(ObjectFacts.builder("b", "k").build()));
        assertThrows(IllegalStateException.class, () -> policy.expand(policy));
        assertThrows(IllegalArgumentException.class, () -> byPolicy.expand(byPolicy));
    }

    @ParameterizedTest
    @CsvSource({
        "Size, size",
        "mimetype, mimeType",
        "objcet, object",
        "buckets, bucket",
        "height, imageInfo.height",
        "imageinfo.Width, imageInfo.width",
        "reqid, reqId",
        "user, x:user",
        "x:usr, x:user",
        "X:User, x:user",
    })
    void suggestsNamesOfVariables(String misspelled, String suggested) {
        InvalidCallbackException e = rejected(Callback.builder(URL)
                .formBody("u=${x:user}&v=${" + misspelled + "}")
                .variable("x:user", "1"));
        assertMessage("${" + misspelled + "}", e);
        assertMessage("Did you mean ${" + suggested + "}?", e);
    }

    @Test
    void suggestsNothingForOtherNames() {
        InvalidCallbackException e = rejectedForm("v=${photograph}");
        assertMessage("${photograph}", e);
        assertFalse(e.getMessage().contains("Did you mean"), e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"o=$(object)", "o=$(x:user)", "o=$(imageInfo.height)"})
    void rejectsRoundBrackets(String template) {
        assertMessage(template.substring(2), rejectedForm(template));
    }

    @ParameterizedTest
    @ValueSource(strings = {"o=%24%7Bobject%7D", "o=%24%7bobject%7d", "o=%24{object}", "o=$%7Bobject}"})
    void rejectsEncodedTemplates(String template) {
        assertMessage("do not percent-encode", rejectedForm(template));
    }

    @Test
    void rejectsVariableWithoutEnd() {
        assertMessage("index 4", rejectedForm("a=b&${object"));
    }

    /** Not possible in a form, where a dollar sign begins the field of a condition. */
    @Test
    void rejectsDollarSignInVariableName() {
        assertMessage(
                "x:a$b", rejected(Callback.builder(URL).formBody("u=${x:a$b}").variable("x:a$b", "1")));
    }

    @Test
    void rejectsPublicHostsOnlyWithPolicy() {
        assertMessage("publicHostsOnly", rejected(Callback.policy("p").publicHostsOnly()));
    }

    @Test
    void acceptsNumbersAsNames() {
        assertEquals(
                List.of(),
                Callback.builder(URL)
                        .jsonBody("{\"1\":${size},\"3\":${object},\"5\":0}")
                        .build()
                        .warnings());
        assertEquals(
                List.of(),
                Callback.builder(URL).formBody("${size}=1&1=2&3=4").build().warnings());
        Callback.builder(URL).jsonBody("{${object}:1,${etag}:2,\"1\":3}").build();
    }

    @Test
    void rejectsVariablesInUpperCase() {
        assertMessage(
                "x:User", rejected(Callback.builder(URL).formBody("u=${x:User}").variable("x:User", "1")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x:a b", "x:a}", "x:{", "x:ä", "x:a\n", "x:\"", "user", "x:"})
    void rejectsInvalidVariableNames(String name) {
        rejected(Callback.builder(URL).formBody("u=${" + name + "}").variable(name, "1"));
        assertThrows(InvalidCallbackException.class, () -> CallbackBody.form().custom(name, "1"));
    }

    @Test
    void rejectsUnusedVariables() {
        InvalidCallbackException e =
                rejected(Callback.builder(URL).formBody("u=1").variable("x:user", "hunter2"));
        assertMessage("x:user", e);
        assertFalse(e.getMessage().contains("hunter2"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\":\"${object}\",\"u\":${x:user}}",
                "{\"u\":\"${x:user}\"}",
                "{\"u\":\"by ${x:user}\"}",
                "{\"a\\\"\":\"${x:user}\"}",
                "{\"crc\":\"${crc64}\",\"u\":${x:user}}",
            })
    void rejectsQuotesAroundTexts(String template) {
        assertMessage("within quotes", rejectedJson(template));
    }

    @Test
    void acceptsQuotesAroundNumbers() {
        Callback callback = Callback.builder(URL)
                .jsonBody(
                        "{\"size\":\"${size}\",\"pic\":\"${imageInfo.width},${imageInfo.height}\",\"o\\\"\":${object}}")
                .build();
        assertEquals(List.of(), callback.warnings());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"u\":${x:user}",
                "{\"u\":${x:user}}}",
                "{u:${x:user}}",
                "u=${x:user}",
                "{\"u\":${x:user},}",
                "{\"u\":${x:user}${size}}",
                "{\"u\":${x:user},\"u\":1}",
                "{'u':${x:user}}",
            })
    void rejectsMalformedJson(String template) {
        assertMessage("JSON", rejectedJson(template));
    }

    @Test
    void warnsOfImageSizesWithoutQuotes() {
        Callback callback = Callback.builder(URL)
                .jsonBody("{\"h\":${imageInfo.height},\"w\":\"${imageInfo.width}\",\"f\":${imageInfo.format}}")
                .build();
        assertEquals(1, callback.warnings().size(), callback.warnings().toString());
        assertTrue(callback.warnings().get(0).contains("${imageInfo.height}"));
        assertEquals(
                List.of(),
                Callback.builder(URL).formBody("h=${imageInfo.height}").build().warnings());
    }

    @Test
    void warnsOfTooManyVariables() {
        CallbackBody ten = CallbackBody.form();
        for (int i = 0; i < 10; i++) {
            ten = ten.custom("x:v" + i, "中");
        }
        assertEquals(List.of(), Callback.builder(URL).body(ten).build().warnings());
        assertEquals(
                1,
                Callback.builder(URL)
                        .body(ten.custom("x:a", ""))
                        .build()
                        .warnings()
                        .size());
        CallbackBody fits = CallbackBody.form().custom("x:a", "v".repeat(509));
        assertEquals(List.of(), Callback.builder(URL).body(fits).build().warnings());
        CallbackBody tooMuch = CallbackBody.form().custom("x:a", "v".repeat(510));
        List<String> warnings = Callback.builder(URL).body(tooMuch).build().warnings();
        assertEquals(1, warnings.size());
        assertFalse(warnings.get(0).contains("vvv"));
    }

    /** aliyun-oss-java-sdk #367: the template is a text in JSON, escaped once. */
    @Test
    void escapesNestedJsonOnce() throws Exception {
        String template = "{\"o\":${object},\"t\":\"a\\\\b \\\"c\\\" \\u00e4 /\"}";
        assertEquals(
                template,
                sent(Callback.builder(URL).jsonBody(template).build())
                        .get("callbackBody")
                        .asText());
    }

    @Test
    void returnsHeadersQueryAndFormFields() throws Exception {
        Callback callback = Callback.builder(URL)
                .body(CallbackBody.form(CallbackVariable.OBJECT).custom("x:user", "中+/="))
                .build();
        String base64 = callback.headerValue();
        String variables = "eyJ4OnVzZXIiOiLkuK0rLz0ifQ==";
        assertEquals(Map.of("x-oss-callback", base64, "x-oss-callback-var", variables), callback.headers());
        assertEquals(Map.of("callback", base64, "callback-var", variables), callback.queryParameters());
        assertEquals(Map.of("callback", base64, "x:user", "中+/="), callback.formFields());
        assertEquals(
                List.of("callback", "x:user"), List.copyOf(callback.formFields().keySet()));
        Callback fromForm = Callback.decodeForm(
                Map.of("key", "a", "callback", base64, "x:user", "中+/=", "x:other", "1", "policy", "p"));
        assertEquals(Map.of("x:user", "中+/=", "x:other", "1"), fromForm.variables());
        assertEquals(callback.body(), fromForm.body());
        assertNull(Callback.decodeForm(Map.of("key", "a", "x:user", "1")));
        assertEquals(
                Collections.singleton("callback"),
                Callback.builder(URL).formBody("a=b").build().formFields().keySet());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "eyJhIjoiPz8_In0= | URL-safe",
                "eyJhIjoxf%3D%3D | percent-encoded",
                "{\"callbackUrl\":\"a\"} | encode it in Base64",
                "eyJh IjoxfQ== | it has a space",
                "eyJhIjoxf | ': its length must be a multiple of 4, was 9.'",
                "eyJh====  | not base64 encoded.",
            })
    void explainsMalformedBase64(String value, String reason) {
        InvalidCallbackException e = assertThrows(InvalidCallbackException.class, () -> Callback.decode(value, null));
        assertEquals("0007-00000002", e.ec());
        assertMessage("not base64 encoded", e);
        assertMessage(reason, e);
    }

    @Test
    void rejectsBase64WithLineBreaks() {
        String wrapped = Base64.getMimeEncoder().encodeToString(new byte[100]);
        assertMessage("line break", assertThrows(InvalidCallbackException.class, () -> Callback.decode(wrapped, null)));
    }

    @Test
    void reportsPositionButNotContentOfMalformedJson() {
        InvalidCallbackException e = assertThrows(
                InvalidCallbackException.class, () -> Callback.decode(Texts.base64("{\"callbackUrl\":hunter2}"), null));
        assertMessage("not json format", e);
        assertMessage("before index", e);
        assertMessage("of 23", e);
        assertFalse(e.getMessage().contains("hunter2"), e.getMessage());
    }

    /** The parser's exception contains no position. */
    @Test
    void rejectsNumbersOfAThousandDigits() {
        String json = "{\"callbackUrl\":" + "9".repeat(1200) + "}";
        assertMessage(
                "not json format",
                assertThrows(InvalidCallbackException.class, () -> Callback.decode(Texts.base64(json), null)));
        assertMessage("JSON", rejected(Callback.builder(URL).jsonBody("[" + "9".repeat(1200) + "]")));
        assertThrows(IllegalArgumentException.class, () -> CallbackResponse.json("9".repeat(1200)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"note=100%&o=${object}", "a=%zz", "a=%4", "a=%${size}", "a=%4${size}"})
    void rejectsPercentSignWithoutDigits(String template) {
        assertMessage("%25", rejectedForm(template));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=1\n", "a=1\r\n&b=2", "a=\0", "a\t=1", "a=\u007f"})
    void rejectsControlCharactersInForm(String template) {
        assertMessage("control character", rejectedForm(template));
    }

    @Test
    void warnsOfBodiesThatNoticeRejects() {
        assertEquals(
                List.of("CallbackNotice rejects such a body: invalid body of callback: field is repeated: tag"),
                Callback.builder(URL).formBody("tag=a&t%61g=${size}").build().warnings());
        String deep = "{\"a\":".repeat(9) + "${size}" + "}".repeat(9);
        assertEquals(1, Callback.builder(URL).jsonBody(deep).build().warnings().size());
        assertEquals(
                List.of(),
                Callback.builder(URL)
                        .formBody("tag=a&tags=${size}&o=a b+c%20\u4e2d")
                        .build()
                        .warnings());
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://a.example/a%23b", "https://a.example/%3Fx", "https://a.example/a%0Ab?c=%0A"})
    void warnsOfPathsThatVerifierRejects(String url) {
        List<String> warnings = Callback.builder(url).formBody("a=1").build().warnings();
        assertEquals(1, warnings.size(), warnings.toString());
        assertTrue(warnings.get(0).startsWith("CallbackVerifier rejects"), warnings.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"user", "x:", "X:user"})
    void namesThePrefixOfVariables(String name) {
        assertEquals(
                "name of custom variable must begin with x:, was " + name,
                assertThrows(InvalidCallbackException.class, () -> CallbackRule.checkVariableName(name))
                        .getMessage());
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.callback.CallbackBody;
import io.github.ossv4.callback.CallbackVariable;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallbackExplanationTest {
    private static final String URL = "https://app.example.com/uploaded";

    private static String explain(String header, String variables) {
        return CallbackExplanation.explain(header, variables).toString();
    }

    @Test
    void hidesUserAndPassword() {
        String text = explain(
                Inputs.base64("{\"callbackUrl\":\"http://user:s3cr3t@app.example.com/\",\"callbackBody\":\"a\"}"),
                null);
        assertFalse(text.contains("s3cr3t"), text);
    }

    @Test
    void explainsMembersAndMistakes() {
        String text = explain(
                Inputs.base64(
                        "{\"callbackUrl\":\"https://a.example/cb?k=1;127.0.0.1\",\"callbackBody\":\"o=${Object}\\n\","
                                + "\"callbackHost\":\"h.example\",\"callbackSni\":true}"),
                Inputs.base64("{\"x:User\":\"4\\u00e4\\n2\"}"));
        assertEquals(
                List.of(
                        "callbackUrl: https://a.example/cb?k=1",
                        "callbackUrl: 127.0.0.1",
                        "callbackHost: h.example",
                        "callbackBody: o=${Object}\\u000a",
                        "callbackBodyType: application/x-www-form-urlencoded",
                        "callbackSNI: false",
                        "! problem: unknown member callbackSni",
                        "x:User: 4ä\\u000a2",
                        "! problem: name of custom variable must be lower case, was x:User",
                        "! problem: callbackUrl must begin with http:// or https://: 127.0.0.1 (EC 0007-00000004)",
                        "! problem: body contains the unknown variable ${Object}. Did you mean ${object}? Variables of OSS are"
                                + " [bucket, object, etag, size, mimeType, imageInfo.height, imageInfo.width,"
                                + " imageInfo.format, crc64, contentMd5, vpcId, clientIp, reqId, operation] and x:…"
                                + " (case-sensitive)",
                        "! problem: an https URL requires callbackSNI: true, otherwise virtual-hosted servers return another certificate",
                        "! advice: OSS does not call private addresses and rejects the upload, EC 0007-00000008: 127.0.0.1"),
                Arrays.asList(text.split("\n")));
    }

    private static List<String> problems(String json, String variables) {
        return explain(Inputs.base64(json), variables == null ? null : Inputs.base64(variables))
                .lines()
                .filter(line -> line.startsWith("!"))
                .toList();
    }

    @Test
    void reportsNoProblemForBuiltCallback() {
        Callback escaped = Callback.builder(URL)
                .body(CallbackBody.form(CallbackVariable.OBJECT).text("price", "${cost} $(size) 100%"))
                .build();
        assertEquals(
                List.of("! advice: body must not contain %24%7Bcost: OSS replaces ${…} only, do not percent-encode a"
                        + " template"),
                explain(escaped.headerValue(), null)
                        .lines()
                        .filter(line -> line.startsWith("!"))
                        .toList());
        for (Callback callback : List.of(
                Callback.builder(URL)
                        .body(CallbackBody.json(CallbackVariable.values()).text("a", "${object}"))
                        .host("a.example:80")
                        .signatureVersion("2.0")
                        .additionalHeader("a", "b")
                        .build(),
                Callback.policy("p").variable("x:a", "1").build())) {
            String text = explain(callback.headerValue(), callback.varHeaderValue());
            assertFalse(text.contains("!"), text);
        }
    }

    /** It must be a JSON boolean. */
    @Test
    void reportsSniThatIsNotBoolean() {
        assertEquals(
                List.of(
                        "! problem: callbackSNI must be a JSON boolean: true or false, without quotes",
                        "! problem: an https URL requires callbackSNI: true, otherwise virtual-hosted servers return"
                                + " another certificate"),
                problems(
                        "{\"callbackUrl\":\"https://a.example\",\"callbackBody\":\"a=1\",\"callbackSNI\":\"true\"}",
                        null));
    }

    @Test
    void reportsAllRulesOfBuild() {
        assertEquals(
                List.of(
                        "! problem: callbackHost must be printable ASCII without spaces",
                        "! problem: signatureVersion must be 1.0 or 2.0, was 3.0"),
                problems(
                        "{\"callbackUrl\":\"http://a.example\",\"callbackBody\":\"a=1\",\"callbackHost\":\"a b\","
                                + "\"signatureVersion\":\"3.0\"}",
                        null));
        assertEquals(
                List.of(
                        "! problem: name of custom variable must be lower case, was x:User",
                        "! problem: name of custom variable must be printable ASCII without spaces, quotes, \\, $, { and },"
                                + " was x:a b"),
                problems("{\"callbackPolicy\":\"p\"}", "{\"x:User\":\"1\",\"x:a b\":\"2\"}"));
        assertEquals(
                List.of(
                        "! problem: a callback by policy must have custom variables only, the rest is in the policy: p"),
                problems("{\"callbackPolicy\":\"p\",\"callbackUrl\":\"http://a.example\"}", null));
        assertEquals(
                List.of("! problem: body must not contain $(object): OSS replaces ${…} only"),
                problems("{\"callbackUrl\":\"http://a.example\",\"callbackBody\":\"o=$(object)&s=${size}\"}", null));
    }

    @Test
    void reportsWarningsAsAdvice() {
        StringBuilder body = new StringBuilder("a=1");
        StringBuilder variables = new StringBuilder("{\"x:v0\":\"1\"");
        for (int i = 0; i < 11; i++) {
            body.append("&v").append(i).append("=${x:v").append(i).append('}');
            variables.append(i == 0 ? "" : ",\"x:v" + i + "\":\"1\"");
        }
        List<String> problems =
                problems("{\"callbackUrl\":\"http://a.example\",\"callbackBody\":\"" + body + "\"}", variables + "}");
        assertEquals(1, problems.size(), problems.toString());
        assertTrue(problems.get(0).startsWith("! advice: the vendor recommends"), problems.toString());
    }

    /** Names of variables cannot add lines. */
    @Test
    void escapesNames() {
        String text = explain(
                Inputs.base64("{\"callbackUrl\":\"http://a.example\",\"callbackBody\":\"a=1\"}"),
                Inputs.base64("{\"x:a\\ncallbackUrl: https://good.example/\\n\\u001b[31m\":\"v\"}"));
        assertEquals(
                1, text.lines().filter(line -> line.startsWith("callbackUrl")).count(), text);
        assertFalse(text.contains("\u001b"), text);
    }

    @Test
    void explainsIncompleteInput() {
        assertEquals("! problem: there is no callback\nx:a: 1\n", explain(null, Inputs.base64("{\"x:a\":\"1\"}")));
        assertEquals(
                List.of("! problem", "callbackUrl", "callbackBody", "callbackBodyType", "callbackSNI"),
                explain(Inputs.base64("{\"callbackUrl\":\"http://a.example\",\"callbackBody\":\"a\"}"), "e30")
                        .lines()
                        .map(line -> line.substring(0, line.indexOf(": ")))
                        .toList());
        assertEquals(
                "callbackPolicy: p\ncallbackSNI: false\n", explain(Inputs.base64("{\"callbackPolicy\":\"p\"}"), null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "=",
                "====",
                "\0",
                "e30=",
                "bnVsbA==",
                "W10=",
                "eyJjYWxsYmFja1VybCI6eyJhIjpbXX19",
                "/w==",
                "中"
            })
    void explainsMalformedInput(String value) {
        assertTrue(explain(value, value).contains("! problem"), explain(value, value));
    }

    @Test
    void showsAdditionalHeadersAndSignatureVersion() {
        Callback callback = Callback.builder(URL)
                .formBody("o=${object}")
                .additionalHeader("key1", "val1")
                .signatureVersion("2.0")
                .build();
        List<String> lines = explain(callback.headerValue(), null).lines().toList();
        assertTrue(lines.contains("additional header key1: val1"), lines.toString());
        assertTrue(lines.contains("signatureVersion: 2.0"), lines.toString());
    }

    @Test
    void reportsMissingPadding() {
        String json = "{\"callbackUrl\":\"https://a.example\",\"callbackBody\":\"";
        for (String body : new String[] {"a=1", "a=12", "a=123"}) {
            String whole = Inputs.base64(json + body + "\",\"callbackSNI\":true}");
            String cut = whole.replace("=", "");
            String problem = "! problem: the Base64 of callback has no padding, =";
            assertEquals(!whole.equals(cut), explain(cut, null).contains(problem), cut);
            assertFalse(explain(whole, null).contains(problem), whole);
        }
    }
}

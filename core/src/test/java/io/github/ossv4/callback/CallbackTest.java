// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.callback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ossv4.internal.json.JsonTree;
import io.github.ossv4.testing.Texts;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallbackTest {
    private static final String URL = "https://app.example.com/uploaded";
    private static final ObjectFacts CAT = ObjectFacts.builder("examplebucket", "photos/a cat & \"dog\".jpg")
            .etag("D8E8FCA2DC0F896FD7CB4CB0031BA249")
            .size(114020)
            .mimeType("image/jpeg")
            .image(810, 539, "jpg")
            .crc64(-1)
            .requestId("5F0C")
            .operation("PutObject")
            .build();

    private static Callback.Builder form(String template) {
        return Callback.builder(URL).formBody(template);
    }

    private static String fails(Callback.Builder builder) {
        return assertThrows(InvalidCallbackException.class, builder::build).getMessage();
    }

    /** JSON can contain it as an escape, but it has no UTF-8 form. */
    @Test
    void rejectsUnpairedSurrogates() {
        String unpaired = "has an unpaired surrogate";
        assertTrue(fails(form("a=\ud83d")).contains("callbackBody " + unpaired));
        assertTrue(fails(form("a=${x:a}").variable("x:a", "\ude00")).contains("x:a " + unpaired));
        assertTrue(fails(Callback.policy("\ud83d")).contains("callbackPolicy " + unpaired));
        assertTrue(fails(form("a=1").variable("x:\ud83d", "1")).contains("name of a variable " + unpaired));
        assertTrue(fails(Callback.builder("https://a.example/\ud83d").formBody("a=1"))
                .contains(unpaired));
        for (CallbackBody body : List.of(CallbackBody.form(), CallbackBody.json())) {
            assertThrows(IllegalArgumentException.class, () -> body.text("a", "\ud83d"));
            assertThrows(IllegalArgumentException.class, () -> body.text("\ud83d", "a"));
        }
        String escaped = Texts.base64("{\"callbackUrl\":\"" + URL + "\",\"callbackBody\":\"\\ud83d\"}");
        assertThrows(InvalidCallbackException.class, () -> Callback.decode(escaped, null));
        String name = Texts.base64("{\"\\ud83d\":\"a\"}");
        assertThrows(
                InvalidCallbackException.class,
                () -> Callback.decode(form("a=1").build().headerValue(), name));
    }

    @Test
    void escapesMessages() {
        String type = Texts.base64(
                "{\"callbackUrl\":\"" + URL + "\",\"callbackBody\":\"a\",\"callbackBodyType\":\"a\\r\\nb\"}");
        assertEquals(
                "The callback body type is not supported: a\\u000d\\u000ab",
                assertThrows(InvalidCallbackException.class, () -> Callback.decode(type, null))
                        .getMessage());
    }

    @Test
    void encodesHeaderValuesAsBase64OfJson() throws Exception {
        Callback callback = Callback.builder("http://a.example/1", "https://b.example/2?x=%E4%B8%AD")
                .host("app.example.com")
                .jsonBody("{\"object\":${object},\"user\":${x:user}}")
                .variable("x:user", "中\"文")
                .build();
        JsonNode json = new ObjectMapper().readTree(Base64.getDecoder().decode(callback.headerValue()));
        assertEquals(new ObjectMapper().readTree("""
                                {"callbackUrl": "http://a.example/1;https://b.example/2?x=%E4%B8%AD",
                                 "callbackHost": "app.example.com",
                                 "callbackBody": "{\\"object\\":${object},\\"user\\":${x:user}}",
                                 "callbackBodyType": "application/json",
                                 "callbackSNI": true}
                                """), json);
        assertEquals(
                new ObjectMapper().readTree("{\"x:user\": \"中\\\"文\"}"),
                new ObjectMapper().readTree(Base64.getDecoder().decode(callback.varHeaderValue())));
    }

    @Test
    void decodesBuiltCallback() {
        Callback built = Callback.builder(URL, "http://b.example:8080")
                .formBody("o=${object}&u=${x:user}")
                .variable("x:user", "42")
                .host("h.example")
                .sni(false)
                .build();
        Callback read = Callback.decode(built.headerValue(), built.varHeaderValue());
        assertEquals(List.of(URL, "http://b.example:8080"), read.urls());
        assertEquals("h.example", read.host());
        assertEquals("o=${object}&u=${x:user}", read.body());
        assertEquals(CallbackBodyType.FORM, read.type());
        assertFalse(read.sni());
        assertEquals(Map.of("x:user", "42"), read.variables());
        assertEquals(built.headerValue(), read.headerValue());
        assertEquals(built.varHeaderValue(), read.varHeaderValue());
    }

    @Test
    void sendsSniForHttpsByDefault() {
        assertTrue(form("o=1").build().sni());
        assertFalse(Callback.builder("http://a.example").formBody("o=1").build().sni());
        assertFalse(form("o=1").sni(false).build().sni());
    }

    @Test
    void returnsNoVarHeaderWithoutVariables() {
        assertNull(form("o=1").build().varHeaderValue());
    }

    @Test
    void encodesFormBody() {
        assertEquals(
                "b=examplebucket&o=photos%2Fa%20cat%20%26%20%22dog%22.jpg&s=114020&w=810&crc=18446744073709551615&v=&u=a%2Bb",
                form("b=${bucket}&o=${object}&s=${size}&w=${imageInfo.width}&crc=${crc64}&v=${vpcId}&u=${x:u}")
                        .variable("x:u", "a+b")
                        .build()
                        .body(CAT));
    }

    @Test
    void quotesTextsButNotNumbersInJson() throws Exception {
        Callback callback = Callback.builder(URL)
                .jsonBody("{\"name\":${object},\"size\":${size},\"who\":${x:who},"
                        + "\"pic\":\"${imageInfo.width},${imageInfo.height}\",\"format\":${imageInfo.format}}")
                .variable("x:who", "O'Neil \\ 中\n")
                .build();
        JsonNode body = new ObjectMapper().readTree(callback.body(CAT));
        assertEquals("photos/a cat & \"dog\".jpg", body.get("name").asText());
        assertEquals(114020, body.get("size").asInt());
        assertEquals("O'Neil \\ 中\n", body.get("who").asText());
        assertEquals("810,539", body.get("pic").asText());
        assertEquals("jpg", body.get("format").asText());
    }

    /** Template and signed body of a real callback. */
    @Test
    void fillsTemplateLikeRealCallback() throws Exception {
        JsonNode real = new ObjectMapper()
                .readTree(getClass().getResourceAsStream("/vectors/callback-signatures.json"))
                .get("valid")
                .get(1);
        JsonNode body = new ObjectMapper().readTree(real.get("body").asText());
        String[] picture = body.get("pic_info").asText().split(",");
        ObjectFacts facts = ObjectFacts.builder(
                        "examplebucket", body.get("source_name").asText())
                .size(body.get("size").asLong())
                .image(Integer.parseInt(picture[0]), Integer.parseInt(picture[1]), "jpg")
                .build();
        Callback callback = Callback.builder(URL)
                .jsonBody(real.get("template").asText())
                .variable("x:fname", body.get("name").asText())
                .build();
        assertEquals(real.get("body").asText(), callback.body(facts));
    }

    @Test
    void fillsImageFactsOfOtherObjectsWithNothing() {
        ObjectFacts text = ObjectFacts.builder("examplebucket", "a.txt").size(3).build();
        String template = "h=${imageInfo.height}&w=${imageInfo.width}&f=${imageInfo.format}";
        assertEquals("h=&w=&f=", form(template).build().body(text));
        assertEquals(
                "{\"h\":,\"f\":null}",
                Callback.builder(URL)
                        .jsonBody("{\"h\":${imageInfo.height},\"f\":${imageInfo.format}}")
                        .build()
                        .body(text));
    }

    @Test
    void keepsTextThatIsNotVariable() {
        assertEquals(
                "a=$(size)&b=${",
                Callback.decode(
                                Texts.base64("{\"callbackUrl\":\"a.example\",\"callbackBody\":\"a=$(size)&b=${\"}"),
                                null)
                        .body(CAT));
        assertEquals(
                "a=${nothing}",
                Callback.decode(Texts.base64("{\"callbackUrl\":\"a.example\",\"callbackBody\":\"a=${nothing}\"}"), null)
                        .body(CAT));
    }

    @Test
    void rejectsRepeatedFormFields() {
        String callback = form("a=${x:a}").variable("x:a", "1").build().headerValue();
        assertEquals(
                Map.of("x:a", "1"),
                Callback.decodeForm(Map.of("CALLBACK", callback, "X:A", "1")).variables());
        for (Map<String, String> twice : List.of(
                Map.of("callback", callback, "Callback", "e30="),
                Map.of("callback", callback, "x:a", "1", "X:A", "2"))) {
            assertTrue(assertThrows(InvalidCallbackException.class, () -> Callback.decodeForm(twice))
                    .getMessage()
                    .contains("repeated"));
        }
    }

    @Test
    void rejectsNullUrl() {
        assertEquals(
                "url",
                assertThrows(NullPointerException.class, () -> Callback.builder("http://a.example", null))
                        .getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "app.example.com/x",
                "ftp://a.example",
                "http://",
                "http:///x",
                "http://a.example/中",
                "http://a.example/a b",
                "http://a.example/%zz",
                "http://a.example;http://b.example",
                "http://a.example/{}",
                "http://a.example:0",
                "http://a.example:65536",
                "http://a.example:x",
                "http://[::1]/x",
                "http://user@a.example",
                "http://a.example/#fragment",
                "http://a_b^c.example",
                "http://.",
                "http://..",
                "http://a..b",
                "http://.a",
                "http://a.example:80:80",
                "http://a.example/%",
                "http://a.example/%4",
                "http://a.example/%\uff11\uff11",
                "http://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example",
            })
    void rejectsInvalidUrls(String url) {
        InvalidCallbackException e = assertThrows(
                InvalidCallbackException.class,
                () -> Callback.builder(url).formBody("o=1").build());
        assertEquals("0007-00000004", e.ec(), e.getMessage());
        assertTrue(
                e.getMessage().contains(url.replace("user@a.example", "…").replace("fragment", "…")), e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://my_app.local/cb",
                "HTTPS://a.example",
                "http://a.example:65535?x=1",
                "http://10.0.0.1:8080/a/b?c=%E4%B8%AD&d='()!$,~",
                "http://a.example./?",
                "http://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example",
            })
    void acceptsValidUrls(String url) {
        Callback.builder(url).formBody("o=1").build();
    }

    @Test
    void hidesSecretsInUrls() {
        for (String url : new String[] {
            "https://a.example/cb?secret=hunter2",
            "https://a.example/cb?s=hunter2#",
            "https://a.example/cb#hunter2",
            "https://a.example/cb?s=hunter2;",
            "https://a.example/cb?s=hunter2 ",
        }) {
            assertTrue(shown(url).contains("a.example/cb"), url);
        }
        for (String url : new String[] {
            "https://u:hunter2@a.example/cb",
            "https://me@corp.example:hunter2@a.example/cb",
            "https://u:p/hunter2@a.example/cb",
            "https://u:hun?hunter2@a.example/cb",
            "https://u:hunter2?hun@a.example/cb",
            "u:hunter2@a.example/cb",
            "hunter2://u@a.example/cb",
        }) {
            shown(url);
        }
    }

    /** Returns the text of a URL that is built or rejected, and checks that of a decoded one. */
    private static String shown(String url) {
        String text;
        try {
            text = Callback.builder(url).formBody("o=1").build().toString();
        } catch (InvalidCallbackException e) {
            text = e.toString();
        }
        String decoded = "";
        try {
            Callback callback =
                    Callback.decode(Texts.base64("{\"callbackUrl\":\"" + url + "\",\"callbackBody\":\"o=1\"}"), null);
            decoded = callback + " " + callback.warnings();
        } catch (InvalidCallbackException e) {
            decoded = e.toString();
        }
        assertFalse(text.contains("hunter2"), text);
        assertFalse(decoded.contains("hunter2"), decoded);
        return text;
    }

    /** A thread of a server may have little stack left, and a URL may contain a token of a kilobyte. */
    @Test
    void acceptsLongestUrlWithSmallStack() throws Exception {
        String longest = "http://a.example/?t=" + "a%2Fb".repeat(720);
        List<Throwable> thrown = Collections.synchronizedList(new ArrayList<>());
        Thread thread = new Thread(
                null,
                () -> {
                    Callback callback =
                            Callback.builder(longest).formBody("o=1").build();
                    Callback decoded = Callback.decode(callback.headerValue(), null);
                    assertEquals(List.of(), decoded.warnings());
                    assertEquals(List.of(), decoded.violations());
                },
                "small stack",
                200 * 1024);
        thread.setUncaughtExceptionHandler((where, throwable) -> thrown.add(throwable));
        thread.start();
        thread.join();
        assertEquals(List.of(), thrown);
        assertTrue(fails(Callback.builder(longest + "a".repeat(500)).formBody("o=1"))
                .contains("5120"));
    }

    @Test
    void replacesBody() {
        CallbackBody first = CallbackBody.form(CallbackVariable.OBJECT).custom("x:a", "1");
        CallbackBody second = CallbackBody.json(CallbackVariable.SIZE).custom("x:b", "2");
        Callback callback = Callback.builder(URL).body(first).body(second).build();
        assertEquals(Map.of("x:b", "2"), callback.variables());
        assertEquals(CallbackBodyType.JSON, callback.type());
        assertEquals(
                Map.of("x:c", "3"),
                Callback.builder(URL)
                        .body(first)
                        .formBody("c=${x:c}")
                        .variable("x:c", "3")
                        .build()
                        .variables());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\r\nX: y", "ä"})
    void rejectsInvalidHosts(String host) {
        assertThrows(InvalidCallbackException.class, () -> form("o=1").host(host));
    }

    @Test
    void limitsNumberOfUrls() {
        String[] six = {URL, URL, URL, URL, URL, URL};
        InvalidCallbackException e = assertThrows(
                InvalidCallbackException.class,
                () -> Callback.builder(six).formBody("o=1").build());
        assertEquals("0007-00000005", e.ec());
        assertThrows(
                InvalidCallbackException.class,
                () -> Callback.builder().formBody("o=1").build());
    }

    @Test
    void requiresBody() {
        InvalidCallbackException e = assertThrows(
                InvalidCallbackException.class, () -> Callback.builder(URL).build());
        assertEquals("0007-00000011", e.ec());
    }

    @Test
    void rejectsUnknownVariables() {
        assertTrue(fails(form("s=${Size}")).contains("${Size}"));
        assertTrue(fails(form("u=${x:user}")).contains("${x:user}"));
    }

    @Test
    void rejectsInvalidVariableNames() {
        assertTrue(fails(form("o=1").variable("user", "1")).contains("user"));
        assertTrue(fails(form("o=1").variable("x:", "1")).contains("x:"));
        assertTrue(fails(form("o=1").variable("x:User", "1")).contains("x:User"));
    }

    @Test
    void limitsLengthInBase64() {
        Callback.Builder fits = form("o=${x:a}").variable("x:a", "v".repeat(3840 - 10));
        assertEquals(5120, fits.build().varHeaderValue().length());
        InvalidCallbackException e = assertThrows(
                InvalidCallbackException.class,
                () -> form("o=${x:a}").variable("x:a", "v".repeat(3840 - 9)).build());
        assertEquals("0007-00000101", e.ec());
        InvalidCallbackException body = assertThrows(
                InvalidCallbackException.class, () -> form("o".repeat(4000)).build());
        assertEquals("0007-00000001", body.ec());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | 0007-00000004",
                "{\"callbackUrl\":\"\",\"callbackBody\":\"b\"} | 0007-00000004",
                "{\"callbackUrl\":\"a;b;c;d;e;f\",\"callbackBody\":\"b\"} | 0007-00000005",
                "{\"callbackUrl\":\"a\"} | 0007-00000011",
                "{\"callbackUrl\":\"a\",\"callbackBody\":\"\"} | 0007-00000011",
            })
    void decodeRejectsInvalidCallbacks(String json, String ec) {
        InvalidCallbackException e =
                assertThrows(InvalidCallbackException.class, () -> Callback.decode(Texts.base64(json), null));
        assertEquals(ec, e.ec());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "[]", "{\"a\":1", "{\"a\":1}{}", "{\"a\":1,\"a\":2}", "1"})
    void decodeRejectsMalformedJson(String json) {
        assertNull(assertThrows(InvalidCallbackException.class, () -> Callback.decode(Texts.base64(json), null))
                .ec());
    }

    @Test
    void decodeRejectsMalformedBase64() {
        for (String value : new String[] {"{}", "e3_=", "e30=\n", "*"}) {
            InvalidCallbackException e =
                    assertThrows(InvalidCallbackException.class, () -> Callback.decode(value, null), value);
            assertEquals("0007-00000002", e.ec());
        }
    }

    @Test
    void decodesAsLenientlyAsOss() {
        Callback callback = Callback.decode(
                Texts.base64(
                        "{\"callbackUrl\":\"121.101.166.30/test.php\",\"callbackBody\":\"a=${Size}\",\"unknown\":{\"a\":[1]},"
                                + "\"callbackBodyType\":\"\",\"callbackSNI\":\"yes\",\"callbackHost\":null}"),
                Texts.base64("{\"x:n\":1,\"x:b\":true,\"n\":2,\"x:\":3}"));
        assertEquals(List.of("121.101.166.30/test.php"), callback.urls());
        assertEquals(CallbackBodyType.FORM, callback.type());
        assertEquals(Map.of("x:n", "1", "x:b", "true"), callback.variables());
        assertEquals(Set.of("n", "x:"), callback.ignoredVariables());
        assertFalse(callback.sni());
        assertNull(callback.host());
        // callbackSNI must be true or false, without quotes.
        assertEquals(Set.of("unknown", "callbackSNI"), callback.unknownMembers());
    }

    @Test
    void hidesValuesOfVariables() {
        String text = form("u=${x:user}").variable("x:user", "hunter2").build().toString();
        assertFalse(text.contains("hunter2"), text);
        assertTrue(text.contains("x:user"), text);
    }

    @Test
    void acceptsFiveUrls() {
        String[] five = {URL, URL, URL, URL, URL};
        Callback callback = Callback.builder(five).formBody("o=1").build();
        assertEquals(5, Callback.decode(callback.headerValue(), null).urls().size());
    }

    /** OSS accepts a URL without a scheme, but no raw characters. */
    @ParameterizedTest
    @ValueSource(strings = {"a.example/a b", "a.example/\u007f", "a.example/\u00e4", " a.example", "a.example/\u0000"})
    void decodeRejectsUrlsThatAreNotEncoded(String url) {
        String json = "{\"callbackUrl\":\"" + url.replace("\0", "\\u0000") + "\",\"callbackBody\":\"b\"}";
        InvalidCallbackException e =
                assertThrows(InvalidCallbackException.class, () -> Callback.decode(Texts.base64(json), null));
        assertEquals("0007-00000004", e.ec());
        assertTrue(e.getMessage().contains("callbackUrl must be percent-encoded, has U+"), e.getMessage());
    }

    @Test
    void decodeAcceptsEachPrintableCharacterInUrls() {
        StringBuilder url = new StringBuilder("a.example/");
        for (char c = '!'; c <= '~'; c++) {
            if (c != '"' && c != '\\' && c != ';') {
                url.append(c);
            }
        }
        String json = "{\"callbackUrl\":\"" + url + "\",\"callbackBody\":\"b\"}";
        assertEquals(
                List.of(url.toString()),
                Callback.decode(Texts.base64(json), null).urls());
    }

    @Test
    void hidesWholeTextsWithAUserButNoScheme() {
        assertEquals("…", CallbackRule.shown("@a.example"));
        assertEquals("…", CallbackRule.shown("u:p@a.example"));
        assertEquals("http://…", CallbackRule.shown("http://u:p@a.example"));
        assertEquals("https://…", CallbackRule.shown("https://u:p@a.example"));
        assertEquals("…", CallbackRule.shown("ht://u:p@a.example"));
        assertEquals("?…", CallbackRule.shown("?token"));
    }

    /** 5 KB: 5120 characters of Base64. */
    @Test
    void limitsLengthOfCallbackInBase64() {
        String longest = "a".repeat(5120);
        assertEquals(longest, CallbackRule.checkLength(longest));
        String message = assertThrows(InvalidCallbackException.class, () -> CallbackRule.checkLength(longest + "a"))
                .getMessage();
        assertTrue(message.contains("at most 5120 bytes in Base64, was 5121"), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "z", "A", "Z", "0", "9", "%00", "%ff", "%7E"})
    void acceptsEncodedPaths(String path) {
        assertEquals(
                List.of("http://a.example/" + path),
                form("o=1", "http://a.example/" + path).urls());
    }

    @ParameterizedTest
    @ValueSource(strings = {"`", "[", "{", "^", "|", "<", "\""})
    void rejectsRawCharactersInPaths(String path) {
        InvalidCallbackException e =
                assertThrows(InvalidCallbackException.class, () -> form("o=1", "http://a.example/" + path));
        assertTrue(e.getMessage().contains("percent-encoded"), e.getMessage());
    }

    @Test
    void rejectsEmptyUserAndLongHosts() {
        InvalidCallbackException user =
                assertThrows(InvalidCallbackException.class, () -> form("o=1", "http://@a.example"));
        assertTrue(user.getMessage().contains("must not have a user"), user.getMessage());
        String label = "a".repeat(63) + ".";
        String longest = label + label + label + "a".repeat(61);
        assertEquals(253, longest.length());
        form("o=1", "http://" + longest);
        InvalidCallbackException host =
                assertThrows(InvalidCallbackException.class, () -> form("o=1", "http://" + longest + "a"));
        assertTrue(host.getMessage().contains("valid host"), host.getMessage());
    }

    private static Callback form(String template, String url) {
        return Callback.builder(url).formBody(template).build();
    }

    @Test
    void decodeRejectsUnpairedSurrogatesInNames() {
        String json = "{\"callbackUrl\":\"a\",\"callbackBody\":\"b\",\"\\ud800\":1}";
        assertThrows(InvalidCallbackException.class, () -> Callback.decode(Texts.base64(json), null));
    }

    @Test
    void decodesArraysAndDeepObjectsToEmptyTexts() {
        assertEquals(
                Map.of("array", "", "object", Map.of("deep", "", "n", "1"), "s", "x", "t", true, "f", false),
                CallbackJson.decode(
                        "callback",
                        Texts.base64("{\"array\":[1,[2]],\"object\":{\"deep\":{\"a\":1},\"n\":1,\"no\":null},"
                                + "\"s\":\"x\",\"t\":true,\"f\":false,\"no\":null}")));
    }

    @Test
    void explainsMalformedJsonByPosition() {
        assertNull(JsonTree.problem("{\"a\":[1,{}]}"));
        assertNull(JsonTree.problem("7"));
        assertEquals("it is empty", JsonTree.problem(" "));
        assertEquals("there is text after its end", JsonTree.problem("{} 7"));
        assertEquals("it is malformed before index 5", JsonTree.problem("{\"a\":x}"));
        assertEquals("it repeats a name before index 10", JsonTree.problem("{\"a\":1,\"a\":2}"));
        assertEquals(
                "it is malformed: a name or number is too long, or it is nested too deep",
                JsonTree.problem("9".repeat(1200)));
    }

    @Test
    void showsUrlsBodyAndNamesOfVariables() {
        assertEquals(
                "Callback{http://a.example;http://b.example/?… FORM o=1}",
                Callback.builder("http://a.example", "http://b.example/?t=hunter2")
                        .formBody("o=1")
                        .build()
                        .toString());
        assertEquals(
                "Callback{http://a.example JSON {\"u\":${x:u}} [x:u]}",
                Callback.builder("http://a.example")
                        .jsonBody("{\"u\":${x:u}}")
                        .variable("x:u", "1")
                        .build()
                        .toString());
        assertEquals("Callback{policy p}", Callback.policy("p").build().toString());
        assertEquals(
                "Callback{policy p [x:u]}",
                Callback.policy("p").variable("x:u", "hunter2").build().toString());
    }
}

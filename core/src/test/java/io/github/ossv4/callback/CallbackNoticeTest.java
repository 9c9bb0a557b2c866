// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.callback;

import static io.github.ossv4.callback.CallbackVariable.CRC64;
import static io.github.ossv4.callback.CallbackVariable.ETAG;
import static io.github.ossv4.callback.CallbackVariable.SIZE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ossv4.testing.Texts;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallbackNoticeTest {
    private static final String ALPHABET = "ab/%+&={}\"\\\n\u0000 ä中😀";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String JSON = "application/json";

    private static CallbackNotice form(String body) {
        return CallbackNotice.parse(FORM, body.getBytes(UTF_8));
    }

    private static CallbackNotice json(String body) {
        return CallbackNotice.parse(JSON, body.getBytes(UTF_8));
    }

    private static String rejected(String contentType, byte[] body) {
        return assertThrows(InvalidCallbackException.class, () -> CallbackNotice.parse(contentType, body))
                .getMessage();
    }

    private static String rejectedForm(String body) {
        return rejected(FORM, body.getBytes(UTF_8));
    }

    private static String rejectedJson(String body) {
        return rejected(JSON, body.getBytes(UTF_8));
    }

    /** The sample body in the vendor's reference, for an object that is not an image. */
    @Test
    void parsesFormOfVendor() {
        CallbackNotice notice = form(
                "bucket=callback-test&object=test.txt&etag=D8E8FCA2DC0F896FD7CB4CB0031BA249&size=5"
                        + "&mimeType=text%2Fplain&imageInfo.height=&imageInfo.width=&imageInfo.format=&x:var1=for-callback-test");
        assertEquals("callback-test", notice.bucket());
        assertEquals("test.txt", notice.key());
        assertEquals("D8E8FCA2DC0F896FD7CB4CB0031BA249", notice.etag());
        assertEquals(5L, notice.size());
        assertEquals("text/plain", notice.mimeType());
        assertNull(notice.value(CallbackVariable.IMAGE_HEIGHT));
        assertNull(notice.value("imageInfo.height"));
        assertEquals("", notice.values().get("imageInfo.height"));
        assertEquals("for-callback-test", notice.value("x:var1"));
        assertNull(notice.value("x:var2"));
        assertNull(notice.crc64());
        assertNull(notice.requestId());
    }

    /** The body of a real request, see vectors/callback-signatures.json. */
    @Test
    void parsesRealJson() throws Exception {
        String body = new ObjectMapper()
                .readTree(getClass().getResourceAsStream("/vectors/callback-signatures.json"))
                .get("valid")
                .get(1)
                .get("body")
                .asText();
        CallbackNotice notice = json(body);
        assertEquals(114020L, notice.size());
        assertEquals("810,539", notice.value("pic_info"));
        assertEquals("2f7b2ccf30e9270ea920f1ab8a4037a546a2f0d5.jpg", notice.value("name"));
        assertEquals(
                List.of("name", "source_name", "size", "pic_info"),
                List.copyOf(notice.values().keySet()));
    }

    @Test
    void decodesBothEncodingsOfSpace() {
        assertEquals("a b c+d", form("object=a+b%20c%2Bd").key());
    }

    @Test
    void findsTheSameValueByVariableAndByName() {
        for (String etag : List.of("", "D8E8", "%22D8E8%22")) {
            CallbackNotice notice = form("x:empty=&etag=" + etag);
            assertEquals(notice.value(ETAG), notice.value("etag"));
            assertEquals("", notice.value("x:empty"));
        }
        CallbackNotice renamed = CallbackNotice.parse(
                "application/json", "{\"hash\":\"\",\"etag\":\"\"}".getBytes(UTF_8), Map.of(ETAG, "hash"));
        assertNull(renamed.value(ETAG));
        assertNull(renamed.value("hash"));
        assertEquals("", renamed.value("etag"), "not the field of the ETag");
    }

    @Test
    void removesQuotesOfEtag() {
        assertEquals("D8E8", form("etag=D8E8").etag());
        assertEquals("D8E8", form("etag=%22D8E8%22").etag());
        assertEquals("D8E8", form("etag=\"D8E8\"").etag());
        assertEquals("D8E8", json("{\"etag\":\"D8E8\"}").etag());
        assertEquals("D8E8", json("{\"etag\":\"\\\"D8E8\\\"\"}").etag());
        assertEquals("\"", form("etag=%22").etag());
        assertEquals("", form("etag=%22%22").etag());
    }

    @Test
    void parsesNumbersInTexts() {
        CallbackNotice notice = json("{\"size\":\"5\",\"crc64\":18446744073709551615}");
        assertEquals(5L, notice.size());
        assertEquals(-1L, notice.crc64());
        assertEquals(-1L, form("crc64=18446744073709551615").crc64());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "size=-1",
                "size=+1",
                "size=1.0",
                "size=1e3",
                "size=%D9%A1",
                "size=9223372036854775808",
                "crc64=18446744073709551616",
                "crc64=-1",
                "crc64=abc"
            })
    void rejectsMalformedNumbers(String body) {
        assertTrue(rejectedForm(body).contains("must be a 64-bit number"), body);
    }

    /** A template without {@code &} before the token. */
    @Test
    void doesNotShowATokenInANumber() {
        String reason = rejectedForm("size=5x:token=AQEAkF3vq8Zr0T2mX1nY");
        assertTrue(reason.endsWith("size must be a 64-bit number, was 29 characters"), reason);
        String digits = "1".repeat(20);
        assertTrue(rejectedForm("size=" + digits).endsWith("was " + digits), rejectedForm("size=" + digits));
        assertTrue(rejectedForm("size=" + digits + "1").endsWith("was 21 characters"));
    }

    @Test
    void parsesUnusualForms() {
        assertEquals(
                Map.of("a", "", "b", "", "c=d", "e=f", "ä", "中"),
                form("&a&b=&&c%3Dd=e=f&ä=%e4%b8%AD&").values());
        assertEquals(Map.of(), form("").values());
        assertEquals(Map.of("", "x"), form("=x").values());
        assertEquals(Map.of("hello world", ""), form("hello world").values());
    }

    @Test
    void flattensNestedJson() {
        assertEquals(
                Map.of("a.b", "1", "a.c.0", "x", "a.c.1.d", "true", "n", "", "f", "1.50"),
                json("{\"a\":{\"b\":1,\"c\":[\"x\",{\"d\":true}]},\"n\":null,\"e\":{},\"f\":1.50}")
                        .values());
        assertNull(json("{\"object\":null}").key());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a=1&a=2",
                "a=1&%61=2",
                "a&a",
                "x%3Atoken=1&x:token=2",
            })
    void rejectsRepeatedFormFields(String body) {
        assertTrue(rejectedForm(body).contains("repeated"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1,\"a\":2}",
                "{\"a\":1,\"\\u0061\":1}",
                "{\"a.b\":1,\"a\":{\"b\":2}}",
                "{\"a\":null,\"a\":1}",
                "{\"a\":{},\"a\":1}",
                "{\"a\":1,\"a\":[]}",
                "{\"a\":{\"b\":1},\"a\":{\"c\":2}}",
                "{\"a\":{\"b\":{}},\"a.b\":1}"
            })
    void rejectsRepeatedJsonFields(String body) {
        assertTrue(rejectedJson(body).contains("repeated"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=%", "a=%1", "a=%zz", "%=1", "a=%ff", "a=%ed%a0%80", "a=%c0%80"})
    void rejectsMalformedForms(String body) {
        rejectedForm(body);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "1",
                "null",
                "{",
                "{\"a\":1}x",
                "{\"a\":1}{}",
                "{\"a\"}",
                "{a:1}",
                "{\"a\":NaN}",
                "{\"a\":01}",
                "{\"a\":\"\\ud800\"}",
                "{\"\\udc00\":1}",
                "{\"a\":\"\n\"}",
                "/**/{}",
                "\ufeff{}",
                "object=a"
            })
    void rejectsMalformedJson(String body) {
        rejectedJson(body);
    }

    /** NUAA-Open-Source/safeu-backend PR #29. */
    @Test
    void explainsMissingImageSize() {
        String body = Callback.builder("https://a.example")
                .jsonBody("{\"h\":${imageInfo.height}}")
                .build()
                .body(ObjectFacts.builder("examplebucket", "a.txt").build());
        assertEquals("{\"h\":}", body);
        assertTrue(rejectedJson(body).contains("not an image"), rejectedJson(body));
        assertFalse(rejectedJson("{\"h\"}").contains("not an image"));
    }

    @Test
    void rejectsMalformedUtf8() {
        rejected(FORM, new byte[] {'a', '=', (byte) 0xff});
        rejected(JSON, new byte[] {'{', '"', (byte) 0xe4, '"', ':', '1', '}'});
    }

    @Test
    void acceptsTwoContentTypes() {
        byte[] body = "{\"size\":5}".getBytes(UTF_8);
        assertEquals(
                5L,
                CallbackNotice.parse("Application/JSON ; charset=UTF-8", body).size());
        for (String other : new String[] {null, "", "text/plain", "application/jsonx", "multipart/form-data", "\n"}) {
            assertTrue(rejected(other, body).contains("Content-Type"), other);
        }
    }

    @Test
    void limitsFieldsDepthAndSize() {
        assertEquals(256, form(fields(256)).values().size());
        assertTrue(rejectedForm(fields(257)).contains("256"));
        assertEquals(1, json("{\"a\":".repeat(8) + "1" + "}".repeat(8)).values().size());
        assertTrue(rejectedJson("{\"a\":".repeat(9) + "1" + "}".repeat(9)).contains("8"));
        assertTrue(rejectedJson("{\"a\":" + "[".repeat(100_000)).contains("8"));
        String longest = "a".repeat((1 << 20) - 2);
        assertEquals(longest, form("a=" + longest).value("a"));
        assertTrue(rejectedForm("aa=" + longest).contains("1048577"));
        assertEquals(1, form("a".repeat(1024) + "=1").values().size());
        assertTrue(rejectedForm("a".repeat(1025) + "=1").contains("1024"));
        assertTrue(rejectedJson("{\"" + "a".repeat(600) + "\":{\"" + "b".repeat(600) + "\":1}}")
                .contains("1024"));
        assertEquals(0, json("{\"a\":[" + "[],".repeat(254) + "[]]}").values().size());
        assertTrue(rejectedJson("{\"a\":[" + "[],".repeat(255) + "[]]}").contains("256"));
    }

    private static String fields(int count) {
        StringBuilder fields = new StringBuilder();
        for (int i = 0; i < count; i++) {
            fields.append('&').append(i).append('=');
        }
        return fields.toString();
    }

    /** The notice contains the values of the template, in both content types. */
    @Test
    void parsesBodiesOfTemplates() {
        long seed = System.nanoTime();
        System.out.println("CallbackNoticeTest seed " + seed);
        Random random = new Random(seed);
        CallbackVariable[] all = CallbackVariable.values();
        for (int i = 0; i < 500; i++) {
            String key = "k" + Texts.random(random, 12, ALPHABET);
            String user = Texts.random(random, 12, ALPHABET);
            ObjectFacts facts = ObjectFacts.builder("examplebucket", key)
                    .size(random.nextLong() >>> 1)
                    .crc64(random.nextLong())
                    .etag("D8E8")
                    .requestId("5F0C")
                    .mimeType(Texts.random(random, 12, ALPHABET))
                    .build();
            Map<String, String> expected = new LinkedHashMap<>();
            for (CallbackVariable variable : all) {
                Object value = facts.value(variable.ossName());
                expected.put(variable.ossName(), value == null ? "" : value.toString());
            }
            expected.put("x:user", user);
            for (CallbackBody body : List.of(CallbackBody.form(all), CallbackBody.json(all))) {
                Callback callback = Callback.builder("https://a.example")
                        .body(body.custom("x:user", user))
                        .build();
                CallbackNotice notice = CallbackNotice.parse(
                        callback.bodyType(), callback.body(facts).getBytes(UTF_8));
                assertEquals(expected, notice.values(), "seed " + seed);
                assertEquals(Set.of(), notice.contradictions(facts), "seed " + seed);
            }
        }
    }

    @Test
    void reportsContradictions() {
        ObjectFacts stored = ObjectFacts.builder("examplebucket", "a")
                .size(5)
                .etag("\"D8E8\"")
                .crc64(-1)
                .mimeType("text/plain")
                .build();
        String true5 = "bucket=examplebucket&object=a&mimeType=text/plain&";
        assertEquals(
                Set.of(),
                form(true5 + "size=5&etag=D8E8&crc64=18446744073709551615").contradictions(stored));
        assertEquals(
                EnumSet.of(SIZE, ETAG, CRC64),
                form(true5 + "size=6&etag=D8E9&crc64=1").contradictions(stored));
        assertEquals(
                EnumSet.of(CallbackVariable.BUCKET, CallbackVariable.OBJECT, CallbackVariable.MIME_TYPE),
                form("bucket=other&object=b&mimeType=text/html&size=5").contradictions(stored));
        ObjectFacts withMd5 = ObjectFacts.builder("examplebucket", "a")
                .contentMd5("XUFAKrxLKna5cZ2REBfFkg==")
                .build();
        assertEquals(
                EnumSet.of(CallbackVariable.CONTENT_MD5),
                form("contentMd5=AAAA").contradictions(withMd5));
        assertEquals(Set.of(), form("contentMd5=XUFAKrxLKna5cZ2REBfFkg%3D%3D").contradictions(withMd5));
        // Facts that only one side has are not compared.
        assertEquals(Set.of(), form("contentMd5=x&reqId=1").contradictions(stored));
    }

    @Test
    void returnsSameReplayKeyForSameUpload() {
        String first = form("bucket=b&object=a/b&reqId=1&etag=E").replayKey();
        assertEquals(first, form("etag=E&reqId=1&object=a%2Fb&bucket=b&size=5").replayKey());
        assertNotEquals(first, form("bucket=b&object=a&reqId=1&etag=E").replayKey());
        assertNotEquals(
                form("bucket=b&object=a/reqId%3DE").replayKey(),
                form("bucket=b&object=a&reqId=E").replayKey());
    }

    /** Uploads of A, B and A again to one key: the third is not a repetition of the first. */
    @Test
    void returnsOtherReplayKeyForSecondUpload() {
        assertNotEquals(
                form("bucket=b&object=a&etag=E&reqId=1").replayKey(),
                form("bucket=b&object=a&etag=E&reqId=3").replayKey());
    }

    @Test
    void returnsReplayKeyWithoutRequestId() {
        String withEtag = form("bucket=b&object=a&etag=E").replayKey();
        assertEquals(
                withEtag, form("size=5&bucket=b&object=a&etag=%22E%22&reqId=").replayKey());
        assertNotEquals(withEtag, form("bucket=b&object=a&etag=F").replayKey());
        assertNotEquals(withEtag, form("bucket=b&object=a&reqId=E").replayKey());
        String neither = form("bucket=b&object=a&size=1").replayKey();
        assertEquals(neither, form("bucket=b&object=a&size=1").replayKey());
        assertNotEquals(neither, form("bucket=b&object=a&size=2").replayKey());
    }

    @Test
    void parsesFieldsWithOtherNames() {
        Map<CallbackVariable, String> names = Map.of(CallbackVariable.OBJECT, "filename", SIZE, "length");
        CallbackNotice notice = CallbackNotice.parse(FORM, "filename=a&length=5&object=b".getBytes(UTF_8), names);
        assertEquals("a", notice.key());
        assertEquals(5L, notice.size());
        assertEquals("b", notice.value("object"));
        assertThrows(
                InvalidCallbackException.class, () -> CallbackNotice.parse(FORM, "length=x".getBytes(UTF_8), names));
    }

    @Test
    void hidesValues() {
        String text = form("bucket=b&object=a&x:token=hunter2").toString();
        assertEquals("CallbackNotice{b a [bucket, object, x:token]}", text);
        assertFalse(rejectedForm("x:token=hunter2&x:token=hunter2").contains("hunter2"));
        assertFalse(rejectedJson("{\"x:token\":hunter2}").contains("hunter2"));
        assertFalse(rejectedForm("x:token=hunter2%").contains("hunter2"));
    }
}

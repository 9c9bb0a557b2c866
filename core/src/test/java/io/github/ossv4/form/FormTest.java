// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.form;

import static io.github.ossv4.testing.FixedTime.NOW;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ossv4.callback.Callback;
import io.github.ossv4.object.ObjectAcl;
import io.github.ossv4.object.ObjectHeaders;
import io.github.ossv4.sign.Credentials;
import io.github.ossv4.sign.Signer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);
    private static final Signer SIGNER = Signer.of(Credentials.of("ak", "sk"), "cn-hangzhou");

    private static JsonNode policy(SignedForm form) throws IOException {
        return JSON.readTree(Base64.getDecoder().decode(form.field("policy")));
    }

    private static List<String> conditions(SignedForm form) throws IOException {
        List<String> conditions = new ArrayList<>();
        policy(form).get("conditions").forEach(condition -> conditions.add(condition.toString()));
        return conditions;
    }

    @Test
    void pinsAllSettings() throws Exception {
        Callback callback = Callback.builder("https://app.example.com/cb")
                .formBody("o=${object}&u=${x:user}")
                .variable("x:user", "42")
                .build();
        SignedForm form = FormUpload.underPrefix("examplebucket", "users/42/")
                .minSize(1)
                .maxSize(10 << 20)
                .contentTypes("image/jpeg", "image/png")
                .cacheControl("no-cache")
                .metadata("Note", "a\"b")
                .acl(ObjectAcl.PRIVATE)
                .forbidOverwrite(true)
                .callback(callback)
                .build()
                .sign(SIGNER, NOW, TEN_MINUTES);
        assertEquals(
                List.of(
                        "{\"bucket\":\"examplebucket\"}",
                        "[\"starts-with\",\"$key\",\"users/42/\"]",
                        "[\"content-length-range\",1,10485760]",
                        "[\"in\",\"$x-oss-content-type\",[\"image/jpeg\",\"image/png\"]]",
                        "[\"eq\",\"$Cache-Control\",\"no-cache\"]",
                        "[\"eq\",\"$x-oss-meta-note\",\"a\\\"b\"]",
                        "[\"eq\",\"$x-oss-object-acl\",\"private\"]",
                        "[\"eq\",\"$x-oss-forbid-overwrite\",\"true\"]",
                        "[\"eq\",\"$callback\",\"" + callback.headerValue() + "\"]",
                        "[\"eq\",\"$x:user\",\"42\"]",
                        "[\"eq\",\"$success_action_status\",\"200\"]",
                        "[\"eq\",\"$x-oss-signature-version\",\"OSS4-HMAC-SHA256\"]",
                        "[\"eq\",\"$x-oss-credential\",\"ak/20231216/cn-hangzhou/oss/aliyun_v4_request\"]",
                        "[\"eq\",\"$x-oss-date\",\"20231216T162057Z\"]"),
                conditions(form));
        assertEquals("2023-12-16T16:30:57.345Z", policy(form).get("expiration").textValue());
        assertEquals("users/42/${filename}", form.field("key"));
        assertEquals("users/42/cat.jpg", form.key("cat.jpg"));
        List<String> names = new ArrayList<>(form.fields().keySet());
        assertEquals("key", names.get(0));
        assertEquals("x-oss-signature", names.get(names.size() - 1));
        // Other vectors check the result of signPolicy.
        assertEquals(SIGNER.signPolicy(form.field("policy"), NOW), form.field("X-OSS-Signature"));
    }

    @Test
    void pinsKey() throws Exception {
        SignedForm form = FormUpload.toKey("examplebucket", "a/${filename}")
                .contentType("text/plain")
                .successStatus(201)
                .build()
                .sign(SIGNER, NOW, TEN_MINUTES);
        assertTrue(conditions(form).contains("[\"eq\",\"$key\",\"a/${filename}\"]"));
        assertTrue(conditions(form).contains("[\"eq\",\"$x-oss-content-type\",\"text/plain\"]"));
        assertTrue(conditions(form).contains("[\"content-length-range\",0,5368709120]"));
        assertEquals("201", form.field("success_action_status"));
        assertTrue(conditions(form).contains("[\"eq\",\"$x-oss-object-acl\",\"default\"]"));
        assertEquals("a/b%22c", form.key("b\"c"));
        assertEquals("a/c.jpg", form.key("b/../c.jpg"));
        assertEquals("a/c.jpg", form.key("C:\\b\\c.jpg"));
        assertEquals("a/", form.key("b/"));
    }

    @Test
    void pinsAndHidesToken() throws Exception {
        Signer temporary = Signer.of(Credentials.of("STS.ak", "sk", "the token"), "cn-hangzhou");
        SignedForm form = FormUpload.toKey("examplebucket", "k").build().sign(temporary, NOW, TEN_MINUTES);
        assertEquals("the token", form.field("x-oss-security-token"));
        assertTrue(conditions(form).contains("[\"eq\",\"$x-oss-security-token\",\"the token\"]"));
        assertFalse(form.toString().contains("the token"), form.toString());
        PostPolicy policy = PostPolicy.builder(NOW)
                .equalTo("x-oss-security-token", "the token")
                .build();
        assertFalse(policy.toString().contains("the token"), policy.toString());
    }

    @Test
    void returnsFieldsAsJson() throws Exception {
        SignedForm form = FormUpload.toKey("examplebucket", "a\"b/\u4e2d")
                .metadata("a", "\\")
                .build()
                .sign(SIGNER, NOW, TEN_MINUTES);
        Map<String, String> read = new LinkedHashMap<>();
        JSON.readTree(form.json())
                .properties()
                .forEach(member -> read.put(member.getKey(), member.getValue().textValue()));
        assertEquals(form.fields(), read);
        assertEquals(form.fields(), SignedForm.of(read).fields());
        assertEquals("text/plain", form.with("X-Oss-Content-Type", "text/plain").field("x-oss-content-type"));
        assertEquals("other", form.with("KEY", "other").fields().get("key"));
        assertEquals(form.fields().size(), form.with("KEY", "other").fields().size());
    }

    @Test
    void writesAllConditions() throws Exception {
        PostPolicy policy = PostPolicy.builder(Instant.parse("2120-01-01T12:00:00Z"))
                .bucket("b")
                .equalTo("key", "a")
                .startsWith("x-oss-meta-a", "")
                .in("content-type", List.of("image/jpg", "image/png"))
                .notIn("cache-control", List.of("no-cache"))
                .contentLength(1, 10)
                .build();
        assertEquals(
                "{\"expiration\":\"2120-01-01T12:00:00.000Z\",\"conditions\":[{\"bucket\":\"b\"},[\"eq\",\"$key\",\"a\"],"
                        + "[\"starts-with\",\"$x-oss-meta-a\",\"\"],[\"in\",\"$content-type\",[\"image/jpg\",\"image/png\"]],"
                        + "[\"not-in\",\"$cache-control\",[\"no-cache\"]],[\"content-length-range\",1,10]]}",
                policy.json());
        assertEquals(policy.json(), new String(Base64.getDecoder().decode(policy.base64()), UTF_8));
    }

    @Test
    void encodesBodyByRfc7578() throws Exception {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("key", "a b/\u4e2d");
        fields.put("x:user", "4\r\n2");
        FormEncoding encoding = FormEncoding.of(SignedForm.of(fields), "a/c\"a\nt.jpg", "Bound_ary-1");
        assertEquals("multipart/form-data; boundary=Bound_ary-1", encoding.contentType());
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(encoding.head());
        body.write("meow".getBytes(UTF_8));
        body.write(encoding.tail());
        assertEquals(
                String.join(
                        "\r\n",
                        "--Bound_ary-1",
                        "Content-Disposition: form-data; name=\"key\"",
                        "",
                        "a b/\u4e2d",
                        "--Bound_ary-1",
                        "Content-Disposition: form-data; name=\"x:user\"",
                        "",
                        "4\r\n2",
                        "--Bound_ary-1",
                        "Content-Disposition: form-data; name=\"file\"; filename=\"c%22a%0At.jpg\"",
                        "Content-Type: application/octet-stream",
                        "",
                        "meow",
                        "--Bound_ary-1--",
                        ""),
                body.toString(UTF_8));
        assertEquals(body.size(), encoding.length(4));
    }

    /** A line break would begin another header. */
    @Test
    void escapesLineBreaksOfFilenames() {
        SignedForm form = SignedForm.of(Map.of("key", "k"));
        String head = new String(FormEncoding.of(form, "a\rb\r\nc\nd", "B").head(), UTF_8);
        assertTrue(head.contains("; filename=\"a%0Db%0D%0Ac%0Ad\"\r\nContent-Type: "), head);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a b",
                "\u00e4",
                "a\"",
                "-----------------------------------------------------------------------"
            })
    void rejectsMalformedBoundaries(String boundary) {
        SignedForm form = SignedForm.of(Map.of("key", "k"));
        assertThrows(IllegalArgumentException.class, () -> FormEncoding.of(form, "f", boundary));
    }

    @Test
    void rejectsBoundaryInValue() {
        SignedForm form = SignedForm.of(Map.of("key", "before BOUNDARY after"));
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> FormEncoding.of(form, "f", "BOUNDARY"));
        assertTrue(e.getMessage().contains("key"), e.getMessage());
    }

    private static FormUpload.Builder pinned(String bucket) {
        return FormUpload.toKey(bucket, "k");
    }

    @Test
    void pinsValuesThatBrowsersSendUnchanged() throws Exception {
        SignedForm form = pinned("examplebucket")
                .metadata("a", "a\tb \u0085\u4e2d")
                .build()
                .sign(SIGNER, NOW, TEN_MINUTES);
        assertEquals("a\tb \u0085\u4e2d", form.field("x-oss-meta-a"));
    }

    @Test
    void expiresAfterExactValidity() throws Exception {
        Instant late = Instant.parse("2023-12-03T12:12:12.999Z");
        SignedForm form = FormUpload.toKey("examplebucket", "k").build().sign(SIGNER, late, Duration.ofSeconds(1));
        assertEquals("2023-12-03T12:12:13.999Z", policy(form).get("expiration").textValue());
    }

    @Test
    void rejectsInvalidInput() {
        FormUpload.Builder builder = FormUpload.toKey("examplebucket", "k");
        Map<Executable, String> bad = new LinkedHashMap<>();
        bad.put(() -> FormUpload.toKey("Bucket", "k"), "bucket");
        bad.put(() -> FormUpload.toKey("examplebucket", ""), "key must not be empty");
        bad.put(() -> FormUpload.underPrefix("examplebucket", ""), "prefix must not be empty");
        bad.put(() -> FormUpload.underPrefix("examplebucket", "/"), "prefix must not begin with / or \\, was \"/\"");
        bad.put(() -> FormUpload.underPrefix("examplebucket", "a${filename}/"), "must not contain $");
        bad.put(() -> FormUpload.underPrefix("examplebucket", "${file"), "must not contain $");
        bad.put(() -> FormUpload.toKey("examplebucket", "${filename}${filename}"), "once");
        bad.put(() -> FormUpload.toKey("examplebucket", "a${object}"), "once");
        bad.put(() -> builder.contentTypes(), "content types must not be empty");
        bad.put(() -> builder.contentTypes("a/b", ""), "content type must not be empty");
        bad.put(() -> builder.maxSize(-1), "maxSize must be between 0 and 5368709120 bytes (5 GB), was -1");
        bad.put(() -> builder.maxSize((5L << 30) + 1), "5 GB");
        bad.put(
                () -> FormUpload.toKey("examplebucket", "k")
                        .minSize(2)
                        .maxSize(1)
                        .build(),
                "minSize must be at most maxSize 1, was 2");
        bad.put(() -> builder.successStatus(302), "200, 201 or 204");
        bad.put(() -> FormUpload.toKey("examplebucket", "k").tag("a", "b").build(), "tags");
        bad.put(
                () -> FormUpload.toKey("examplebucket", "k")
                        .contentType("a/b")
                        .contentTypes("c/d")
                        .build(),
                "contentTypes");
        bad.put(
                () -> FormUpload.toKey("examplebucket", "k")
                        .headers(ObjectHeaders.of(Map.of("content-type", "a/b")))
                        .contentTypes("c/d")
                        .build(),
                "contentType a/b and contentTypes [c/d] must not both be set");
        bad.put(() -> FormUpload.underPrefix("examplebucket", "p".repeat(1023)), "prefix must be at most 1023 bytes");
        bad.put(() -> builder.build().sign(SIGNER, NOW, Duration.ZERO), "PT1S");
        bad.put(() -> builder.build().sign(SIGNER, NOW, Duration.ofDays(8)), "PT168H");
        bad.put(() -> builder.successRedirect(""), "http://");
        bad.put(() -> builder.successRedirect("javascript:alert(1)"), "http://");
        bad.put(() -> builder.successRedirect(" https://a.example/"), "http://");
        bad.put(() -> builder.successRedirect("https://a.example/a b"), "percent-encoded");
        bad.put(() -> FormUpload.toKey("examplebucket", "a\nb"), "line break");
        bad.put(() -> FormUpload.underPrefix("examplebucket", "a\rb/"), "line break");
        bad.put(() -> builder.contentTypes("a/b\r\nX: y"), "x-oss-content-type must not contain line breaks");
        bad.put(
                () -> pinned("examplebucket").metadata("a", "x\r\ny").build(),
                "x-oss-meta-a must not contain line breaks");
        bad.put(() -> pinned("examplebucket").metadata("a", "x\0").build(), "index 1");
        bad.put(() -> pinned("examplebucket").metadata("a", "\ud83d").build(), "surrogate");
        bad.put(
                () -> pinned("examplebucket").contentType("a/b\nX: y").build(),
                "x-oss-content-type must not contain line breaks");
        bad.put(
                () -> pinned("examplebucket").contentDisposition("a\nb").build(),
                "Content-Disposition must not contain line breaks");
        bad.put(
                () -> pinned("examplebucket")
                        .callback(Callback.builder("https://a.example")
                                .formBody("n=${x:note}")
                                .variable("x:note", "one\ntwo")
                                .build())
                        .build(),
                "x:note must not contain line breaks");
        bad.put(() -> SignedForm.of(Map.of("a", "b")), "\"key\"");
        bad.put(() -> SignedForm.of(Map.of("key", "k", "Key", "l")), "repeated");
        bad.put(() -> SignedForm.of(Map.of("key", "k", "file", "l")), "file");
        bad.put(() -> SignedForm.of(Map.of("key", "k", "a\r\nb", "l")), "printable");
        bad.put(() -> SignedForm.of(Map.of("key", "x".repeat(2 * 1024 * 1024 + 1))), "2097152");
        bad.put(() -> PostPolicy.builder(NOW).in("a", List.of()), "values must not be empty");
        bad.put(() -> PostPolicy.builder(NOW).equalTo("$a", ""), "printable");
        bad.put(() -> PostPolicy.builder(NOW).contentLength(2, 1), "2 to 1");
        bad.put(() -> PostPolicy.builder(Instant.MAX), "9999");
        bad.put(() -> PostPolicy.builder(Instant.parse("1969-12-31T23:59:59Z")), "1970");
        bad.put(() -> FormUpload.toKey("examplebucket", "k\ud83d"), "surrogate");
        bad.put(() -> FormUpload.underPrefix("examplebucket", "k\ud83d/"), "surrogate");
        bad.put(() -> SignedForm.of(Map.of("key", "\ud83d")), "surrogate");
        bad.put(() -> PostPolicy.builder(NOW).equalTo("a", "\ud83d"), "surrogate");
        bad.put(() -> PostPolicy.builder(NOW).startsWith("a", "\ud83d"), "surrogate");
        bad.put(() -> PostPolicy.builder(NOW).in("a", List.of("b", "\ud83d")), "surrogate");
        bad.put(() -> FormEncoding.of(SignedForm.of(Map.of("key", "k")), "\ud83d.txt", "boundary"), "surrogate");
        bad.forEach((executable, rule) -> {
            IllegalArgumentException e = assertThrows(IllegalArgumentException.class, executable, rule);
            assertTrue(e.getMessage().contains(rule), e.getMessage() + " must contain " + rule);
        });
    }

    private static FormUpload.Builder upload() {
        return FormUpload.toKey("examplebucket", "k");
    }

    private static void assertRejected(String expected, Executable call) {
        String message = assertThrows(IllegalArgumentException.class, call).getMessage();
        assertTrue(message.contains(expected), message);
    }

    /** 5 GB, and 7 days. */
    @Test
    void acceptsTheLimits() throws Exception {
        long most = 5_368_709_120L;
        SignedForm form = upload().minSize(most).maxSize(most).build().sign(SIGNER, NOW, Duration.ofDays(7));
        assertTrue(conditions(form).contains("[\"content-length-range\",5368709120,5368709120]"));
        assertEquals("2023-12-23T16:20:57.345Z", policy(form).get("expiration").asText());
        upload().minSize(0).maxSize(0).build().sign(SIGNER, NOW, Duration.ofSeconds(1));
        assertRejected("maxSize must be between 0 and", () -> upload().maxSize(most + 1));
        assertRejected("minSize must be between 0 and", () -> upload().minSize(-1));
        assertRejected(
                "minSize must be at most maxSize 1, was 2",
                () -> upload().minSize(2).maxSize(1).build());
        assertRejected(
                "PT168H",
                () -> upload().build().sign(SIGNER, NOW, Duration.ofDays(7).plusMillis(1)));
    }

    @Test
    void limitsNamesAndValuesOfFields() {
        String longest = "v".repeat(2 * 1024 * 1024);
        assertEquals(longest, FormFields.checkValue("n", longest));
        assertRejected("at most 2097152 bytes, was 2097153", () -> FormFields.checkValue("n", longest + "v"));
        assertEquals("!n~", FormFields.checkName("!n~"));
        for (String name : new String[] {" ", "\u007f", "a\"", "a\\", "$a", "\u00e4"}) {
            assertRejected("field name must be printable ASCII", () -> FormFields.checkName(name));
        }
    }

    @Test
    void acceptsOnePlaceholderInKey() throws Exception {
        assertEquals(
                "a/cat.jpg",
                FormUpload.toKey("examplebucket", "a/${filename}")
                        .build()
                        .sign(SIGNER, NOW, TEN_MINUTES)
                        .key("cat.jpg"));
        FormUpload.toKey("examplebucket", "${filename}");
        for (String key : new String[] {"${x}", "a${filename}${filename}", "${filename}/${x}"}) {
            assertRejected("at most once, and no other ${", () -> FormUpload.toKey("examplebucket", key));
        }
    }

    @Test
    void showsNoValues() {
        FormUpload all = FormUpload.underPrefix("examplebucket", "users/")
                .maxSize(9)
                .contentTypes("image/png")
                .metadata("a", "hunter2")
                .build();
        assertEquals("examplebucket", all.bucket());
        String text = all.toString();
        assertTrue(text.startsWith("FormUpload{examplebucket users/*, 0 to 9 bytes, [image/png], ["), text);
        assertFalse(text.contains("hunter2"), text);
        String one = upload().maxSize(9).build().toString();
        assertTrue(one.startsWith("FormUpload{examplebucket k, 0 to 9 bytes, [x-oss-object-acl"), one);
    }

    @Test
    void redirectsAfterSuccess() {
        assertEquals(
                "https://a.example/done",
                upload().successRedirect("https://a.example/done")
                        .build()
                        .sign(SIGNER, NOW, TEN_MINUTES)
                        .field("success_action_redirect"));
    }
}

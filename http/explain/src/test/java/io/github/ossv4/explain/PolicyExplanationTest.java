// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.explain;

import static io.github.ossv4.explain.Inputs.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.form.FormUpload;
import io.github.ossv4.form.SignedForm;
import io.github.ossv4.sign.Credentials;
import io.github.ossv4.sign.Signer;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyExplanationTest {
    private static final String V4 = "{\"x-oss-signature-version\":\"OSS4-HMAC-SHA256\"},"
            + "{\"x-oss-credential\":\"ak/20231216/cn-hangzhou/oss/aliyun_v4_request\"},"
            + "[\"eq\",\"$x-oss-date\",\"20231216T162057Z\"]";
    private static final String COMPLETE =
            "{\"bucket\":\"b\"},{\"key\":\"k\"},[\"content-length-range\",0,9],{\"callback\":\"e30=\"}," + V4;

    private static String text(String base64, Instant now) {
        return PolicyExplanation.explain(base64, now).toString();
    }

    private static List<String> explain(String json) {
        return text(Inputs.base64(json), NOW).lines().toList();
    }

    private static String policy(String conditions) {
        return "{\"expiration\":\"2023-12-16T16:30:57.345Z\",\"conditions\":[" + conditions + "]}";
    }

    private static List<String> marked(List<String> lines) {
        return lines.stream().filter(line -> line.startsWith("!")).toList();
    }

    @Test
    void explainsFormOfThisLibrary() {
        SignedForm form = FormUpload.underPrefix("examplebucket", "users/42/")
                .maxSize(10)
                .contentTypes("image/jpeg", "image/png")
                .build()
                .sign(Signer.of(Credentials.of("STS.1", "sk", "hunter2"), "cn-hangzhou"), NOW, Duration.ofMinutes(10));
        assertEquals(
                List.of(
                        "expires: 2023-12-16T16:30:57.345Z, in 600 seconds",
                        "bucket: must be \"examplebucket\"",
                        "key: must begin with \"users/42/\"",
                        "file size: 0 to 10 bytes",
                        "x-oss-content-type: must be one of \"image/jpeg\", \"image/png\"",
                        "x-oss-object-acl: must be \"default\"",
                        "success_action_status: must be \"200\"",
                        "x-oss-signature-version: must be \"OSS4-HMAC-SHA256\"",
                        "x-oss-credential: must be \"STS.1/20231216/cn-hangzhou/oss/aliyun_v4_request\"",
                        "x-oss-date: must be \"20231216T162057Z\"",
                        "x-oss-security-token: must be …",
                        "! advice: there is no condition on callback: the uploader can choose a callback, or none"),
                text(Objects.requireNonNull(form.field("policy")), NOW).lines().toList());
    }

    @Test
    void acceptsTheLatestExpiration() {
        String json = "{\"expiration\":\"+999999999-01-01T00:00:00Z\",\"conditions\":[]}";
        assertTrue(explain(json).stream().anyMatch(line -> line.startsWith("expires: ")));
    }

    @Test
    void acceptsCompletePolicy() {
        assertEquals(List.of(), marked(explain(policy(COMPLETE))));
    }

    @Test
    void advisesOnWhatIsAllowed() {
        List<String> lines = marked(explain(policy(V4)));
        assertEquals(4, lines.size(), lines.toString());
        assertTrue(lines.get(0).startsWith("! advice: there is no condition on bucket"));
        assertTrue(lines.get(1).startsWith("! advice: there is no condition on key"));
        assertTrue(lines.get(2).startsWith("! advice: there is no content-length-range"));
        assertTrue(explain(policy(V4 + ",[\"starts-with\",\"$key\",\"users/4\"]"))
                .contains("! advice: the prefix of the key does not end with a slash: it also allows keys such as"
                        + " users/42/…"));
        assertTrue(explain(policy(V4 + ",[\"starts-with\",\"$key\",\"\"]"))
                .contains("! advice: the key may begin with anything: the uploader can overwrite every object"));
        assertTrue(explain(policy(COMPLETE + ",[\"eq\",\"a\",\"\\$b\"]"))
                .containsAll(
                        List.of("a: must be \"$b\"", "! advice: the name of a field in a list begins with $, was a")));
    }

    @Test
    void saysInWords() {
        List<String> lines = explain(
                policy(
                        COMPLETE
                                + ",[\"not-in\",\"$Cache-Control\",[\"a\\nb\"]],[\"starts-with\",\"$x\",\"\"],[\"in\",\"$y\",[\"1\"]]"));
        assertTrue(
                lines.containsAll(List.of(
                        "Cache-Control: must be none of \"a\\u000ab\"",
                        "x: must be present, with any value",
                        "y: must be one of \"1\"")),
                lines.toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":\"b\",\"c\":\"d\"}|must have one member, has 2",
                "[\"equals\",\"$a\",\"b\"]|first part of a condition must be eq, starts-with, in, not-in or content-length-range, was equals (EC 0006-00000216)",
                "[\"eq\",\"$a\"]|must have three parts, has 2: eq (EC 0006-00000218)",
                "[\"eq\",\"$a\",1]|the value of the condition on a must be a string (EC 0006-00000224)",
                "[\"in\",\"$a\",\"b\"]|must be a list of strings (EC 0006-00000224)",
                "[\"in\",\"$a\",[1]]|must be a list of strings (EC 0006-00000224)",
                "[\"eq\",1,\"b\"]|must be the name of a field (EC 0006-00000224)",
                "[\"content-length-range\",\"0\",9]|two integers of at least 0, without quotes (EC 0006-00000221)",
                "[\"content-length-range\",-1,9]|two integers of at least 0, without quotes (EC 0006-00000221)",
                "[\"content-length-range\",9,1]|at least the minimum (EC 0006-00000219)",
                "true|a condition must be an object or a list (EC 0006-00000222)",
                "[]|a condition must be an object or a list (EC 0006-00000222)",
                "{\"Key\":\"other\"}|requires two different values of key: no form can meet both",
            })
    void findsBrokenCondition(String condition, String problem) {
        List<String> lines = marked(explain(policy(COMPLETE + "," + condition)));
        assertEquals(1, lines.size(), lines.toString());
        assertTrue(lines.get(0).startsWith("! problem: ") && lines.get(0).endsWith(problem), lines.toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "OSS4-HMAC-SHA256|OSS4|x-oss-signature-version must be OSS4-HMAC-SHA256, was OSS4",
                "x-oss-credential|x-oss-cred|missing: x-oss-credential",
                "/cn-hangzhou/|/oss-cn-hangzhou/|must be an id such as cn-hangzhou",
                "ak/20231216/|ak/20231217/|the day in x-oss-credential must be that of x-oss-date, was 20231217 and 20231216T162057Z",
                "aliyun_v4_request|aws4_request|x-oss-credential must be <AccessKey ID>/",
                "\"ak/|\"STS.ak/|temporary credentials require a condition",
            })
    void findsBrokenRuleOfSignature(String text, String changed, String problem) {
        List<String> lines = marked(explain(policy(COMPLETE.replace(text, changed))));
        assertEquals(1, lines.size(), lines.toString());
        assertTrue(lines.get(0).startsWith("! problem: ") && lines.get(0).contains(problem), lines.toString());
    }

    @Test
    void namesMissingConditionsOfVersion4() {
        assertTrue(explain(policy("{\"bucket\":\"b\"}"))
                .contains(
                        "! problem: signature version 4 requires conditions with the exact values of the form; missing:"
                                + " x-oss-signature-version, x-oss-credential, x-oss-date"));
    }

    @Test
    void findsExpiredPolicy() {
        List<String> lines = text(Inputs.base64(policy(COMPLETE)), NOW.plusSeconds(601))
                .lines()
                .toList();
        assertEquals("expires: 2023-12-16T16:30:57.345Z, 1 seconds ago", lines.get(0));
        assertEquals("! problem: the policy has expired (EC 0006-00000213)", lines.get(1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]|must be a JSON object that repeats no member (EC 0006-00000204)",
                "{|must be a JSON object that repeats no member (EC 0006-00000204)",
                "{}}|must be a JSON object that repeats no member (EC 0006-00000204)",
                "{\"a\":1,\"a\":2}|repeats no member (EC 0006-00000204)",
                "{\"conditions\":[]}|the policy has no expiration (EC 0006-00000208)",
                "{\"expiration\":1,\"conditions\":[]}|the expiration of the policy must be a string (EC 0006-00000210)",
                "{\"expiration\":\"soon\",\"conditions\":[]}|was soon (EC 0006-00000212)",
                "{\"expiration\":\"2120-01-01T12:00:00.000Z\"}|the policy has no conditions (EC 0006-00000207)",
                "{\"expiration\":\"2120-01-01T12:00:00.000Z\",\"conditions\":{}}|must be a list (EC 0006-00000214)",
                "{\"expiration\":\"2120-01-01T12:00:00.000Z\",\"conditions\":[],\"x\":1}|no other members than expiration and conditions, has x (EC 0006-00000206)",
            })
    void findsBrokenDocument(String json, String problem) {
        String text = text(Inputs.base64(json), NOW);
        assertTrue(text.contains(problem), text);
    }

    @Test
    void findsBrokenEncoding() {
        assertTrue(text("!", NOW).contains("(EC 0006-00000202)"));
        assertTrue(text("a_-b", NOW).contains("must be Base64 of the standard alphabet"));
        assertTrue(text(Base64.getEncoder().encodeToString(new byte[] {(byte) 0xff}), NOW)
                .contains("must be UTF-8 (EC 0006-00000203)"));
        String deep = "[".repeat(100) + "]".repeat(100);
        assertTrue(text(Inputs.base64(deep), NOW).contains("must be a JSON object"));
        assertFalse(text(Inputs.base64("{}"), NOW).isEmpty());
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.form;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.emulator.testing.RawConnection;
import io.github.ossv4.emulator.testing.RawResponse;
import io.github.ossv4.emulator.testing.TestEmulator;
import io.github.ossv4.emulator.testing.TestForm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The conditions of policies. */
class FormPolicyTest {
    private static final String NO_MATCH = "403 AccessDenied 0006-00000227";
    private static final String NO_FIELD = "403 AccessDenied 0006-00000226";

    @RegisterExtension
    private final TestEmulator emulator = new TestEmulator();

    /** Returns a form with a key, a content type of its file, and two other fields. */
    private TestForm form(String key) {
        return emulator.form(key)
                .field("x-oss-meta-a", "Value")
                .field("success_action_status", "200")
                .fileHeaders(
                        "Content-Disposition: form-data; name=\"file\"; filename=\"f.png\"\r\nContent-Type: image/png");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"bucket\": \"examplebucket\"}",
                "[\"eq\", \"$bucket\", \"examplebucket\"]",
                "{\"key\": \"user/${filename}\"}",
                "{\"key\": \"user/\\${filename}\"}",
                "[\"eq\", \"$key\", \"user/${filename}\"]",
                "[\"eq\", \"key\", \"user/\\u0024{filename}\"]",
                "[\"eq\", \"$KEY\", \"user/${filename}\"]",
                "[\"starts-with\", \"$key\", \"user/\"]",
                "[\"starts-with\", \"$key\", \"\"]",
                "[\"eq\", \"$x-oss-meta-A\", \"Value\"]",
                "[\"starts-with\", \"$x-oss-meta-a\", \"Val\"]",
                "[\"in\", \"$content-type\", [\"image/jpeg\", \"image/png\"]]",
                "[\"not-in\", \"$content-type\", [\"text/html\"]]",
                "[\"not-in\", \"$content-type\", []]",
                "[\"eq\", \"$success_action_status\", \"200\"]",
                "[\"content-length-range\", 0, 5]",
                "[\"content-length-range\", 5, 5]",
                "[\"content-length-range\", 5, 99999999999999999999999]",
                "[\"content-length-range\", 1, 10], [\"content-length-range\", 5, 20]",
            })
    void acceptsFormsThatFulfilCondition(String condition) throws IOException {
        assertEquals(200, form("user/${filename}").condition(condition).send().status());
        assertEquals("hello", emulator.get("user/f.png").text());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"bucket\": \"other\"} | 403 AccessDenied 0006-00000227",
                "{\"key\": \"user/f.png\"} | 403 AccessDenied 0006-00000227",
                "[\"eq\", \"$key\", \"User/${filename}\"] | 403 AccessDenied 0006-00000227",
                "[\"starts-with\", \"$key\", \"user/f\"] | 403 AccessDenied 0006-00000227",
                "[\"eq\", \"$x-oss-meta-a\", \"value\"] | 403 AccessDenied 0006-00000227",
                "[\"eq\", \"$x-oss-meta-a\", \"\"] | 403 AccessDenied 0006-00000227",
                "[\"in\", \"$content-type\", [\"image/jpeg\"]] | 403 AccessDenied 0006-00000227",
                "[\"in\", \"$content-type\", []] | 403 AccessDenied 0006-00000227",
                "[\"not-in\", \"$content-type\", [\"image/png\"]] | 403 AccessDenied 0006-00000227",
                "[\"eq\", \"$callback\", \"e30=\"] | 403 AccessDenied 0006-00000226",
                "[\"starts-with\", \"$callback\", \"\"] | 403 AccessDenied 0006-00000226",
                "[\"not-in\", \"$cache-control\", [\"no-cache\"]] | 403 AccessDenied 0006-00000226",
                "{\"x-oss-security-token\": \"t\"} | 403 AccessDenied 0006-00000226",
                "[\"content-length-range\", 0, 4] | 400 EntityTooLarge 0006-00000004",
                "[\"content-length-range\", 6, 10] | 400 EntityTooSmall 0006-00000004",
                "[\"content-length-range\", 1, 10], [\"content-length-range\", 0, 4] | 400 EntityTooLarge 0006-00000004",
            })
    void rejectsFormsThatViolateCondition(String condition, String errorText) throws IOException {
        assertEquals(
                errorText, form("user/${filename}").condition(condition).send().errorText());
        assertEquals(404, emulator.get("user/f.png").status());
        emulator.awaitFiles(0);
    }

    @Test
    void reportsViolatedCondition() throws IOException {
        assertEquals(
                "Invalid according to Policy: Policy Condition failed: [\"eq\", \"$success_action_status\", \"201\"]",
                form("a")
                        .condition("{\"success_action_status\": \"201\"}")
                        .send()
                        .error()
                        .message());
        assertEquals(
                "Invalid according to Policy: Policy Condition failed: [\"in\", \"$key\", [\"b\", \"c\\\"\"]]",
                form("a")
                        .condition("[\"in\",\"key\",[\"b\",\"c\\\"\"]]")
                        .send()
                        .error()
                        .message());
    }

    @Test
    void comparesContentTypeOfObject() throws IOException {
        String condition = "[\"eq\", \"$Content-Type\", \"image/png\"]";

        assertEquals(200, form("a").condition(condition).send().status());
        assertEquals(
                NO_MATCH,
                form("a")
                        .condition(condition)
                        .field("x-oss-content-type", "text/html")
                        .send()
                        .errorText());
        assertEquals(
                NO_FIELD,
                form("a")
                        .condition(condition)
                        .fileHeaders("Content-Disposition: form-data; name=\"file\"")
                        .send()
                        .errorText());
    }

    @Test
    void rejectsTooLargeFileBeforeItsEnd() throws IOException {
        TestForm form = emulator.form("a")
                .condition("[\"content-length-range\", 0, 1000]")
                .file(new byte[2000]);
        byte[] body = form.body();
        try (RawConnection connection = emulator.connect()) {
            connection.send(form.head(1 << 30)).send(Arrays.copyOf(body, body.length - 100));
            assertEquals("400 EntityTooLarge 0006-00000004", connection.read().errorText());
        }
    }

    @Test
    void requiresConditionsOnSignatureFields() throws IOException {
        for (String name : new String[] {"x-oss-signature-version", "x-oss-credential", "x-oss-date"}) {
            TestForm form = emulator.form("a");
            String json = new String(Base64.getDecoder().decode(form.fields().get("policy")), StandardCharsets.UTF_8);
            String other = json.replaceFirst("\\{\"" + name, "{\"key\": \"a\"}, [\"starts-with\", \"\\$" + name)
                    .replaceFirst("(starts-with[^:]*): (\"[^\"]*\")}", "$1, $2]");

            RawResponse response = form.policy(other).send();

            assertEquals("403 AccessDenied null", response.errorText());
            assertTrue(response.error().message().contains(name), response.text());
        }
    }

    @Test
    void rejectsExpiredPolicy() throws IOException {
        TestForm form = emulator.form("a").expiration("2023-12-17T03:48:36Z");
        byte[] body = form.body();
        emulator.advance(Duration.ofMinutes(1));
        assertEquals(204, form.send(body).status());
        emulator.advance(Duration.ofSeconds(1));

        RawResponse response = form.send(body);

        assertEquals("403 AccessDenied 0006-00000213", response.errorText());
        assertEquals(
                "Invalid according to Policy: Policy expired.", response.error().message());
    }

    @Test
    void rejectsPolicyThatExpiresDuringUpload() throws IOException {
        TestForm form = emulator.form("a").expiration("2023-12-17T03:48:36Z");
        byte[] body = form.body();
        try (RawConnection connection = emulator.connect()) {
            connection.send(form.head(body.length)).send(Arrays.copyOf(body, body.length - 1));
            emulator.awaitFiles(1);
            emulator.advance(Duration.ofMinutes(2));
            connection.send(new byte[] {'\n'});
            assertEquals("403 AccessDenied 0006-00000213", connection.read().errorText());
        }
        emulator.awaitFiles(0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | 0006-00000204",
                "x | 0006-00000204",
                "[] | 0006-00000204",
                "{} {} | 0006-00000204",
                "{\"expiration\": \"\\q\"} | 0006-00000204",
                "{\"test\": \"test\", \"expiration\": \"E\", \"conditions\": []} | 0006-00000206",
                "{\"expiration\": \"E\"} | 0006-00000207",
                "{\"conditions\": []} | 0006-00000208",
                "{} | 0006-00000209",
                "{\"expiration\": 123, \"conditions\": []} | 0006-00000210",
                "{\"expiration\": \"\", \"conditions\": []} | 0006-00000211",
                "{\"expiration\": \"2023-02-19 13:19:00\", \"conditions\": []} | 0006-00000212",
                "{\"expiration\": \"2024-02-30T00:00:00Z\", \"conditions\": []} | 0006-00000212",
                "{\"expiration\": \"E\", \"conditions\": 123} | 0006-00000214",
                "{\"expiration\": \"E\", \"conditions\": [[]]} | 0006-00000216",
                "{\"expiration\": \"E\", \"conditions\": [[\"$key\"]]} | 0006-00000216",
                "{\"expiration\": \"E\", \"conditions\": [[\"ends-with\", \"$key\", \"a\"]]} | 0006-00000216",
                "{\"expiration\": \"E\", \"conditions\": [[\"starts-with\", \"$key\", \"a\", \"b\"]]} | 0006-00000218",
                "{\"expiration\": \"E\", \"conditions\": [[\"eq\", \"$key\"]]} | 0006-00000218",
                "{\"expiration\": \"E\", \"conditions\": [[\"content-length-range\", 1]]} | 0006-00000218",
                "{\"expiration\": \"E\", \"conditions\": [[\"content-length-range\", 20, 10]]} | 0006-00000219",
                "{\"expiration\": \"E\", \"conditions\": [[\"content-length-range\", 10, \"test\"]]} | 0006-00000221",
                "{\"expiration\": \"E\", \"conditions\": [[\"content-length-range\", -1, 10]]} | 0006-00000221",
                "{\"expiration\": \"E\", \"conditions\": [[\"content-length-range\", 1.5, 10]]} | 0006-00000221",
                "{\"expiration\": \"E\", \"conditions\": [123]} | 0006-00000222",
                "{\"expiration\": \"E\", \"conditions\": [[\"content-length-range\", [1], \"test\"]]} | 0006-00000223",
                "{\"expiration\": \"E\", \"conditions\": [[\"not-in\", \"key\", \"a\"]]} | 0006-00000224",
                "{\"expiration\": \"E\", \"conditions\": [[\"eq\", \"key\", [\"a\"]]]} | 0006-00000224",
                "{\"expiration\": \"E\", \"conditions\": [[\"eq\", \"key\", 1]]} | 0006-00000224",
                "{\"expiration\": \"E\", \"conditions\": [[\"in\", \"key\", [1]]]} | 0006-00000224",
                "{\"expiration\": \"E\", \"conditions\": [{\"key\": 1}]} | 0006-00000224",
                "{\"expiration\": \"E\", \"conditions\": [{\"key\": \"a\", \"bucket\": \"b\"}]} | ",
                "{\"expiration\": \"E\", \"conditions\": [{}]} | ",
                "{\"expiration\": \"E\", \"conditions\": [], \"conditions\": []} | 0006-00000204",
            })
    void rejectsMalformedPolicies(String json, String ec) throws IOException {
        String policy = json.replace("\"E\"", "\"2120-01-01T12:00:00.000Z\"");

        // With a space, an empty policy is not a missing one.
        assertEquals(
                "400 InvalidPolicyDocument " + ec,
                emulator.form("a").policy(policy + " ").send().errorText());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{expiration: 1} | Invalid Policy: Invalid JSON: unknown char e",
                "expiration | Invalid Policy: Invalid JSON: unknown char e",
                "{\"conditions\": [1 2]} | Invalid Policy: Invalid JSON: , or ] expected",
                "{\"conditions\": [1 | Invalid Policy: Invalid JSON: , or ] expected",
                "{\"conditions\": [] \"a\": 1} | Invalid Policy: Invalid JSON: , or } expected",
                "{\"a\": 1, \"a\": 1} | Invalid Policy: Invalid JSON.",
                "`` | Invalid Policy: Invalid JSON.",
            })
    void namesMistakeInJson(String json, String message) {
        assertEquals(
                message,
                errorText(Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8)))
                        .text());
    }

    @Test
    void rejectsPolicyThatIsNotUtf8InBase64() {
        assertEquals("0006-00000202", errorText("{}").ec());
        assertEquals("0006-00000202", errorText("e30_").ec());
        assertEquals(
                "0006-00000203",
                errorText(Base64.getEncoder().encodeToString(new byte[] {'{', (byte) 0xE9, '}'}))
                        .ec());
    }

    private static OssException errorText(String policy) {
        try {
            FormPolicy.parse(policy);
            throw new AssertionError("no exception for " + policy);
        } catch (OssException e) {
            return e;
        }
    }
}

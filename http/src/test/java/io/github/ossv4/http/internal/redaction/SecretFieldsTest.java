// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.redaction;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.form.SignedForm;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The fields and values that are removed from texts. Proofs are what a server accepts as permission: signature, policy,
 * token, callback.
 */
class SecretFieldsTest {
    private static Secrets of(String... namesAndValues) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("key", "k");
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return Secrets.of(SignedForm.of(fields));
    }

    private static String policy(String json) {
        return Base64.getEncoder().encodeToString(json.getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"policy", "x-oss-signature", "x-oss-security-token", "Signature", "callback"})
    void removesFieldsThatAreProofs(String field) {
        Secrets secrets = of(field, "hunter2hunter2");
        assertEquals("a … b unter2hun", secrets.removeFrom("a hunter2hunter2 b unter2hun"));
    }

    @Test
    void keepsOtherFields() {
        String text = "success_action_status=200 and text/plain; no secret";
        assertSame(
                text,
                of("success_action_status", "200", "content-type", "text/plain; no")
                        .removeFrom(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x:token", "X:Token"})
    void removesVariablesOfAForm(String name) {
        Secrets secrets = of(name, "12345678");
        assertEquals("a … 1234567 …9", secrets.removeFrom("a 12345678 1234567 123456789"));
        String shorter = "a 1234567";
        assertSame(shorter, of(name, "1234567").removeFrom(shorter));
    }

    @Test
    void removesQueriesOfCallbackUrls() {
        Secrets secrets = Secrets.of(
                Callback.builder("https://a.example/cb?token=hunter2hunter2&flagflag&a=1", "https://b.example/noquery")
                        .formBody("a=b")
                        .build());
        assertEquals(
                "…; …; …; a=1; https://b.example/noquery",
                secrets.removeFrom("token=hunter2hunter2&flagflag&a=1; hunter2hunter2; flagflag; a=1;"
                        + " https://b.example/noquery"));
    }

    private static Secrets both() {
        return of("x:a", "value-of-a").and(of("x:b", "value-of-b", "Signature", "hunter2hunter2"));
    }

    @Test
    void joinsTheSecretsOfTwo() {
        assertEquals("… … …", both().removeFrom("value-of-a value-of-b hunter2hunter2"));
    }

    @Test
    void excludesValuesThatATextContains() {
        String text = "value-of-a value-of-b hunter2hunter2";
        assertEquals("value-of-a … …", both().excluding("folder/value-of-a/k").removeFrom(text));
        assertEquals("… … …", both().excluding("other").removeFrom(text));
    }

    @Test
    void showsOnlyHowManyThereAre() {
        assertEquals("Secrets{3}", both().toString());
        assertEquals("Secrets{0}", Secrets.NONE.toString());
        assertSame("hunter2", Secrets.NONE.removeFrom("hunter2"));
    }

    /** OSS quotes the condition that is not met. */
    @Test
    void removesVariablesThatAPolicyRequires() {
        Secrets secrets = of(
                "policy",
                policy(
                        "{\"expiration\":\"2026-11-25T12:00:00Z\",\"conditions\":["
                                + "{\"x:a\":\"value-of-a\"},[\"eq\",\"$x:b\",\"value-of-b\"],[\"starts-with\",\"$X:C\",\"value-of-c\"],"
                                + "[\"eq\",\"$key\",\"photos/cat.jpg\"],[\"content-length-range\",1,10],[\"eq\",\"$x:d\",\"short\"]]}"));
        assertEquals(
                "… … … photos/cat.jpg 2026-11-25T12:00:00Z short",
                secrets.removeFrom("value-of-a value-of-b value-of-c photos/cat.jpg 2026-11-25T12:00:00Z short"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"not Base64!", "bm90IEpTT04=", "eyJ4OmEiOiJ2YWx1"})
    void ignoresMalformedPolicies(String policy) {
        assertEquals("a … b value-of-a", of("policy", policy).removeFrom("a " + policy + " b value-of-a"));
    }
}

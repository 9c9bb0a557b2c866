// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.redaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.github.ossv4.callback.Callback;
import org.junit.jupiter.api.Test;

/** The values that are removed from texts. */
class SecretFieldsTest {
    private static Secrets of(String... namesAndValues) {
        Callback.Builder callback = Callback.builder("https://app.example.com");
        StringBuilder body = new StringBuilder("a=b");
        for (int i = 0; i < namesAndValues.length; i += 2) {
            body.append("&c=${").append(namesAndValues[i]).append('}');
            callback.variable(namesAndValues[i], namesAndValues[i + 1]);
        }
        return Secrets.of(callback.formBody(body.toString()).build());
    }

    @Test
    void removesVariablesOfACallback() {
        Secrets secrets = of("x:token", "12345678");
        assertEquals("a … 1234567 …9", secrets.removeFrom("a 12345678 1234567 123456789"));
        String shorter = "a 1234567";
        assertSame(shorter, of("x:token", "1234567").removeFrom(shorter));
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
        return of("x:a", "value-of-a").and(of("x:b", "value-of-b", "x:c", "hunter2hunter2"));
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
        assertEquals("Secrets{7}", both().toString());
        assertEquals("Secrets{0}", Secrets.NONE.toString());
        assertSame("hunter2", Secrets.NONE.removeFrom("hunter2"));
    }
}

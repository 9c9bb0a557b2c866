// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.internal.redaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SecretTextsTest {
    private final SecretTexts secrets = SecretTexts.of(Arrays.asList("t0k3n+/\"a", null, "", "s3cr3t"));

    @Test
    void removesEachSpelling() {
        assertEquals(
                "a … b … c … d … e", secrets.removeFrom("a t0k3n+/\"a b t0k3n%2B%2F%22a c t0k3n+/\\\"a d s3cr3t e"));
    }

    @Test
    void removesSignatures() {
        assertEquals("Signature=…, s3cr3", SecretTexts.NONE.removeFrom("Signature=0123456789abcdef, s3cr3"));
        assertEquals("Signature=…, …", secrets.removeFrom("Signature=0123456789ABCDEF, s3cr3t"));
        assertEquals("Signature=0123456", secrets.removeFrom("Signature=0123456"));
    }

    @Test
    void keepsOtherTexts() {
        for (String text : new String[] {"", "s3cr3", "a text that is longer than the secrets"}) {
            assertSame(text, secrets.removeFrom(text));
        }
    }

    @Test
    void ignoresMissingTexts() {
        assertEquals(Set.of("t0k3n+/\"a", "s3cr3t"), secrets.asSet());
        assertSame(SecretTexts.NONE, SecretTexts.of(Arrays.asList(null, "")));
        assertEquals("SecretTexts{2}", secrets.toString());
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.sign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {
    @Test
    void treatsEmptyTokenAsNone() {
        assertNull(Credentials.of("id", "secret", "").securityToken());
        assertEquals(Credentials.of("id", "secret"), Credentials.of("id", "secret", null));
    }

    @Test
    void comparesIdSecretAndToken() {
        Credentials credentials = Credentials.of("id", "secret", "token");
        assertEquals(credentials, Credentials.of("id", "secret", "token"));
        assertEquals(
                credentials.hashCode(), Credentials.of("id", "secret", "token").hashCode());
        assertNotEquals(credentials, Credentials.of("ie", "secret", "token"));
        assertNotEquals(credentials, Credentials.of("id", "secres", "token"));
        assertNotEquals(credentials, Credentials.of("id", "secret", "tokes"));
        assertNotEquals(credentials, Credentials.of("id", "secret"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " hunter2",
                "hunter2 ",
                "hunter2\n",
                "hun\tter2",
                "\rhunter2",
                "hunter2\u007f",
                "hunter2\ud83d",
                "\ude00hunter2"
            })
    void rejectsMalformedSecretsWithoutShowingThem(String secret) {
        String message = assertThrows(IllegalArgumentException.class, () -> Credentials.of("id", secret))
                .getMessage();
        assertTrue(message.startsWith("accessKeySecret"), message);
        assertFalse(message.contains("hun"), message);
        assertThrows(IllegalArgumentException.class, () -> Credentials.of(secret, "secret"));
        if (!secret.isEmpty()) {
            assertThrows(IllegalArgumentException.class, () -> Credentials.of("id", "secret", secret));
        }
    }

    @Test
    void rejectsIdsThatAHeaderCannotContain() {
        assertThrows(IllegalArgumentException.class, () -> Credentials.of("a,b", "secret"));
        assertThrows(IllegalArgumentException.class, () -> Credentials.of("ä", "secret"));
    }
}

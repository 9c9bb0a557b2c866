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

    /** Test case 2 of RFC 4231, and the example of the vendor's signature method V3. */
    @Test
    void signsForOtherServices() {
        assertEquals(
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
                Credentials.of("id", "Jefe").hmacSha256Hex("what do ya want for nothing?"));
        assertEquals(
                "06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0",
                Credentials.of("YourAccessKeyId", "YourAccessKeySecret")
                        .hmacSha256Hex(
                                "ACS3-HMAC-SHA256\n7ea06492da5221eba5297e897ce16e55f964061054b7695beedaac1145b1e259"));
        assertThrows(
                IllegalArgumentException.class, () -> Credentials.of("id", "s").hmacSha256Hex("\ud800"));
    }

    @Test
    void differsFromOtherTypes() {
        assertNotEquals(Credentials.of("id", "secret"), (Object) "id");
        assertEquals("id".hashCode(), Credentials.of("id", "secret").hashCode());
    }

    @Test
    void showsWhetherItIsTemporary() {
        assertEquals(
                "Credentials{accessKeyId=id~}", Credentials.of("id~", "secret").toString());
        assertEquals(
                "Credentials{accessKeyId=id, temporary}",
                Credentials.of("id", "secret", "token").toString());
    }
}

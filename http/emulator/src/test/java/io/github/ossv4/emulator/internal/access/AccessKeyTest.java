// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AccessKeyTest {
    @Test
    void randomPairHasSecretOf128Bits() {
        AccessKey key = AccessKey.random();

        assertTrue(key.id().matches("emulator-[0-9a-f]{8}"), key.id());
        assertTrue(key.secret().matches("[0-9a-f]{32}"), key.secret());
        assertNull(key.securityToken());
    }

    @Test
    void randomPairsDiffer() {
        Set<String> secrets = Stream.generate(AccessKey::random)
                .limit(100)
                .map(AccessKey::secret)
                .collect(Collectors.toSet());

        assertEquals(100, secrets.size());
    }

    @Test
    void hidesSecretAndToken() {
        assertEquals("AccessKey{id}", AccessKey.permanent("id", "hush").toString());
        assertEquals(
                "AccessKey{STS.id, temporary}",
                AccessKey.temporary("STS.id", "hush", "token").toString());
    }
}

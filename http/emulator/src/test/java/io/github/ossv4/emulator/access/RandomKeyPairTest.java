// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RandomKeyPairTest {
    @Test
    void hasSecretOf128Bits() {
        RandomKeyPair pair = RandomKeyPair.generate();

        assertTrue(pair.id().matches("emulator-[0-9a-f]{8}"), pair.id());
        assertTrue(pair.secret().matches("[0-9a-f]{32}"), pair.secret());
    }

    @Test
    void differsEachTime() {
        Set<String> secrets = Stream.generate(RandomKeyPair::generate)
                .limit(100)
                .map(RandomKeyPair::secret)
                .collect(Collectors.toSet());

        assertEquals(100, secrets.size());
    }
}

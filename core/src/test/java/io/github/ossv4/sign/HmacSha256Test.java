// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.sign;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** Keys and texts of all lengths around the block of 64 bytes, compared with the JDK's HMAC. */
class HmacSha256Test {
    @Test
    void signsLikeMacOfJdk() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Mac mac = Mac.getInstance("HmacSHA256");
        for (int keyLength = 1; keyLength <= 200; keyLength++) {
            byte[] key = new byte[keyLength];
            random.nextBytes(key);
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            HmacSha256 hmac = new HmacSha256(key);
            for (int length : new int[] {0, 1, 55, 56, 63, 64, 65, random.nextInt(1000)}) {
                byte[] text = new byte[length];
                random.nextBytes(text);
                assertArrayEquals(
                        mac.doFinal(text), hmac.sign(text), "seed " + seed + ", key " + keyLength + ", text " + length);
            }
        }
    }
}

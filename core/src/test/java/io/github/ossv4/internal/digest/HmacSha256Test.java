// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.internal.digest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HmacSha256Test {
    private static final HexFormat HEX = HexFormat.of();

    /** RFC 4231, test cases 1 to 4, 6 and 7: key, data, result. */
    @ParameterizedTest
    @CsvSource({
        "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b, 4869205468657265,"
                + " b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
        "4a656665, 7768617420646f2079612077616e7420666f72206e6f7468696e673f,"
                + " 5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
        "aa*20, dd*50, 773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe",
        "0102030405060708090a0b0c0d0e0f10111213141516171819, cd*50,"
                + " 82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b",
        "aa*131, 54657374205573696e67204c6172676572205468616e20426c6f636b2d53697a65204b6579202d2048617368204b6579204669727374,"
                + " 60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
        "aa*131, 5468697320697320612074657374207573696e672061206c6172676572207468616e20626c6f636b2d73697a65206b657920616e642061206c6172676572207468616e20626c6f636b2d73697a6520646174612e20546865206b6579206e6565647320746f20626520686173686564206265666f7265206265696e6720757365642062792074686520484d414320616c676f726974686d2e,"
                + " 9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2",
    })
    void computesTheVectorsOfTheRfc(String key, String data, String expected) {
        HmacSha256 hmac = new HmacSha256(bytes(key));
        assertEquals(expected, HEX.formatHex(hmac.compute(bytes(data))));
        assertEquals(expected, HEX.formatHex(hmac.compute(bytes(data))));
    }

    /** A byte in hex, repeated, such as {@code aa*20}; or all bytes. */
    private static byte[] bytes(String hex) {
        int star = hex.indexOf('*');
        return HEX.parseHex(star < 0 ? hex : hex.substring(0, star).repeat(Integer.parseInt(hex.substring(star + 1))));
    }

    @Test
    void computesWhatTheJdkComputes() throws GeneralSecurityException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int length = 1; length < 200; length++) {
            byte[] key = new byte[length];
            random.nextBytes(key);
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            HmacSha256 hmac = new HmacSha256(key);
            for (int i = 0; i < 20; i++) {
                byte[] text = new byte[random.nextInt(300)];
                random.nextBytes(text);
                int cut = random.nextInt(text.length + 1);
                byte[] joined = hmac.compute(Arrays.copyOf(text, cut), Arrays.copyOfRange(text, cut, text.length));
                assertArrayEquals(mac.doFinal(text), joined, "seed " + seed);
            }
        }
    }
}

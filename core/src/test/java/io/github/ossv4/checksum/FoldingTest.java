// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.checksum;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The arithmetic of the checksum, compared with its definition. */
class FoldingTest {
    /** x^64 + 0x42F0E1EBA9EA3693, with the highest power first. */
    private static final BigInteger P = BigInteger.ONE.shiftLeft(64).add(new BigInteger("42F0E1EBA9EA3693", 16));

    private static BigInteger product(BigInteger a, BigInteger b) {
        BigInteger product = BigInteger.ZERO;
        for (int i = 0; i < b.bitLength(); i++) {
            if (b.testBit(i)) {
                product = product.xor(a.shiftLeft(i));
            }
        }
        return remainder(product);
    }

    private static BigInteger remainder(BigInteger a) {
        BigInteger remainder = a;
        while (remainder.bitLength() > 64) {
            remainder = remainder.xor(P.shiftLeft(remainder.bitLength() - 65));
        }
        return remainder;
    }

    private static BigInteger powerOfX(int exponent) {
        BigInteger power = BigInteger.ONE;
        for (int i = 0; i < exponent; i++) {
            power = remainder(power.shiftLeft(1));
        }
        return power;
    }

    private static long reflected(BigInteger a) {
        return Long.reverse(a.longValue());
    }

    @ParameterizedTest
    @ValueSource(ints = {64, 512})
    void termsSumToMultipleOfPolynomial(int bitsOfUnit) {
        BigInteger sum = BigInteger.ZERO;
        for (int exponent : new int[] {0, 27, 35, 48, 57, 63, 75, 133, 149, 175, 209, 235}) {
            sum = sum.xor(powerOfX(bitsOfUnit * exponent));
        }
        assertEquals(BigInteger.ZERO, sum);
    }

    @Test
    void multipliesPolynomials() {
        BigInteger a = powerOfX(1000);
        BigInteger b = powerOfX(777);
        assertEquals(reflected(product(a, b)), Gf2.multiply(reflected(a), reflected(b)));
        assertEquals(reflected(powerOfX(1777)), Gf2.multiply(reflected(a), reflected(b)));
        assertEquals(reflected(a), Gf2.multiply(reflected(a), Gf2.ONE));
    }

    @Test
    void appendsBytesByPowerOfX() {
        for (int bytes : new int[] {0, 1, 2, 3, 127, 128, 1888, 15_040}) {
            assertEquals(reflected(powerOfX(8 * bytes)), Gf2.append(Gf2.ONE, bytes), bytes + " bytes");
        }
    }

    @Test
    void invertsAppendedBytes() {
        for (int bytes : new int[] {0, 1, 7, 64, 1888, 15_040}) {
            assertEquals(Gf2.ONE, Gf2.multiply(Gf2.inverse(bytes), Gf2.append(Gf2.ONE, bytes)), bytes + " bytes");
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.checksum;

/**
 * Polynomials over GF(2) modulo the one of CRC-64/XZ. They are written reflected, as the checksum is: bit 63 is the
 * coefficient of x^0, bit 0 that of x^63. Addition is XOR.
 */
final class Gf2 {
    /** The polynomial that everything is taken modulo; its x^64 is implied. */
    private static final long POLYNOMIAL = 0xC96C5795D7870F42L;

    /** The polynomial 1. */
    static final long ONE = 1L << 63;

    /** {@code X_POWER[k]} is x^(2^k), up to the bits of the longest length in bytes. */
    private static final long[] X_POWER = powersOfX();

    private Gf2() {}

    private static long[] powersOfX() {
        long[] powers = new long[Long.SIZE + 2];
        powers[0] = timesX(ONE);
        for (int k = 1; k < powers.length; k++) {
            powers[k] = multiply(powers[k - 1], powers[k - 1]);
        }
        return powers;
    }

    /** a * x. */
    static long timesX(long a) {
        return (a >>> 1) ^ (POLYNOMIAL & -(a & 1));
    }

    /** a / x, which exists because the polynomial has the term 1. */
    private static long dividedByX(long a) {
        return (a << 1) ^ (((POLYNOMIAL << 1) | 1) & (a >> 63));
    }

    /** a * b. */
    static long multiply(long a, long b) {
        long product = 0;
        long factor = b;
        for (long bits = a; bits != 0; bits <<= 1) {
            product ^= factor & (bits >> 63);
            factor = timesX(factor);
        }
        return product;
    }

    /** a * x^(8 * bytes): what a becomes when so many bytes follow it. */
    static long append(long a, long bytes) {
        long product = a;
        // The exponent's bits are those of the length, moved up by three.
        int power = 3;
        for (long bits = bytes; bits != 0; bits >>>= 1) {
            if ((bits & 1) != 0) {
                product = multiply(X_POWER[power], product);
            }
            power++;
        }
        return product;
    }

    /** x^(-8 * bytes): the factor that takes so many bytes away again. */
    static long inverse(int bytes) {
        long power = ONE;
        for (int i = 0; i < 8; i++) {
            power = dividedByX(power);
        }
        long product = ONE;
        for (int bits = bytes; bits != 0; bits >>>= 1) {
            if ((bits & 1) != 0) {
                product = multiply(product, power);
            }
            power = multiply(power, power);
        }
        return product;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.checksum;

/**
 * Polynomials over GF(2) modulo the one of CRC-64/XZ, reflected as the checksum is: bit 63 is the coefficient of x^0,
 * bit 0 the coefficient of x^63. Addition is XOR.
 */
final class Gf2 {
    /** The modulus; its x^64 is implied. */
    private static final long POLYNOMIAL = 0xC96C5795D7870F42L;

    /** The polynomial 1. */
    static final long ONE = 1L << 63;

    /** {@code X_POWER[k]} is x^(2^k); enough for lengths of 2^63 bytes. */
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

    /** Returns a * x. */
    static long timesX(long a) {
        return (a >>> 1) ^ (POLYNOMIAL & -(a & 1));
    }

    /** Returns a / x, which exists because the modulus has the term 1. */
    private static long dividedByX(long a) {
        return (a << 1) ^ (((POLYNOMIAL << 1) | 1) & (a >> 63));
    }

    /** Returns a * b. */
    static long multiply(long a, long b) {
        long product = 0;
        long factor = b;
        for (long bits = a; bits != 0; bits <<= 1) {
            product ^= factor & (bits >> 63);
            factor = timesX(factor);
        }
        return product;
    }

    /** Returns a * x^(8 * bytes): a, followed by {@code bytes} zero bytes. */
    static long append(long a, long bytes) {
        long product = a;
        // The bits of the exponent are the bits of the length, shifted by three.
        int power = 3;
        for (long bits = bytes; bits != 0; bits >>>= 1) {
            if ((bits & 1) != 0) {
                product = multiply(X_POWER[power], product);
            }
            power++;
        }
        return product;
    }

    /** Returns x^(-8 * bytes): the factor that removes {@code bytes} zero bytes. */
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

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.checksum;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.util.Arrays;

/**
 * Shortens a message to a few kilobytes with the same CRC, by XOR alone. Not thread-safe.
 *
 * <p>A CRC is the remainder of the message, read as a polynomial, modulo P. If Q is a multiple of P, the remainder modulo P
 * does not change when the message is first reduced modulo Q. A Q with few terms makes that cheap: with
 * {@code Q(x) = x^D + x^e + x^f + …} a bit at x^(D+n) may be erased if those at x^(e+n), x^(f+n) … are flipped instead. That
 * is all that long division does, and every step of it is an XOR at constant distances.
 *
 * <p>Bits are not single here. Over GF(2), Q(x)^2 = Q(x^2), so Q(x^512) is a multiple of P as well, and its distances are
 * whole blocks of 64 bytes, whatever the order of the bits in a byte. Written forwards, with y for the message as it
 * changes, the division reads
 *
 * <pre>{@code y[i] ^= y[i - d1] ^ y[i - d2] ^ … ^ y[i - D]}</pre>
 *
 * <p>over blocks, or over words with distances of eight times as many: a loop that HotSpot turns into vector instructions.
 * The Q used here has twelve terms, degree 235 in units of 64 bytes, and no distance below 26 units:
 *
 * <pre>{@code {0, 27, 35, 48, 57, 63, 75, 133, 149, 175, 209, 235}}</pre>
 *
 * <p>With fewer terms the window of 235 units would no longer fit into a first-level cache; with more the compiler of JDK 17
 * does not vectorise. That the sum of x^(512 * e) over these exponents is 0 modulo P is all that must hold, and a test
 * computes it.
 *
 * <p>In the end the last window stands for all of the message before it: what it still owes to the next window, which is
 * {@code y[i - d1] ^ …} for the distances that reach back into it, is a remainder of 15,040 bytes. It goes through tables,
 * and is then divided by x^(8 * 15,040), since it stands so far behind the message's end.
 */
final class Folding {
    private static final int UNIT = 8;

    // The distances, in words. Constants, and a loop that begins at a number known to be small: without either HotSpot
    // does not vectorise the loop, which then takes 2 to 8 times as long.
    private static final int D1 = 26 * UNIT;
    private static final int D2 = 60 * UNIT;
    private static final int D3 = 86 * UNIT;
    private static final int D4 = 102 * UNIT;
    private static final int D5 = 160 * UNIT;
    private static final int D6 = 172 * UNIT;
    private static final int D7 = 178 * UNIT;
    private static final int D8 = 187 * UNIT;
    private static final int D9 = 200 * UNIT;
    private static final int D10 = 208 * UNIT;
    private static final int WINDOW = 235 * UNIT;

    /** How many words are folded before the last window is moved to the front again. A power of two. */
    private static final int BLOCK = 2048;

    /** What is copied and then folded at a time, 8 KB: it and the window stay in a first-level cache. */
    private static final int STRETCH = 1024;

    /**
     * How many words are folded at a time until the loop is compiled. HotSpot compiles what has been called a few hundred
     * times, but a long loop in a method that is called seldom only after 60,000 rounds, which is half of the first
     * megabyte of a process.
     */
    private static final int COLD_STRETCH = 16;

    private static final int COLD_CALLS = 300;

    /** How often this process has folded, up to {@link #COLD_CALLS}; that threads may lose a count does no harm. */
    private static int calls;

    /** x^(8 * bytes) for half of a window. */
    private static final long HALF_WINDOW = Gf2.append(Gf2.ONE, WINDOW / 2 * 8);

    /** {@code BACK[k]} is x^(-8 * (bytes of a window - k)). */
    private static final long[] BACK = back();

    /** The last window before the words that are to be folded, then these, little-endian. */
    private final long[] y;

    /** Where in {@code y} the folded words end. */
    private int folded = WINDOW;

    /** Where in {@code y} the words end. */
    private int filled = WINDOW;

    /** The bytes behind the last whole word, the first in the lowest bits. */
    private long partial;

    private int partialBytes;

    /** What is to be added to the first word: the register from before. */
    private long start;

    /** Goes on from a register. */
    Folding(long register) {
        this.y = new long[WINDOW + BLOCK];
        this.start = register;
    }

    private Folding(Folding other) {
        this.y = other.y.clone();
        this.folded = other.folded;
        this.filled = other.filled;
        this.partial = other.partial;
        this.partialBytes = other.partialBytes;
        this.start = other.start;
    }

    private static long[] back() {
        long[] factors = new long[8];
        factors[0] = Gf2.inverse(WINDOW * 8);
        for (int k = 1; k < factors.length; k++) {
            factors[k] = Gf2.append(factors[k - 1], 1);
        }
        return factors;
    }

    Folding copy() {
        return new Folding(this);
    }

    void update(byte[] bytes, int offset, int length) {
        update(ByteBuffer.wrap(bytes, offset, length).order(ByteOrder.LITTLE_ENDIAN));
    }

    /** Adds what remains in a little-endian buffer, which is left empty. */
    void update(ByteBuffer bytes) {
        while (partialBytes > 0 && bytes.hasRemaining()) {
            update(bytes.get());
        }
        if (bytes.remaining() >= 8) {
            LongBuffer words = bytes.asLongBuffer();
            bytes.position(bytes.position() + words.remaining() * 8);
            addWords(words);
        }
        while (bytes.hasRemaining()) {
            update(bytes.get());
        }
    }

    void update(int b) {
        partial |= (b & 0xffL) << (8 * partialBytes);
        partialBytes++;
        if (partialBytes == 8) {
            makeRoom();
            y[filled] = partial;
            filled++;
            addStart();
            partial = 0;
            partialBytes = 0;
        }
    }

    private void addWords(LongBuffer words) {
        while (words.hasRemaining()) {
            makeRoom();
            int count = Math.min(words.remaining(), Math.min(STRETCH, y.length - filled));
            words.get(y, filled, count);
            filled += count;
            addStart();
            if (filled - folded >= STRETCH) {
                fold();
            }
        }
    }

    /** Once, when the first words have come. */
    private void addStart() {
        if (start != 0) {
            y[folded] ^= start;
            start = 0;
        }
    }

    private void makeRoom() {
        if (filled == y.length) {
            fold();
            moveWindow();
        }
    }

    private void fold() {
        while (calls < COLD_CALLS && filled - folded > COLD_STRETCH) {
            calls++;
            fold(y, folded, folded + COLD_STRETCH);
            folded += COLD_STRETCH;
        }
        if (folded < filled) {
            fold(y, folded, filled);
            folded = filled;
        }
    }

    private static void fold(long[] y, int from, int to) {
        // The mask changes nothing, but tells the compiler that no index can overflow: see above.
        for (int i = WINDOW + ((from - WINDOW) & (BLOCK - 1)); i < to; i++) {
            y[i] ^= y[i - D1]
                    ^ y[i - D2]
                    ^ y[i - D3]
                    ^ y[i - D4]
                    ^ y[i - D5]
                    ^ y[i - D6]
                    ^ y[i - D7]
                    ^ y[i - D8]
                    ^ y[i - D9]
                    ^ y[i - D10]
                    ^ y[i - WINDOW];
        }
    }

    private void moveWindow() {
        System.arraycopy(y, folded - WINDOW, y, 0, WINDOW);
        folded = WINDOW;
        filled = WINDOW;
    }

    /** The register after all that was added; more may follow. */
    long register() {
        fold();
        moveWindow();
        // What is owed, from the end to the beginning, in stretches that do not reach into themselves: so none sees
        // what
        // another has become, only the window and zeros.
        Arrays.fill(y, WINDOW, 2 * WINDOW, 0);
        for (int to = 2 * WINDOW; to > WINDOW; to -= D1) {
            fold(y, Math.max(WINDOW, to - D1), to);
        }
        y[WINDOW] ^= partial ^ start;
        long register = SlicingBy8.advance(0, y, WINDOW, 2 * WINDOW, HALF_WINDOW);
        return Gf2.multiply(BACK[partialBytes], register);
    }
}

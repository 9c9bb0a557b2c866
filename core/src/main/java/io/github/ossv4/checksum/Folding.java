// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.checksum;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.util.Arrays;

/**
 * Reduces a message to a few kilobytes with the same CRC, by XOR alone. Not thread-safe.
 *
 * <p>A CRC is the remainder of the message, read as a polynomial, modulo P. If Q is a multiple of P, the remainder
 * modulo P does not change when the message is first reduced modulo Q. A Q with few terms makes that cheap: with
 * {@code Q(x) = x^D + x^e + x^f + …} a bit at x^(D+n) may be erased if those at x^(e+n), x^(f+n) … are flipped instead.
 * Long division does nothing else, and every step of it is an XOR at constant distances.
 *
 * <p>The unit is not a bit. Over GF(2), Q(x)^2 = Q(x^2), so Q(x^512) is a multiple of P as well, and its distances are
 * whole blocks of 64 bytes, whatever the order of the bits in a byte. With y for the changing message, the division is
 *
 * <pre>{@code y[i] ^= y[i - d1] ^ y[i - d2] ^ … ^ y[i - D]}</pre>
 *
 * <p>over blocks, or over words with eight times the distances: a loop that HotSpot turns into vector instructions. The
 * Q used here has twelve terms, degree 235 in units of 64 bytes, and no distance below 26 units:
 *
 * <pre>{@code {0, 27, 35, 48, 57, 63, 75, 133, 149, 175, 209, 235}}</pre>
 *
 * <p>With fewer terms the window of 235 units would not fit into a first-level cache; with more terms the compiler of
 * JDK 17 does not vectorise. The only condition is that the sum of x^(512 * e) over these exponents is 0 modulo P, and
 * a test computes it.
 *
 * <p>At the end the last window represents the whole message before it. Its contribution to the next window,
 * {@code y[i - d1] ^ …} for the distances that reach back into it, is a remainder of 15,040 bytes. It is divided by
 * x^(8 * 15,040), since it is that far past the message's end.
 *
 * <p>Q(x^64) is a multiple of P too: the same exponents hold with words of 8 bytes as the unit, and leave an eighth,
 * 1,880 bytes, for the tables. But distances that are not whole vectors cost more: JDK 17 then does not vectorise at
 * all, and is still more than twice as fast as tables. So words are the unit for short messages, and for the remainder
 * that blocks of 64 bytes leave of long ones.
 *
 * @see <a href="https://arxiv.org/abs/2412.16398">Sam Russell, Chorba: A novel CRC32 implementation (2024)</a>, which
 *     divides by sparse multiples of the polynomial without tables
 */
final class Folding {
    /** A unit, in words: a word of 8 bytes. */
    static final int WORD = 1;

    /** A unit, in words: a block of 64 bytes. */
    static final int BLOCK = 8;

    // The distances, in units. HotSpot vectorises a loop only if these are constants and the loop begins at a number
    // known to be small; otherwise the loop takes 2 to 8 times as long.
    private static final int D1 = 26;
    private static final int D2 = 60;
    private static final int D3 = 86;
    private static final int D4 = 102;
    private static final int D5 = 160;
    private static final int D6 = 172;
    private static final int D7 = 178;
    private static final int D8 = 187;
    private static final int D9 = 200;
    private static final int D10 = 208;
    private static final int DEGREE = 235;

    /**
     * The number of words that are copied and then folded before the last window is moved to the front: 16 KB. A power
     * of two. They and the window just fit into a first-level cache of 32 KB. Smaller copies are slower if the message
     * is not in a cache.
     */
    private static final int ROOM = 2048;

    /** The same with words as the unit: fewer, so that 16 KB of tables stay in the first-level cache too. */
    private static final int ROOM_FOR_WORDS = 512;

    /**
     * The number of words that are folded at a time until the loop is compiled. HotSpot compiles a method after a few
     * hundred calls, but a long loop in a method that is called seldom only after 60,000 iterations, which is half of
     * the first megabyte of a process.
     */
    private static final int COLD_STRETCH = 16;

    private static final int COLD_CALLS = 300;

    /**
     * The number of calls in this process by unit, up to {@link #COLD_CALLS}; a count that threads lose does no harm.
     */
    private static final int[] CALLS = new int[BLOCK + 1];

    /**
     * The number of values of long messages that are computed by tables alone. A process that computes only a few would
     * wait longer for folding by words to be compiled than it saves: the first MiB takes a tenth longer.
     */
    private static final int COLD_VALUES = 100;

    /**
     * The number of values of long messages in this process, up to {@link #COLD_VALUES}; inexact like {@link #CALLS}.
     */
    private static int values;

    /** The number of words that go through tables: one more than a window, which makes two halves. */
    private static final int REMAINDER = DEGREE + 1;

    /** x^(8 * bytes) for half of the remainder. */
    private static final long HALF_REMAINDER = Gf2.append(Gf2.ONE, REMAINDER / 2 * 8L);

    /** x^(-8 * bytes) for the remainder. */
    private static final long REMAINDER_BACK = Gf2.inverse(REMAINDER * 8);

    /** x^(8 * bytes) for half of a window of blocks. */
    private static final long HALF_BLOCKS = Gf2.append(Gf2.ONE, DEGREE * BLOCK / 2 * 8L);

    /** x^(-8 * bytes) for a window of blocks. */
    private static final long BLOCKS_BACK = Gf2.inverse(DEGREE * BLOCK * 8);

    private final int unit;

    /** In words. */
    private final int window;

    /** The last window before the words to fold, then these words, little-endian. */
    private final long[] y;

    /** The end of the folded words in {@code y}. */
    private int folded;

    /** The end of the words in {@code y}. */
    private int filled;

    /** The bytes after the last whole word, the first in the lowest bits. */
    private long partial;

    private int partialBytes;

    /** Continues from a register, by {@link #WORD} or by {@link #BLOCK}. */
    Folding(int unit, long register) {
        this.unit = unit;
        this.window = DEGREE * unit;
        this.y = new long[window + (unit == WORD ? ROOM_FOR_WORDS : ROOM)];
        this.folded = window;
        this.filled = window;
        // Adds the register to the first word. No other word is at one of the distances from it.
        this.y[0] = register;
    }

    private Folding(Folding other) {
        this.unit = other.unit;
        this.window = other.window;
        this.y = other.y.clone();
        this.folded = other.folded;
        this.filled = other.filled;
        this.partial = other.partial;
        this.partialBytes = other.partialBytes;
    }

    Folding copy() {
        return new Folding(this);
    }

    void update(byte[] bytes, int offset, int length) {
        update(ByteBuffer.wrap(bytes, offset, length).order(ByteOrder.LITTLE_ENDIAN));
    }

    /** Adds the remaining bytes of a little-endian buffer, which is left empty. */
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
            partial = 0;
            partialBytes = 0;
        }
    }

    private void addWords(LongBuffer words) {
        while (words.hasRemaining()) {
            makeRoom();
            int count = Math.min(words.remaining(), y.length - filled);
            words.get(y, filled, count);
            filled += count;
        }
    }

    private void makeRoom() {
        if (filled == y.length) {
            fold();
            moveWindow();
        }
    }

    private void fold() {
        while (CALLS[unit] < COLD_CALLS && filled - folded > COLD_STRETCH) {
            CALLS[unit]++;
            fold(folded, folded + COLD_STRETCH);
            folded += COLD_STRETCH;
        }
        if (folded < filled) {
            fold(folded, filled);
            folded = filled;
        }
    }

    private void fold(int from, int to) {
        if (unit == WORD) {
            foldByWords(y, from, to);
        } else {
            foldByBlocks(y, from, to);
        }
    }

    private static void foldByWords(long[] y, int from, int to) {
        // The mask changes nothing, but proves to the compiler that no index can overflow: see above.
        for (int i = DEGREE + ((from - DEGREE) & (ROOM - 1)); i < to; i++) {
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
                    ^ y[i - DEGREE];
        }
    }

    private static void foldByBlocks(long[] y, int from, int to) {
        for (int i = BLOCK * DEGREE + ((from - BLOCK * DEGREE) & (ROOM - 1)); i < to; i++) {
            y[i] ^= y[i - BLOCK * D1]
                    ^ y[i - BLOCK * D2]
                    ^ y[i - BLOCK * D3]
                    ^ y[i - BLOCK * D4]
                    ^ y[i - BLOCK * D5]
                    ^ y[i - BLOCK * D6]
                    ^ y[i - BLOCK * D7]
                    ^ y[i - BLOCK * D8]
                    ^ y[i - BLOCK * D9]
                    ^ y[i - BLOCK * D10]
                    ^ y[i - BLOCK * DEGREE];
        }
    }

    private void moveWindow() {
        System.arraycopy(y, folded - window, y, 0, window);
        folded = window;
        filled = window;
    }

    /** Returns the register after all added bytes. More bytes can be added after it. */
    long register() {
        fold();
        moveWindow();
        Arrays.fill(y, window, window + Math.max(window, REMAINDER), 0);
        // The remainder, from the end to the beginning, in stretches that do not overlap their own distances: each one
        // reads only the window and zeros.
        int stretch = D1 * unit;
        for (int to = 2 * window; to > window; to -= stretch) {
            fold(Math.max(window, to - stretch), to);
        }
        y[window] ^= partial;
        return Gf2.append(unit == WORD ? remainderByWords() : remainderByBlocks(), partialBytes);
    }

    private long remainderByWords() {
        long register = SlicingBy8.advance(0, y, window, window + REMAINDER, HALF_REMAINDER);
        return Gf2.multiply(REMAINDER_BACK, register);
    }

    private long remainderByBlocks() {
        if (values < COLD_VALUES) {
            values++;
            return Gf2.multiply(BLOCKS_BACK, SlicingBy8.advance(0, y, window, 2 * window, HALF_BLOCKS));
        }
        Folding byWords = new Folding(WORD, 0);
        byWords.addWords(LongBuffer.wrap(y, window, window));
        return Gf2.multiply(BLOCKS_BACK, byWords.register());
    }
}

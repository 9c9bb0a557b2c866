// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.redaction;

import org.jspecify.annotations.Nullable;

/**
 * All pieces of one length of a secret, to be removed from texts. Immutable.
 *
 * <p>A text is searched in one pass with a rolling hash (Rabin-Karp). Each match of a hash is compared with the secret
 * itself. The time does not depend on the length of the secret: a server that echoes the secret must not be able to make the
 * search slow.
 */
public final class SecretPieces {
    /** Pieces are cut from the first 64 K characters: their positions are stored as {@code char}. */
    public static final int MAX_CUT = 64 * 1024;

    private static final String REDACTED = "…";
    private static final int MULTIPLIER = 0x01000193;
    private static final int SPREADING = 0x9E3779B9;

    private final String secret;
    private final int length;

    /**
     * The characters of a piece that are hashed: one fewer than its length, so that shorter pieces are found in hexadecimal.
     */
    private final int hashed;

    /** The multiplier to the power of {@link #hashed}. */
    private final int outgoing;

    /** A hash table with linear probing: the position of a piece in the secret, plus 1; 0 is an empty slot. */
    private final char[] table;

    private final int shift;
    private final boolean isHex;

    private SecretPieces(String secret, int length, int hashed) {
        this.secret = secret;
        this.length = length;
        this.hashed = hashed;
        int power = 1;
        for (int i = 0; i < hashed; i++) {
            power *= MULTIPLIER;
        }
        this.outgoing = power;
        this.isHex = false;
        int last = secret.length() - hashed;
        // At most half of the slots are used.
        int bits = 32 - Integer.numberOfLeadingZeros(2 * last + 1);
        this.table = new char[1 << bits];
        this.shift = 32 - bits;
        int hash = firstHash(secret);
        for (int start = 0; start <= last; start++) {
            int slot = slot(hash, secret, start, Math.min(length, secret.length() - start));
            if (table[slot] == 0) {
                table[slot] = (char) (start + 1);
            }
            hash = nextHash(hash, secret, start);
        }
    }

    private SecretPieces(SecretPieces other, boolean isHex) {
        this.secret = other.secret;
        this.length = other.length;
        this.hashed = other.hashed;
        this.outgoing = other.outgoing;
        this.table = other.table;
        this.shift = other.shift;
        this.isHex = isHex;
    }

    /** Returns the secret as one piece. */
    public static SecretPieces whole(String secret) {
        return new SecretPieces(secret, secret.length(), secret.length());
    }

    /** Returns all pieces of {@code length} characters in the first 64 K of a secret that has at least that length. */
    public static SecretPieces of(String secret, int length) {
        String cut = secret.length() > MAX_CUT ? secret.substring(0, MAX_CUT) : secret;
        return new SecretPieces(cut, length, length - 1);
    }

    /** Returns the same pieces in hexadecimal, two digits for each character of the secret. */
    SecretPieces inHex() {
        return new SecretPieces(this, true);
    }

    /** Returns the text with an ellipsis instead of each run of pieces; the same text if there is none. */
    public String removeFrom(String text) {
        if (isHex) {
            return removeHexFrom(text);
        }
        if (text.length() < length) {
            return text;
        }
        Removal removal = new Removal(text);
        int hash = firstHash(text);
        for (int start = 0; start <= text.length() - length; start++) {
            if (table[slot(hash, text, start, length)] != 0) {
                removal.remove(start, start + length);
            }
            hash = nextHash(hash, text, start);
        }
        return removal.toString();
    }

    /** A run may start or end with one of two digits, so pieces that are one character shorter count as well. */
    private String removeHexFrom(String text) {
        Removal removal = new Removal(text);
        // Bytes that start at even indices, and bytes that start at odd ones.
        int[] hashes = new int[2];
        int[] counts = new int[2];
        for (int end = 2; end <= text.length(); end++) {
            int reading = end & 1;
            int b = byteAt(text, end - 2);
            if (b < 0) {
                counts[reading] = 0;
                hashes[reading] = 0;
                continue;
            }
            int hash = hashes[reading] * MULTIPLIER + b;
            int start = end - 2 * hashed;
            if (counts[reading] == hashed) {
                hash -= outgoing * byteAt(text, start - 2);
            } else {
                counts[reading]++;
            }
            hashes[reading] = hash;
            if (counts[reading] == hashed && isHexPiece(hash, text, start)) {
                removal.remove(
                        start > 0 && digit(text.charAt(start - 1)) >= 0 ? start - 1 : start,
                        end < text.length() && digit(text.charAt(end)) >= 0 ? end + 1 : end);
            }
        }
        return removal.toString();
    }

    private boolean isHexPiece(int hash, String text, int start) {
        int slot = home(hash);
        while (table[slot] != 0) {
            int matching = 0;
            while (matching < hashed
                    && secret.charAt(table[slot] - 1 + matching) == byteAt(text, start + 2 * matching)) {
                matching++;
            }
            if (matching == hashed) {
                return true;
            }
            slot = next(slot);
        }
        return false;
    }

    /** Returns -1 if these are not two hexadecimal digits. */
    private static int byteAt(String text, int index) {
        int high = digit(text.charAt(index));
        int low = digit(text.charAt(index + 1));
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }

    private static int digit(char c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        int letter = c | 0x20;
        return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
    }

    private int firstHash(String text) {
        int hash = 0;
        for (int i = 0; i < hashed; i++) {
            hash = hash * MULTIPLIER + text.charAt(i);
        }
        return hash;
    }

    /** Returns the hash of the next piece; any value at the end of the text. */
    private int nextHash(int hash, String text, int start) {
        int end = start + hashed;
        return end == text.length() ? 0 : hash * MULTIPLIER + text.charAt(end) - outgoing * text.charAt(start);
    }

    /** Returns the slot of a piece; it is empty if the piece is not in the table. */
    private int slot(int hash, String text, int start, int compared) {
        int slot = home(hash);
        while (table[slot] != 0 && !secret.regionMatches(table[slot] - 1, text, start, compared)) {
            slot = next(slot);
        }
        return slot;
    }

    private int home(int hash) {
        return (hash * SPREADING) >>> shift;
    }

    private int next(int slot) {
        return (slot + 1) & (table.length - 1);
    }

    /** A text from which ranges are removed from left to right. Copies nothing before the first one. */
    private static final class Removal {
        private final String text;
        private @Nullable StringBuilder clean;
        private int copied;

        Removal(String text) {
            this.text = text;
        }

        void remove(int start, int end) {
            if (clean == null) {
                clean = new StringBuilder();
            }
            if (start >= copied) {
                clean.append(text, copied, start).append(REDACTED);
            }
            copied = Math.max(copied, end);
        }

        @Override
        public String toString() {
            return clean == null
                    ? text
                    : clean.append(text, copied, text.length()).toString();
        }
    }
}

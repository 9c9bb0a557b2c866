// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.sign;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/** A text in UTF-8 to which other texts are appended, for hashing without a copy. Reusable; not thread-safe. */
final class Utf8Buffer {
    private byte[] bytes;
    private int length;

    Utf8Buffer(int capacity) {
        this.bytes = new byte[capacity];
    }

    /** Appends a text that contains only ASCII characters. */
    @SuppressWarnings("deprecation") // This getBytes drops the high bytes, which are 0. It copies only once.
    Utf8Buffer appendAscii(String text) {
        int start = grow(text.length());
        text.getBytes(0, text.length(), bytes, start);
        return this;
    }

    Utf8Buffer append(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        int start = grow(encoded.length);
        System.arraycopy(encoded, 0, bytes, start, encoded.length);
        return this;
    }

    Utf8Buffer append(char ascii) {
        int at = grow(1);
        bytes[at] = (byte) ascii;
        return this;
    }

    /** Makes room for {@code more} bytes and returns the index of the first one. */
    private int grow(int more) {
        int start = length;
        length += more;
        if (length > bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * length);
        }
        return start;
    }

    int capacity() {
        return bytes.length;
    }

    void clear() {
        length = 0;
    }

    void updateTo(MessageDigest digest) {
        digest.update(bytes, 0, length);
    }

    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.sign;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Names and values, sorted by name as V4 wants headers and parameters sorted: by UTF-16 unit, which for ASCII is by
 * byte. Two arrays: a request has a handful of each, and a tree's nodes would cost more than all the rest of a
 * signature. Not thread-safe.
 */
final class SortedPairs {
    private static final String[] NONE = {};

    private String[] names;
    private String[] values;
    private int size;

    SortedPairs() {
        this(NONE, NONE, 0);
    }

    private SortedPairs(String[] names, String[] values, int size) {
        this.names = names;
        this.values = values;
        this.size = size;
    }

    /** A copy with room for {@code more} pairs. */
    SortedPairs copy(int more) {
        return size + more == 0
                ? new SortedPairs()
                : new SortedPairs(Arrays.copyOf(names, size + more), Arrays.copyOf(values, size + more), size);
    }

    int size() {
        return size;
    }

    String name(int index) {
        return names[index];
    }

    String value(int index) {
        return values[index];
    }

    /** The value of a name, or null. */
    @Nullable
    String get(String name) {
        int at = indexOf(name);
        return at < 0 ? null : values[at];
    }

    /** Adds a name, or gives it another value. */
    void put(String name, String value) {
        int at = indexOf(name);
        if (at >= 0) {
            values[at] = value;
            return;
        }
        if (size == names.length) {
            names = Arrays.copyOf(names, 2 * size + 4);
            values = Arrays.copyOf(values, 2 * size + 4);
        }
        at = -at - 1;
        System.arraycopy(names, at, names, at + 1, size - at);
        System.arraycopy(values, at, values, at + 1, size - at);
        names[at] = name;
        values[at] = value;
        size++;
    }

    void remove(String name) {
        int at = indexOf(name);
        if (at >= 0) {
            size--;
            System.arraycopy(names, at + 1, names, at, size - at);
            System.arraycopy(values, at + 1, values, at, size - at);
        }
    }

    private int indexOf(String name) {
        return Arrays.binarySearch(names, 0, size, name);
    }
}

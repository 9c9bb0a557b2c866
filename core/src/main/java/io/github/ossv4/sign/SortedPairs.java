// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.sign;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Names and values, sorted by name as V4 requires: by UTF-16 code unit, which for ASCII is by byte. Two arrays: a
 * request has a few of each, and the nodes of a tree would take longer than the rest of a signature. Not thread-safe.
 */
final class SortedPairs {
    private static final String[] NONE = {};

    private String[] names;
    private String[] values;
    private int size;
    private boolean shared;

    SortedPairs() {
        this(NONE, NONE, 0);
    }

    private SortedPairs(String[] names, String[] values, int size) {
        this.names = names;
        this.values = values;
        this.size = size;
    }

    /** Returns a copy. The arrays are shared until one of the two changes. */
    SortedPairs copy() {
        shared = true;
        SortedPairs copy = new SortedPairs(names, values, size);
        copy.shared = true;
        return copy;
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

    /** Returns the value of a name, or null. */
    @Nullable
    String get(String name) {
        int at = indexOf(name);
        return at < 0 ? null : values[at];
    }

    /** Adds a name, or replaces its value. */
    void put(String name, String value) {
        int at = indexOf(name);
        if (at < 0) {
            insert(-at - 1, name, value);
        } else {
            makeRoom(size);
            values[at] = value;
        }
    }

    /** Adds a name, or returns its value and changes nothing. */
    @Nullable
    String putIfAbsent(String name, String value) {
        int at = indexOf(name);
        if (at >= 0) {
            return values[at];
        }
        insert(-at - 1, name, value);
        return null;
    }

    private void insert(int at, String name, String value) {
        makeRoom(size + 1);
        if (at < size) {
            System.arraycopy(names, at, names, at + 1, size - at);
            System.arraycopy(values, at, values, at + 1, size - at);
        }
        names[at] = name;
        values[at] = value;
        size++;
    }

    void remove(String name) {
        int at = indexOf(name);
        if (at >= 0) {
            makeRoom(size);
            size--;
            System.arraycopy(names, at + 1, names, at, size - at);
            System.arraycopy(values, at + 1, values, at, size - at);
        }
    }

    private void makeRoom(int pairs) {
        if (shared || pairs > names.length) {
            int length = pairs > names.length ? 2 * pairs + 4 : names.length;
            names = Arrays.copyOf(names, length);
            values = Arrays.copyOf(values, length);
            shared = false;
        }
    }

    /** Returns the index of a name, or its insertion point as {@link Arrays#binarySearch} does if it is absent. */
    private int indexOf(String name) {
        // Names often come in order.
        if (size == 0 || names[size - 1].compareTo(name) < 0) {
            return -size - 1;
        }
        return Arrays.binarySearch(names, 0, size, name);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.store;

import io.github.ossv4.emulator.internal.object.ObjectName;
import io.github.ossv4.internal.text.ResourceNames;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentNavigableMap;
import org.jspecify.annotations.Nullable;

/**
 * A walk over the keys with a prefix, in the order of their UTF-8 bytes. A key that exists throughout the walk is
 * visited once. Not thread-safe.
 *
 * <p>Rule: Lists are in the order of UTF-8 bytes; a common prefix is listed once and skipped without visiting its keys
 * ({@code ListObjectsTest}).
 */
final class KeyWalk {
    private static final int FIRST_SURROGATE = 0xD800;
    private static final int AFTER_SURROGATES = 0xE000;

    private final ConcurrentNavigableMap<String, History> keys;
    private final String prefix;
    private final String delimiter;
    private Iterator<Map.Entry<String, History>> rest;

    /**
     * Starts a walk at the first key.
     *
     * @param delimiter at the end of common prefixes; empty for none
     */
    KeyWalk(ConcurrentNavigableMap<String, History> keys, String prefix, String delimiter) {
        this.keys = keys;
        this.prefix = prefix;
        this.delimiter = delimiter;
        this.rest = keys.tailMap(prefix, true).entrySet().iterator();
    }

    /** Continues at a key, or at the first one after it. */
    KeyWalk from(String key) {
        if (ResourceNames.compareKeys(key, prefix) > 0) {
            seek(key, true);
        }
        return this;
    }

    /** Continues after a key or common prefix. The empty text is before all keys. */
    KeyWalk after(String key) {
        if (key.startsWith(prefix) && key.equals(commonPrefix(key))) {
            skip(key);
        } else if (!key.isEmpty() && ResourceNames.compareKeys(key, prefix) >= 0) {
            seek(key, false);
        }
        return this;
    }

    private void seek(String key, boolean inclusive) {
        rest = keys.tailMap(key, inclusive).entrySet().iterator();
    }

    /** Returns the next key and its history, or null at the end. */
    Map.@Nullable Entry<String, History> next() {
        if (!rest.hasNext()) {
            return null;
        }
        Map.Entry<String, History> next = rest.next();
        return next.getKey().startsWith(prefix) ? next : null;
    }

    /** Skips all keys with a common prefix, without visiting them. */
    void skip(String commonPrefix) {
        String end = end(commonPrefix);
        if (end == null) {
            rest = Collections.emptyIterator();
        } else {
            seek(end, true);
        }
    }

    /** Returns {@link ObjectName#commonPrefix}. */
    @Nullable
    String commonPrefix(String key) {
        return ObjectName.commonPrefix(key, prefix, delimiter);
    }

    /** Returns the first text after all that have a prefix, or null if there is none. */
    static @Nullable String end(String prefix) {
        int length = prefix.length();
        while (length > 0) {
            int last = prefix.codePointBefore(length);
            length -= Character.charCount(last);
            if (last < Character.MAX_CODE_POINT) {
                int next = last + 1 == FIRST_SURROGATE ? AFTER_SURROGATES : last + 1;
                return prefix.substring(0, length) + Character.toString(next);
            }
        }
        return null;
    }
}

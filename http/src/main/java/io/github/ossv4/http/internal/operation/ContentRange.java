// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.operation;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The range of bytes in a 206 response. Immutable.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-14.4">RFC 9110, 14.4 Content-Range</a>
 */
final class ContentRange {
    private static final Pattern FORM = Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18})");
    private static final Pattern REQUESTED = Pattern.compile("bytes=(\\d*)-(\\d*)");

    private final long first;
    private final long last;
    private final long size;

    private ContentRange(long first, long last, long size) {
        this.first = first;
        this.last = last;
        this.size = size;
    }

    /** Parses {@code bytes 0-99/1000}; returns null if it is malformed, or not a range of an object of that size. */
    static @Nullable ContentRange parse(String header) {
        Matcher matcher = FORM.matcher(header);
        if (!matcher.matches()) {
            return null;
        }
        ContentRange range = new ContentRange(
                Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)), Long.parseLong(matcher.group(3)));
        return range.first <= range.last && range.last < range.size ? range : null;
    }

    /**
     * Returns whether this is the whole requested range, as far as the object has it.
     *
     * @param requested {@code bytes=0-99}, {@code bytes=100-} or {@code bytes=-100}
     */
    boolean satisfies(String requested) {
        Matcher matcher = REQUESTED.matcher(requested);
        if (!matcher.matches()) {
            return false;
        }
        if (matcher.group(1).isEmpty()) {
            return last == size - 1 && first == Math.max(0, size - Long.parseLong(matcher.group(2)));
        }
        long end = matcher.group(2).isEmpty() ? size - 1 : Math.min(size - 1, Long.parseLong(matcher.group(2)));
        return first == Long.parseLong(matcher.group(1)) && last == end;
    }

    /**
     * Returns whether a requested range has all bytes of an object: then a server may ignore it.
     *
     * @param size -1 if it is unknown
     */
    static boolean isWhole(String requested, long size) {
        return size > 0 && new ContentRange(0, size - 1, size).satisfies(requested);
    }

    /** Returns whether this range has all bytes of the object. */
    boolean isWhole() {
        return length() == size;
    }

    /** Returns the number of bytes. */
    long length() {
        return last - first + 1;
    }

    @Override
    public String toString() {
        return "bytes " + first + "-" + last + "/" + size;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.okhttp;

/** The first two numbers of a library's version, and its text. Immutable. */
public final class Version {
    private final String text;
    private final int major;
    private final int minor;

    private Version(String text, int major, int minor) {
        this.text = text;
        this.major = major;
        this.minor = minor;
    }

    /** Parses a version such as {@code 4.12.0} or {@code 5.0.0-alpha.1}; any other text is compared as 0.0. */
    static Version parse(String text) {
        int dot = endOfNumber(text, 0);
        boolean hasMinor = dot > 0 && dot < text.length() && text.charAt(dot) == '.';
        return new Version(
                text, number(text, 0, dot), hasMinor ? number(text, dot + 1, endOfNumber(text, dot + 1)) : 0);
    }

    /** Returns the end of at most 8 digits. */
    private static int endOfNumber(String text, int start) {
        int end = start;
        while (end < text.length() && end < start + 8 && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end;
    }

    private static int number(String text, int start, int end) {
        return start == end ? 0 : Integer.parseInt(text.substring(start, end));
    }

    /** Returns a version with the same numbers and another text. */
    Version shownAs(String shown) {
        return new Version(shown, major, minor);
    }

    boolean isAtLeast(Version other) {
        return major != other.major ? major > other.major : minor >= other.minor;
    }

    @Override
    public String toString() {
        return text;
    }
}

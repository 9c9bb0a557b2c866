// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.okhttp;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The first two numbers of a library's version, and its text. Immutable. */
public final class Version {
    private static final Pattern NUMBERS = Pattern.compile("(\\d{1,8})(?:\\.(\\d{1,8}))?.*");

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
        Matcher numbers = NUMBERS.matcher(text);
        if (!numbers.matches()) {
            return new Version(text, 0, 0);
        }
        String minor = numbers.group(2);
        return new Version(text, Integer.parseInt(numbers.group(1)), minor == null ? 0 : Integer.parseInt(minor));
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

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.explanation;

import io.github.ossv4.text.PrintableText;
import org.jspecify.annotations.Nullable;

/**
 * An explanation for people: lines {@code name: value}, {@code ! problem: …} and {@code ! advice: …}. Control characters
 * are escaped. Not thread-safe.
 */
public final class Explanation {
    private final StringBuilder lines = new StringBuilder();
    private int problems;

    /** Starts an explanation without lines. */
    public Explanation() {}

    /** Adds a fact. */
    public void line(String name, String value) {
        lines.append(PrintableText.escape(name))
                .append(": ")
                .append(PrintableText.escape(value))
                .append('\n');
    }

    /**
     * Adds a mistake that OSS rejects.
     *
     * @param ec the error code that OSS returns for it, or null
     */
    public void problem(String text, @Nullable String ec) {
        problems++;
        line("! problem", ec == null ? text : text + " (EC " + ec + ")");
    }

    /** Adds what to do, or a mistake that OSS accepts. */
    public void advice(String text) {
        line("! advice", text);
    }

    /** Adds the lines of another explanation. */
    public void append(Explanation other) {
        lines.append(other.lines);
        problems += other.problems;
    }

    /** Returns whether there are problems. */
    public boolean hasProblems() {
        return problems > 0;
    }

    /** Returns the lines. */
    @Override
    public String toString() {
        return lines.toString();
    }
}

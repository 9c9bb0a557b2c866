// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.explain;

import io.github.ossv4.internal.error.KnownError;
import io.github.ossv4.internal.text.PrintableText;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A human-readable explanation. It has facts, problems, which are mistakes that OSS rejects, and advice, which names a
 * remedy or a possible mistake. Control characters are escaped. Immutable.
 */
public final class Explanation {
    private final List<Map.Entry<String, String>> facts;
    private final List<String> problems;
    private final List<String> advice;
    private final String text;

    private Explanation(Builder builder) {
        this.facts = Collections.unmodifiableList(new ArrayList<>(builder.facts));
        this.problems = Collections.unmodifiableList(new ArrayList<>(builder.problems));
        this.advice = Collections.unmodifiableList(new ArrayList<>(builder.advice));
        this.text = builder.text.toString();
    }

    /** Returns the names and values of the facts. A name may be repeated. */
    public List<Map.Entry<String, String>> facts() {
        return facts;
    }

    /** Returns the problems, one sentence each, with the error code (EC) of OSS if it has one. */
    public List<String> problems() {
        return problems;
    }

    /** Returns the advice, one sentence each. */
    public List<String> advice() {
        return advice;
    }

    /** Returns a line {@code name: value}, {@code ! problem: …} or {@code ! advice: …} for each, in a natural order. */
    @Override
    public String toString() {
        return text;
    }

    /** Collects facts, problems and advice. Not thread-safe. */
    static final class Builder {
        private final List<Map.Entry<String, String>> facts = new ArrayList<>();
        private final List<String> problems = new ArrayList<>();
        private final List<String> advice = new ArrayList<>();
        private final StringBuilder text = new StringBuilder();
        private final UnaryOperator<String> mask;

        /** @param mask removes secrets from values, problems and advice */
        Builder(UnaryOperator<String> mask) {
            this.mask = mask;
        }

        /** Adds a fact, unless its value is null. */
        void fact(String name, @Nullable String value) {
            if (value != null) {
                facts.add(new AbstractMap.SimpleImmutableEntry<>(PrintableText.escape(name), line(name, value)));
            }
        }

        void problem(String problem) {
            problems.add(line("! problem", problem));
        }

        /** @param ec the error code that OSS returns for it, or null */
        void problem(String problem, @Nullable String ec) {
            problem(ec == null ? problem : problem + " (EC " + ec + ")");
        }

        void problem(KnownError known) {
            problem(known, "");
        }

        /** @param was continues the meaning with what breaks the rule */
        void problem(KnownError known, String was) {
            problem(known.meaning() + was, known.key());
        }

        void advice(String sentence) {
            advice.add(line("! advice", sentence));
        }

        /** Adds a line and returns its value. */
        private String line(String name, String value) {
            String escaped = PrintableText.escape(mask.apply(value));
            text.append(PrintableText.escape(name)).append(": ").append(escaped).append('\n');
            return escaped;
        }

        boolean hasProblems() {
            return !problems.isEmpty();
        }

        Explanation build() {
            return new Explanation(this);
        }
    }
}

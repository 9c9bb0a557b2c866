// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.text.PrintableText;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Collects the options that lists of objects and of versions share. Not thread-safe. */
abstract class ListOptionsBuilder<B extends ListOptionsBuilder<B>> extends RequestOptionsBuilder<B> {
    private static final int MAX_KEYS = 1000;

    private @Nullable String prefix;
    private @Nullable String delimiter;
    private int maxKeys = MAX_KEYS;

    ListOptionsBuilder() {}

    /** Lists only keys with this prefix. */
    public B prefix(String prefix) {
        this.prefix = Objects.requireNonNull(prefix, "prefix");
        return self();
    }

    /** Groups keys that have the same text between the prefix and the delimiter into a common prefix; usually {@code /}. */
    public B delimiter(String delimiter) {
        this.delimiter = Objects.requireNonNull(delimiter, "delimiter");
        return self();
    }

    /**
     * Limits the number of entries and common prefixes on a page; default 1000. Smaller pages need less memory: a page of 1000
     * has up to 4 MB if its keys are as long as possible, and usually about 400 KB.
     *
     * @throws IllegalArgumentException if the number is not 1 to 1000
     */
    public B maxKeys(int maxKeys) {
        if (maxKeys < 1 || maxKeys > MAX_KEYS) {
            throw new IllegalArgumentException("maxKeys must be between 1 and " + MAX_KEYS + ", was " + maxKeys);
        }
        this.maxKeys = maxKeys;
        return self();
    }

    /** Returns the options that lists of objects and of versions share. */
    Listed listed() {
        return new Listed(prefix, delimiter, maxKeys, request.copy());
    }

    /**
     * Returns the first key or common prefix without the requested prefix, as a problem: callers delete by lists, and compare
     * with them. Null for none.
     */
    static <E> @Nullable String problem(
            @Nullable String prefix, List<E> entries, Function<E, String> key, List<String> commonPrefixes) {
        if (prefix == null) {
            return null;
        }
        return Stream.concat(entries.stream().map(key), commonPrefixes.stream())
                .filter(name -> !name.startsWith(prefix))
                .findFirst()
                .map(name -> "the response lists \"" + PrintableText.escape(name)
                        + "\", which does not start with the requested prefix \"" + PrintableText.escape(prefix) + "\"")
                .orElse(null);
    }

    /** The options of a list, except for the place at which it starts. Immutable. */
    static final class Listed {
        private final @Nullable String prefix;
        private final @Nullable String delimiter;
        private final int maxKeys;
        private final RequestOptions request;

        private Listed(@Nullable String prefix, @Nullable String delimiter, int maxKeys, RequestOptions request) {
            this.prefix = prefix;
            this.delimiter = delimiter;
            this.maxKeys = maxKeys;
            this.request = request;
        }

        <E> @Nullable String problem(List<E> entries, Function<E, String> key, List<String> commonPrefixes) {
            return ListOptionsBuilder.problem(prefix, entries, key, commonPrefixes);
        }

        void applyTo(Operation operation) {
            request.applyPayerTo(operation);
            operation
                    .query("prefix", prefix)
                    .query("delimiter", delimiter)
                    .query("max-keys", Integer.toString(maxKeys));
        }

        @Override
        public String toString() {
            return "prefix=" + prefix + ", delimiter=" + delimiter;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.operation;

import io.github.ossv4.text.PrintableText;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rule that a list has the requested prefix. */
final class ListedPrefix {
    private ListedPrefix() {}

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
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.callback;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Suggests the known name that a misspelled name is most similar to. */
final class Suggestion {
    private static final int MAX_EDITS = 2;

    private Suggestion() {}

    /** Returns the most similar of the known names; null if none is similar. */
    static @Nullable String nearest(String misspelled, Collection<String> known) {
        String nearest = null;
        int fewest = MAX_EDITS + 1;
        for (String name : known) {
            int edits = edits(misspelled, name);
            if (edits < fewest) {
                nearest = name;
                fewest = edits;
            }
        }
        return nearest;
    }

    private static int edits(String misspelled, String known) {
        String a = misspelled.toLowerCase(Locale.ROOT);
        String b = known.toLowerCase(Locale.ROOT);
        // ${user} for ${x:user}, ${height} for ${imageInfo.height}
        if (a.equals(b) || b.endsWith(":" + a) || b.endsWith("." + a)) {
            return 0;
        }
        int distance = distance(a, b);
        // Two edits turn most names of three letters into each other.
        return distance * 2 < b.length() ? distance : MAX_EDITS + 1;
    }

    /** Returns the number of insertions, deletions and replacements (Levenshtein distance). */
    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[b.length()];
    }
}

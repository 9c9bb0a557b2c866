// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.bucket;

import io.github.ossv4.internal.text.PrintableText;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A setting of a client, and where it is from. Immutable.
 *
 * @param origin the name of an option, a variable or a file
 */
record Setting(String value, String origin) {
    /**
     * Returns the value of an option, or else of a variable; null if neither is set. An empty variable is not set.
     */
    static @Nullable Setting of(
            @Nullable String ofOption, String option, Map<String, String> environment, String variable) {
        if (ofOption != null) {
            return new Setting(ofOption, option);
        }
        String value = environment.get(variable);
        return value == null || value.isEmpty() ? null : new Setting(value, variable);
    }

    /** Returns the value and its origin, on one line. */
    @Override
    public String toString() {
        return PrintableText.escape(value) + ", from " + origin;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.bucket;

import io.github.ossv4.cli.output.UsageException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * The value {@code NAME=VALUE} of an option that may be repeated. Picocli's own maps keep the last of two equal names.
 */
record Assignment(String name, String value) {

    /**
     * Returns the values by their names, in the order of the options.
     *
     * @param option the name of the option, for the message
     * @param key returns the text of a name that must be unique, such as the name in lower case
     * @throws UsageException if a name is repeated
     */
    static Map<String, String> toMap(String option, List<Assignment> assignments, UnaryOperator<String> key) {
        Map<String, Assignment> byKey = new LinkedHashMap<>();
        for (Assignment assignment : assignments) {
            Assignment before = byKey.putIfAbsent(key.apply(assignment.name), assignment);
            if (before != null) {
                throw new UsageException(option + " is repeated: " + before.name
                        + (before.name.equals(assignment.name) ? "" : ", also as " + assignment.name));
            }
        }
        Map<String, String> values = new LinkedHashMap<>();
        byKey.values().forEach(assignment -> values.put(assignment.name, assignment.value));
        return values;
    }

    /** Parses the text up to the first {@code =} as the name. */
    static final class Converter implements ITypeConverter<Assignment> {
        @Override
        public Assignment convert(String text) {
            int equals = text.indexOf('=');
            if (equals <= 0) {
                throw new TypeConversionException("must be NAME=VALUE, was " + text);
            }
            return new Assignment(text.substring(0, equals), text.substring(equals + 1));
        }
    }
}

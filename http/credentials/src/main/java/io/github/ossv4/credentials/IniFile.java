// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.credentials;

import io.github.ossv4.internal.text.Utf8;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sections of lines {@code name = value}. Lines that begin with {@code #} or {@code ;} are comments. No exception
 * contains a value. Immutable.
 */
final class IniFile {
    private final Map<String, Map<String, String>> sections;

    private IniFile(Map<String, Map<String, String>> sections) {
        this.sections = sections;
    }

    /**
     * Parses a file in UTF-8.
     *
     * @param file the name of the file, for exceptions
     */
    static IniFile parse(byte[] bytes, String file) throws IOException {
        String text = Utf8.decode(bytes);
        if (text == null) {
            throw new IOException(file + " is not UTF-8");
        }
        Map<String, Map<String, String>> sections = new HashMap<>();
        Map<String, String> section = new HashMap<>();
        int number = 0;
        for (String untrimmed : text.split("\n", -1)) {
            number++;
            String line = untrimmed.trim();
            int equals = line.indexOf('=');
            if (line.startsWith("[") && line.endsWith("]")) {
                section = sections.computeIfAbsent(
                        line.substring(1, line.length() - 1).trim(), name -> new HashMap<>());
            } else if (equals > 0 && line.charAt(0) != '#' && line.charAt(0) != ';') {
                section.put(
                        line.substring(0, equals).trim(),
                        line.substring(equals + 1).trim());
            } else if (!line.isEmpty() && line.charAt(0) != '#' && line.charAt(0) != ';') {
                throw new IOException("line " + number + " of " + file
                        + " must be a [section], a line of the form name = value, or a comment");
            }
        }
        return new IniFile(sections);
    }

    /** Returns null if there is no section of this name. An empty value is missing. */
    @Nullable
    Settings section(String name) {
        Map<String, String> section = sections.get(name);
        if (section == null) {
            return null;
        }
        return setting -> {
            String value = section.get(setting);
            return value == null || value.isEmpty() ? null : value;
        };
    }
}

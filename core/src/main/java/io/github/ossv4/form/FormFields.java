// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.form;

import io.github.ossv4.text.PrintableText;
import io.github.ossv4.text.Utf8;
import java.util.Objects;

/** The rules for fields of a form. */
final class FormFields {
    /** The longest value, 2 MB; only the file may be longer. */
    static final int MAX_VALUE_BYTES = 2 * 1024 * 1024;

    private FormFields() {}

    /** Returns {@code name} if a field can be called so. */
    static String checkName(String name) {
        Objects.requireNonNull(name, "name of a field");
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c < '!' || c > '~' || c == '"' || c == '\\' || c == '$') {
                throw new IllegalArgumentException(
                        "a field's name holds printable ASCII without blanks, quotes, \\ and $: \""
                                + PrintableText.escape(name) + "\"");
            }
        }
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a field without a name");
        }
        if (name.equalsIgnoreCase("file")) {
            throw new IllegalArgumentException("the field \"file\" is the file itself");
        }
        return name;
    }

    /**
     * Returns {@code value} if a browser sends it as it is, and OSS takes it for a header or a variable: browsers make CR LF of
     * each line break, and the policy would then not be met.
     */
    static String checkPinned(String name, String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7f) {
                throw new IllegalArgumentException("field " + name
                        + " holds a line break or another control character at index " + i
                        + ", which browsers or OSS do not take as it is");
            }
        }
        return checkValue(name, value);
    }

    /** Returns {@code value} if it is UTF-8 and not too long. It is not shown: it may be a token. */
    static String checkValue(String name, String value) {
        int bytes = Utf8.encode("field " + name, Objects.requireNonNull(value, name)).length;
        if (bytes > MAX_VALUE_BYTES) {
            throw new IllegalArgumentException(
                    "field " + name + " has " + bytes + " bytes, at most " + MAX_VALUE_BYTES + " are allowed");
        }
        return value;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.form;

import io.github.ossv4.internal.text.PrintableText;
import io.github.ossv4.internal.text.Utf8;
import java.util.Objects;

/** The rules for form fields. */
final class FormFields {
    /** The longest value, 2 MB; only the file may be longer. */
    static final int MAX_VALUE_BYTES = 2 * 1024 * 1024;

    private FormFields() {}

    /** Returns {@code name} if it is a valid name of a field. */
    static String checkName(String name) {
        Objects.requireNonNull(name, "field name");
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c < '!' || c > '~' || c == '"' || c == '\\' || c == '$') {
                throw new IllegalArgumentException(
                        "field name must be printable ASCII without spaces, quotes, \\ and $, was \""
                                + PrintableText.escape(name) + "\"");
            }
        }
        if (name.isEmpty()) {
            throw new IllegalArgumentException("field name must not be empty");
        }
        if (name.equalsIgnoreCase("file")) {
            throw new IllegalArgumentException("field name must not be \"file\", which is the file itself");
        }
        return name;
    }

    /**
     * Returns {@code value} if browsers send it unchanged and OSS accepts it as a header or variable. Browsers convert
     * line breaks to CR LF, which would violate the policy.
     */
    static String checkPinned(String name, String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7f) {
                throw new IllegalArgumentException(
                        "field " + name + " must not contain line breaks or other control characters, has "
                                + PrintableText.codePoint(c) + " at index " + i);
            }
        }
        return checkValue(name, value);
    }

    /** Returns {@code value} if it has a UTF-8 form and is not too long. It is not shown: it may be a token. */
    static String checkValue(String name, String value) {
        int bytes = Utf8.encode("field " + name, Objects.requireNonNull(value, name)).length;
        if (bytes > MAX_VALUE_BYTES) {
            throw new IllegalArgumentException(
                    "field " + name + " must be at most " + MAX_VALUE_BYTES + " bytes, was " + bytes);
        }
        return value;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.access;

/** A value of an option, as messages show it. */
public final class OptionValue {
    private OptionValue() {}

    /** Returns the end of a message that shows a value; empty if the value may be a URL with a password. */
    public static String shown(String value) {
        return value.indexOf('@') >= 0 || value.contains("%40") ? "" : ", was \"" + value + "\"";
    }
}

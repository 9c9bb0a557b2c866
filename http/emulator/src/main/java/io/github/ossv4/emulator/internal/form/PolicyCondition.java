// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.form;

import java.util.List;
import java.util.Locale;

/**
 * A condition of a policy on a field.
 *
 * @param mode one of {@link #MODES}
 * @param field the name in lower case, without the dollar sign
 * @param values one, or those of a list
 * @param text the condition as written in the policy
 */
record PolicyCondition(String mode, String field, List<String> values, String text) {
    static final String EQ = "eq";

    /** OSS's matching modes, except the one for sizes. */
    static final List<String> MODES = List.of(EQ, "starts-with", "in", "not-in");

    /** Returns whether the values of a mode are a list. */
    static boolean takesList(String mode) {
        return mode.equals("in") || mode.equals("not-in");
    }

    static PolicyCondition of(String mode, String field, List<String> values, String text) {
        return new PolicyCondition(mode, field.toLowerCase(Locale.ROOT), List.copyOf(values), text);
    }

    /** Returns whether it requires an exact value of a field. */
    boolean pins(String name) {
        return mode.equals(EQ) && field.equals(name);
    }

    /** Returns whether a value fulfils the condition. */
    boolean holds(String value) {
        return switch (mode) {
            case EQ -> value.equals(values.get(0));
            case "starts-with" -> value.startsWith(values.get(0));
            case "in" -> values.contains(value);
            default -> !values.contains(value);
        };
    }
}

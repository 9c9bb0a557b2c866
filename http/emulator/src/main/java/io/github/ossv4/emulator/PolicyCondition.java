// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import java.util.List;
import java.util.Locale;

/**
 * What a policy demands of a field.
 *
 * @param mode one of {@link #MODES}
 * @param field its name in lower case, without the dollar sign
 * @param values one, or those of a list
 * @param text the condition as the policy has it
 */
record PolicyCondition(String mode, String field, List<String> values, String text) {
    static final String EQ = "eq";

    /** The matching modes that OSS has, less the one for sizes. */
    static final List<String> MODES = List.of(EQ, "starts-with", "in", "not-in");

    /** Whether values of this mode stand in a list. */
    static boolean takesList(String mode) {
        return mode.equals("in") || mode.equals("not-in");
    }

    static PolicyCondition of(String mode, String field, List<String> values, String text) {
        return new PolicyCondition(mode, field.toLowerCase(Locale.ROOT), List.copyOf(values), text);
    }

    /** Whether it pins a field to one value. */
    boolean pins(String name) {
        return mode.equals(EQ) && field.equals(name);
    }

    boolean holds(String value) {
        return switch (mode) {
            case EQ -> value.equals(values.get(0));
            case "starts-with" -> value.startsWith(values.get(0));
            case "in" -> values.contains(value);
            default -> !values.contains(value);
        };
    }
}

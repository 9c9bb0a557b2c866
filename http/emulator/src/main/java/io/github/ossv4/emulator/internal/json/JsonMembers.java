// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.json;

import com.fasterxml.jackson.core.JsonToken;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The members of a JSON object that a client sent. Each is checked, and errors name it. Not thread-safe.
 *
 * <p>All methods throw {@link IllegalArgumentException} if a member has another type, or is missing and required.
 */
public final class JsonMembers {
    private final String place;
    private final Map<?, ?> members;
    private final List<String> known = new ArrayList<>();

    /**
     * Reads an object.
     *
     * @param place of the object in the document, for errors; empty for the document itself
     * @param value a value of {@link JsonTree}
     */
    public JsonMembers(String place, @Nullable Object value) {
        this.place = place;
        if (!(value instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException((place.isEmpty() ? "the body" : place) + " must be a JSON object");
        }
        this.members = map;
    }

    private String nameOf(String member) {
        return place.isEmpty() ? member : place + "." + member;
    }

    /**
     * Applies a function to a value that was made of members.
     *
     * @throws IllegalArgumentException if the function throws one; the message names this object
     */
    public <T> T checked(T value, UnaryOperator<T> function) {
        try {
            return function.apply(value);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(place + ": " + e.getMessage(), e);
        }
    }

    /** Returns the exception for a member that is not as a rule demands. */
    public IllegalArgumentException invalid(String member, String rule) {
        return new IllegalArgumentException(
                nameOf(member) + " must be " + rule + ", was " + shown(members.get(member)));
    }

    private static String shown(@Nullable Object value) {
        if (value instanceof JsonToken token) {
            return String.valueOf(token.asString());
        }
        return value instanceof String text ? "\"" + text + "\"" : String.valueOf(value);
    }

    private @Nullable Object get(String member) {
        known.add(member);
        return members.get(member);
    }

    public boolean has(String member) {
        return get(member) != null;
    }

    public String string(String member) {
        if (get(member) instanceof String text) {
            return text;
        }
        throw members.containsKey(member)
                ? invalid(member, "a string")
                : new IllegalArgumentException(nameOf(member) + " is missing");
    }

    public long integer(String member, long min, long max) {
        Object value = get(member);
        if (value == null && !members.containsKey(member)) {
            throw new IllegalArgumentException(nameOf(member) + " is missing");
        }
        if (value instanceof BigInteger number
                && number.compareTo(BigInteger.valueOf(min)) >= 0
                && number.compareTo(BigInteger.valueOf(max)) <= 0) {
            return number.longValue();
        }
        throw invalid(member, "a whole number from " + min + " to " + max);
    }

    /** Returns an unsigned number of 64 bits. It can be a string, since JavaScript cannot represent all such numbers. */
    public long unsigned(String member) {
        Object value = get(member);
        if (value == null && !members.containsKey(member)) {
            throw new IllegalArgumentException(nameOf(member) + " is missing");
        }
        if (value instanceof String || value instanceof BigInteger) {
            try {
                return Long.parseUnsignedLong(value.toString());
            } catch (NumberFormatException e) {
                // The same error as for another type.
            }
        }
        throw invalid(member, "a whole number from 0 to 18446744073709551615");
    }

    /** Returns an object whose members are strings; empty if it is missing. */
    public Map<String, String> strings(String member) {
        Object value = get(member);
        if (value == null) {
            return Map.of();
        }
        if (!(value instanceof Map<?, ?> map)) {
            throw invalid(member, "an object");
        }
        Map<String, String> strings = new LinkedHashMap<>();
        map.forEach((name, text) -> {
            if (!(text instanceof String string)) {
                throw new IllegalArgumentException(
                        nameOf(member) + "." + name + " must be a string, was " + shown(text));
            }
            strings.put(name.toString(), string);
        });
        return strings;
    }

    /** Throws if there are members that were not read. */
    public void checkNoOthers() {
        for (Object member : members.keySet()) {
            if (!known.contains(member.toString())) {
                throw new IllegalArgumentException(nameOf(member.toString()) + " is unknown here, known are "
                        + String.join(", ", Set.copyOf(known).stream().sorted().toList()));
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.json;

import com.fasterxml.jackson.core.JsonToken;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The members of a JSON object. Each is checked, and errors name it. Not thread-safe.
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
     * @param place the place of the object in the document, for errors; empty for the document itself
     * @param value a value of {@link io.github.ossv4.internal.json.JsonTree}
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
     * Applies a function to a value that was parsed from members.
     *
     * @throws IllegalArgumentException if the function throws one; the message names this object
     */
    public <T, R> R checked(T value, Function<T, R> function) {
        try {
            return function.apply(value);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(place + ": " + e.getMessage(), e);
        }
    }

    /** Returns the exception for a member that violates a rule. */
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

    /** Returns whether there is a member. */
    public boolean has(String member) {
        known.add(member);
        return members.containsKey(member);
    }

    private <T> T get(String member, Class<T> type, String rule) {
        if (!has(member)) {
            throw new IllegalArgumentException(nameOf(member) + " is missing");
        }
        Object value = members.get(member);
        if (!type.isInstance(value)) {
            throw invalid(member, rule);
        }
        return type.cast(value);
    }

    /** Returns a text. */
    public String string(String member) {
        return get(member, String.class, "a string");
    }

    /** Returns a whole number between {@code min} and {@code max}. */
    public long integer(String member, long min, long max) {
        String rule = "a whole number from " + min + " to " + max;
        BigInteger number = get(member, BigInteger.class, rule);
        if (number.compareTo(BigInteger.valueOf(min)) < 0 || number.compareTo(BigInteger.valueOf(max)) > 0) {
            throw invalid(member, rule);
        }
        return number.longValue();
    }

    /**
     * Returns an unsigned number of 64 bits. It can be a string, since JavaScript cannot represent all such numbers.
     */
    public long unsigned(String member) {
        String rule = "a whole number from 0 to 18446744073709551615";
        Object value = get(member, Object.class, rule);
        if (value instanceof String || value instanceof BigInteger) {
            try {
                return Long.parseUnsignedLong(value.toString());
            } catch (NumberFormatException e) {
                // The same error as for another type.
            }
        }
        throw invalid(member, rule);
    }

    /** Returns an object whose members are strings; empty if it is missing. */
    public Map<String, String> strings(String member) {
        Map<String, String> strings = new LinkedHashMap<>();
        if (has(member)) {
            JsonMembers object = new JsonMembers(nameOf(member), get(member, Map.class, "an object"));
            object.members.keySet().forEach(name -> strings.put(name.toString(), object.string(name.toString())));
        }
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

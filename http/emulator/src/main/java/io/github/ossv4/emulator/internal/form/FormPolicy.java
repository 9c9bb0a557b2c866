// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.form;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.github.ossv4.emulator.internal.json.JsonMistake;
import io.github.ossv4.emulator.internal.wire.OssError;
import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.internal.json.JsonTree;
import io.github.ossv4.internal.text.Utf8;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The policy of a form: what its signer allows. Immutable.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/postobject">PostObject, appendix: Policy</a>
 */
public final class FormPolicy {
    private static final Pattern TIME =
            Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?Z");
    private static final String EXPIRATION = "expiration";
    private static final String CONDITIONS = "conditions";
    private static final String SIZE = "content-length-range";
    private static final BigInteger MAX = BigInteger.valueOf(Long.MAX_VALUE);

    /**
     * A condition of a policy on a field.
     *
     * @param mode one of {@link #MODES}
     * @param field the name in lower case, without the dollar sign
     * @param values one, or several of a list
     * @param text the condition as written in the policy
     */
    private record Condition(String mode, String field, List<String> values, String text) {
        static final String EQ = "eq";

        /** OSS's matching modes, except the one for sizes. */
        static final List<String> MODES = List.of(EQ, "starts-with", "in", "not-in");

        /** Returns whether the values of a mode are a list. */
        static boolean takesList(String mode) {
            return mode.equals("in") || mode.equals("not-in");
        }

        static Condition of(String mode, String field, List<String> values, String text) {
            return new Condition(mode, field.toLowerCase(Locale.ROOT), List.copyOf(values), text);
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

    /** The policy of forms without a signature. */
    public static final FormPolicy NONE = new FormPolicy(Instant.MAX, List.of());

    private final Instant expiration;
    private final List<Condition> conditions = new ArrayList<>();
    private long minSize;
    private long maxSize = Long.MAX_VALUE;

    private FormPolicy(Instant expiration, List<?> conditions) {
        this.expiration = expiration;
        conditions.forEach(this::add);
    }

    /**
     * Parses a policy.
     *
     * @param base64 the JSON in UTF-8 and Base64
     * @throws OssException if it is malformed
     */
    public static FormPolicy parse(String base64) {
        String json = Utf8.decode(decode(base64));
        if (json == null) {
            throw invalid("0006-00000203", "It is not UTF-8.");
        }
        if (!(JsonTree.parsePolicy(json) instanceof Map<?, ?> members)) {
            String mistake = JsonMistake.of(json);
            throw invalid("0006-00000204", mistake == null ? "Invalid JSON." : "Invalid JSON: " + mistake);
        }
        for (Object name : members.keySet()) {
            if (!name.equals(EXPIRATION) && !name.equals(CONDITIONS)) {
                throw invalid("0006-00000206", "Unexpected: '" + name + "'.");
            }
        }
        if (members.isEmpty()) {
            throw invalid("0006-00000209", "It has neither expiration nor conditions.");
        }
        Object conditions = members.get(CONDITIONS);
        Instant expiration = expiration(members.get(EXPIRATION));
        if (conditions == null) {
            throw invalid("0006-00000207", "It has no conditions.");
        }
        if (!(conditions instanceof List<?> list)) {
            throw invalid("0006-00000214", "Its conditions are not a list.");
        }
        return new FormPolicy(expiration, list);
    }

    private static byte[] decode(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw invalid("0006-00000202", "It is not Base64.");
        }
    }

    private static Instant expiration(@Nullable Object value) {
        if (value == null) {
            throw invalid("0006-00000208", "It has no expiration.");
        }
        if (!(value instanceof String text)) {
            throw invalid("0006-00000210", "Its expiration is not a string.");
        }
        if (text.isEmpty()) {
            throw invalid("0006-00000211", "Its expiration is empty.");
        }
        try {
            if (TIME.matcher(text).matches()) {
                return Instant.parse(text);
            }
        } catch (DateTimeException e) {
            // Not a day of the calendar: the same error as for another format.
        }
        throw invalid("0006-00000212", "Its expiration is not yyyy-MM-ddTHH:mm:ss.SSSZ: '" + text + "'.");
    }

    private void add(Object condition) {
        if (condition instanceof Map<?, ?> pair) {
            addPair(pair);
        } else if (condition instanceof List<?> list) {
            addList(list);
        } else {
            throw invalid("0006-00000222", "A condition is neither an object nor a list.");
        }
    }

    private void addPair(Map<?, ?> pair) {
        if (pair.size() != 1) {
            throw invalid(
                    null, "Invalid Simple-Condition: Simple-Conditions must have exactly one property specified.");
        }
        pair.forEach((name, value) -> {
            if (!(value instanceof String text)) {
                throw invalid("0006-00000224", "The value of " + name + " is not a string.");
            }
            addCondition(Condition.EQ, name.toString(), List.of(text), text);
        });
    }

    private void addList(List<?> list) {
        Object mode = list.isEmpty() ? null : list.get(0);
        if (SIZE.equals(mode)) {
            addSize(list);
            return;
        }
        if (!(mode instanceof String text) || !Condition.MODES.contains(text)) {
            throw invalid("0006-00000216", "A condition has no matching mode.");
        }
        if (list.size() != 3) {
            throw invalid("0006-00000218", "A condition does not have three parts.");
        }
        Object name = list.get(1);
        Object value = list.get(2);
        if (!(name instanceof String field) || !isOfType(value, Condition.takesList(text))) {
            throw invalid("0006-00000224", "A part of a condition is of the wrong type.");
        }
        List<String> values = new ArrayList<>();
        (value instanceof List<?> many ? many : List.of(value)).forEach(one -> values.add(one.toString()));
        addCondition(text, field, values, value);
    }

    private static boolean isOfType(Object value, boolean list) {
        return list
                ? value instanceof List<?> many && many.stream().allMatch(String.class::isInstance)
                : value instanceof String;
    }

    /** @param name with or without the dollar sign: OSS's examples have both */
    private void addCondition(String mode, String name, List<String> values, Object value) {
        String field = name.startsWith("$") ? name.substring(1) : name;
        conditions.add(Condition.of(mode, field, values, json(List.of(mode, "$" + field, value))));
    }

    /** Returns a string or a list of strings as JSON, with a space after each comma as OSS does. */
    private static String json(Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(FormPolicy::json).collect(Collectors.joining(", ", "[", "]"));
        }
        return '"' + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(value.toString())) + '"';
    }

    private void addSize(List<?> list) {
        if (list.size() != 3) {
            throw invalid("0006-00000218", SIZE + " does not have three parts.");
        }
        long min = size(list.get(1));
        long max = size(list.get(2));
        if (max < min) {
            throw invalid("0006-00000219", "The maximum size is less than the minimum.");
        }
        minSize = Math.max(minSize, min);
        maxSize = Math.min(maxSize, max);
    }

    private static long size(Object value) {
        if (value instanceof List<?> || value instanceof Map<?, ?>) {
            throw invalid("0006-00000223", "A size is not a number.");
        }
        if (!(value instanceof BigInteger number) || number.signum() < 0) {
            throw invalid("0006-00000221", "A size is not a positive integer.");
        }
        return number.min(MAX).longValueExact();
    }

    private static OssException contrary(@Nullable String ec, String why) {
        return OssError.ACCESS_DENIED.saying(ec, "Invalid according to Policy: " + why);
    }

    private static OssException invalid(@Nullable String ec, String why) {
        return OssError.INVALID_POLICY.saying(ec, "Invalid Policy: " + why);
    }

    /** Throws if the policy has expired at {@code now}. */
    public void checkTime(Instant now) {
        if (now.isAfter(expiration)) {
            throw contrary("0006-00000213", "Policy expired.");
        }
    }

    /**
     * Checks the fields of a form, without the size of its file.
     *
     * @param pinned the fields that must have a condition with {@code eq} if the form has them
     * @throws OssException if a condition is not fulfilled, or is missing
     */
    public void check(PostForm form, String bucket, List<String> pinned) {
        for (Condition condition : conditions) {
            String value = form.conditionValue(condition.field(), bucket);
            if (value == null || !condition.holds(value)) {
                throw contrary(
                        value == null ? "0006-00000226" : "0006-00000227",
                        "Policy Condition failed: " + condition.text());
            }
        }
        for (String name : pinned) {
            if (form.filled(name) != null && conditions.stream().noneMatch(condition -> condition.pins(name))) {
                throw contrary(null, "Policy Condition missing: $" + name);
            }
        }
    }

    /** Throws if a file with at least {@code bytes} bytes is too large. */
    public void checkMaxSize(long bytes) {
        if (bytes > maxSize) {
            throw OssError.LARGER_THAN_POLICY.with("MaxSizeAllowed", maxSize);
        }
    }

    /** Throws if a file with {@code bytes} bytes is too small. */
    public void checkMinSize(long bytes) {
        if (bytes < minSize) {
            throw OssError.SMALLER_THAN_POLICY.with("ProposedSize", bytes).with("MinSizeAllowed", minSize);
        }
    }
}

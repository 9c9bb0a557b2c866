// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.explain;

import io.github.ossv4.internal.error.KnownError;
import io.github.ossv4.internal.json.JsonTree;
import io.github.ossv4.internal.text.PrintableText;
import io.github.ossv4.internal.text.Utf8;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The explanation of the policy of a form: its conditions in words, what OSS refuses, and what it allows unnoticed.
 *
 * <p>Rule: A policy is explained condition by condition, with what OSS rejects and what it allows ({@code
 * PolicyExplanationTest}).
 */
public final class PolicyExplanation {
    private static final String EXPIRATION = "expiration";
    private static final String CONDITIONS = "conditions";
    private static final String SIZE = "content-length-range";
    private static final List<Object> MODES = Arrays.asList("eq", "starts-with", "in", "not-in", SIZE);
    private static final int MAX_SHOWN = 200;

    private final Instant now;
    private final Explanation.Builder lines = new Explanation.Builder(text -> text);
    private final PinnedFields pinned = new PinnedFields();
    private boolean hasSize;

    private PolicyExplanation(Instant now) {
        this.now = now;
    }

    /**
     * Explains a policy. A fact for each condition in words, a problem for what OSS rejects, with its error code, and
     * advice for what the policy allows. The value of a security token is not shown. Any text can be explained.
     *
     * @param base64 the form's field {@code policy}
     * @param now the time with which the expiration is compared
     */
    public static Explanation explain(String base64, Instant now) {
        PolicyExplanation explanation = new PolicyExplanation(now);
        Map<?, ?> policy = explanation.decode(base64.trim());
        if (policy != null) {
            explanation.explain(policy);
        }
        return explanation.lines.build();
    }

    private @Nullable Map<?, ?> decode(String base64) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            lines.problem(KnownError.POLICY_BASE64);
            return null;
        }
        String json = Utf8.decode(bytes);
        if (json == null) {
            lines.problem(KnownError.POLICY_UTF8);
            return null;
        }
        Object policy = JsonTree.parsePolicy(json);
        if (policy instanceof Map) {
            return (Map<?, ?>) policy;
        }
        lines.problem(KnownError.POLICY_JSON);
        return null;
    }

    private void explain(Map<?, ?> policy) {
        expiration(policy.get(EXPIRATION));
        for (Object name : policy.keySet()) {
            if (!name.equals(EXPIRATION) && !name.equals(CONDITIONS)) {
                lines.problem(KnownError.POLICY_MEMBER, ", has " + name);
            }
        }
        Object conditions = policy.get(CONDITIONS);
        if (conditions == null) {
            lines.problem(KnownError.POLICY_CONDITIONS);
        } else if (!(conditions instanceof List)) {
            lines.problem(KnownError.CONDITIONS_TYPE);
        } else {
            ((List<?>) conditions).forEach(this::condition);
            pinned.check(lines);
            advise();
        }
    }

    private void expiration(@Nullable Object value) {
        if (!(value instanceof String)) {
            lines.problem(value == null ? KnownError.POLICY_EXPIRATION : KnownError.EXPIRATION_TYPE);
            return;
        }
        Instant expiration;
        try {
            expiration = Instant.parse((String) value);
        } catch (DateTimeException e) {
            lines.problem(KnownError.EXPIRATION_FORM, ", was " + value);
            return;
        }
        long seconds = ChronoUnit.SECONDS.between(now, expiration);
        lines.fact(
                "expires", value + (seconds < 0 ? ", " + -seconds + " seconds ago" : ", in " + seconds + " seconds"));
        if (now.isAfter(expiration)) {
            lines.problem(KnownError.POLICY_EXPIRED);
        }
    }

    private void condition(Object condition) {
        if (condition instanceof Map) {
            pair((Map<?, ?>) condition);
        } else if (condition instanceof List && !((List<?>) condition).isEmpty()) {
            list((List<?>) condition);
        } else {
            lines.problem(KnownError.CONDITION_TYPE);
        }
    }

    private void pair(Map<?, ?> pair) {
        if (pair.size() != 1) {
            lines.problem("a condition that is an object must have one member, has " + pair.size());
            return;
        }
        pair.forEach((name, value) -> compare("eq", String.valueOf(name), value));
    }

    private void list(List<?> list) {
        Object mode = list.get(0);
        if (!MODES.contains(mode)) {
            lines.problem(KnownError.CONDITION_MODE, ", was " + mode);
        } else if (list.size() != 3) {
            lines.problem(KnownError.CONDITION_PARTS, ", has " + list.size() + ": " + mode);
        } else if (mode.equals(SIZE)) {
            size(list.get(1), list.get(2));
        } else if (!(list.get(1) instanceof String)) {
            lines.problem(
                    "the second part of a condition must be the name of a field", KnownError.CONDITION_TEXT.key());
        } else {
            String name = (String) list.get(1);
            if (!name.startsWith("$")) {
                lines.advice("the name of a field in a list begins with $, was " + name);
            }
            compare((String) mode, name.startsWith("$") ? name.substring(1) : name, list.get(2));
        }
    }

    private void size(Object least, Object most) {
        if (!(least instanceof BigInteger) || !(most instanceof BigInteger) || ((BigInteger) least).signum() < 0) {
            lines.problem(KnownError.SIZE_TYPE);
            return;
        }
        hasSize = true;
        lines.fact("file size", least + " to " + most + " bytes");
        if (((BigInteger) least).compareTo((BigInteger) most) > 0) {
            lines.problem(KnownError.SIZE_ORDER);
        }
    }

    private void compare(String mode, String name, Object value) {
        String field = name.toLowerCase(Locale.ROOT);
        boolean takesList = mode.equals("in") || mode.equals("not-in");
        List<?> elements = takesList && value instanceof List ? (List<?>) value : Collections.singletonList(value);
        List<String> values = elements.stream()
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .collect(Collectors.toList());
        if (takesList != value instanceof List || values.size() < elements.size()) {
            lines.problem(
                    "the value of the condition on " + name + " must be a "
                            + (takesList ? "list of strings" : "string"),
                    KnownError.CONDITION_TEXT.key());
            return;
        }
        lines.fact(name, words(mode, field, values));
        pinned.add(mode, field, values, lines);
    }

    private static String words(String mode, String field, List<String> values) {
        // Version 1 calls it security-token.
        boolean secret = field.trim().endsWith("security-token");
        String shown = values.stream()
                .map(value -> secret ? "…" : '"' + PrintableText.truncate(value, MAX_SHOWN) + '"')
                .collect(Collectors.joining(", "));
        if (mode.equals("starts-with")) {
            return values.get(0).isEmpty() ? "must be present, with any value" : "must begin with " + shown;
        }
        return (mode.equals("eq") ? "must be " : mode.equals("in") ? "must be one of " : "must be none of ") + shown;
    }

    private void advise() {
        if (!pinned.has("bucket")) {
            lines.advice(
                    "there is no condition on bucket: the form is valid for every bucket of the account in the region");
        }
        if (!pinned.has("key")) {
            lines.advice("there is no condition on key: the uploader chooses any key, and can overwrite every object");
        }
        String prefix = pinned.prefix("key");
        if (prefix != null && !prefix.endsWith("/")) {
            lines.advice(
                    prefix.isEmpty()
                            ? "the key may begin with anything: the uploader can overwrite every object"
                            : "the prefix of the key does not end with a slash: it also allows keys such as "
                                    + Objects.requireNonNull(prefix) + "2/…");
        }
        if (!hasSize) {
            lines.advice("there is no " + SIZE + ": the file may have up to 5 GB");
        }
        if (!pinned.has("callback")) {
            lines.advice("there is no condition on callback: the uploader can choose a callback, or none");
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.form;

import io.github.ossv4.internal.json.JsonText;
import io.github.ossv4.internal.text.PrintableText;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * The policy of a form: its conditions and its expiration. Immutable. {@link FormUpload} builds a policy that is as
 * strict as possible; use this class for other cases.
 *
 * <pre>{@code
 * PostPolicy policy = PostPolicy.builder(Instant.now().plus(Duration.ofMinutes(10)))
 *         .bucket("examplebucket")
 *         .startsWith("key", "users/42/")
 *         .contentLength(0, 10 << 20)
 *         .build();
 * }</pre>
 *
 * <p>Names of form fields are not case-sensitive. Values are case-sensitive and compared before
 * <code>${filename}</code> is replaced. According to the vendor's reference a dollar sign in a value is written
 * {@code \$}, which is not JSON. Here it is not escaped, as in the vendor's own examples with <code>${filename}</code>.
 * Whether OSS accepts another dollar sign is unknown.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/postobject#section-d5z-1ww-wdb">Post policy</a>
 */
public final class PostPolicy {
    /** The largest request, 5 GB; the file must be smaller by the size of the fields. */
    public static final long MAX_FILE_SIZE = 5L << 30;

    private static final DateTimeFormatter EXPIRATION = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private final Instant expiration;
    private final String json;

    PostPolicy(Instant expiration, String json) {
        this.expiration = expiration;
        this.json = json;
    }

    /**
     * Starts a policy that expires at {@code expiration}, with a precision of milliseconds.
     *
     * @throws IllegalArgumentException if it is outside the years 1970 to 9999
     */
    public static Builder builder(Instant expiration) {
        if (expiration.isBefore(Instant.EPOCH) || expiration.isAfter(LAST)) {
            throw new IllegalArgumentException("expiration must be in the years 1970 to 9999, was " + expiration);
        }
        return new Builder(expiration);
    }

    /** Returns the instant from which OSS rejects the form. */
    public Instant expiration() {
        return expiration;
    }

    /** Returns the policy as JSON. */
    public String json() {
        return json;
    }

    /** Returns the JSON in Base64, as in the form and in the signed text. */
    public String base64() {
        return Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the JSON, or only the expiration if the JSON may contain a security token. */
    @Override
    public String toString() {
        return PrintableText.escape("PostPolicy{"
                + (json.toLowerCase(Locale.ROOT).contains("x-oss-security-token")
                        ? EXPIRATION.format(expiration)
                        : json)
                + "}");
    }

    /** Collects conditions. A form must meet all of them. Not thread-safe. */
    public static final class Builder {
        private final Instant expiration;
        private final List<Object> conditions = new ArrayList<>();

        Builder(Instant expiration) {
            this.expiration = Objects.requireNonNull(expiration, "expiration");
        }

        /** Requires the bucket that the form is sent to. */
        public Builder bucket(String bucket) {
            conditions.add(Collections.singletonMap("bucket", FormFields.checkValue("bucket", bucket)));
            return this;
        }

        /**
         * Requires a field to have this value. With an empty value the field must be present and empty.
         *
         * @throws IllegalArgumentException if the name or the value is invalid
         */
        public Builder equalTo(String field, String value) {
            conditions.add(Arrays.asList("eq", reference(field), FormFields.checkValue(field, value)));
            return this;
        }

        /**
         * Requires the value of a field to begin with a prefix. With an empty prefix the field must be present.
         *
         * @throws IllegalArgumentException if the name or the value is invalid
         */
        public Builder startsWith(String field, String prefix) {
            conditions.add(Arrays.asList("starts-with", reference(field), FormFields.checkValue(field, prefix)));
            return this;
        }

        /**
         * Requires a field to have one of these values.
         *
         * @throws IllegalArgumentException if the name or a value is invalid, or there are no values
         */
        public Builder in(String field, Collection<String> values) {
            conditions.add(Arrays.asList("in", reference(field), list(field, values)));
            return this;
        }

        /**
         * Requires a field to be present and to have none of these values.
         *
         * @throws IllegalArgumentException if the name or a value is invalid, or there are no values
         */
        public Builder notIn(String field, Collection<String> values) {
            conditions.add(Arrays.asList("not-in", reference(field), list(field, values)));
            return this;
        }

        /**
         * Requires the size of the file in bytes to be in a range, both limits included.
         *
         * @throws IllegalArgumentException if {@code least} is negative or exceeds {@code most}, or {@code most}
         *     exceeds 5 GB
         */
        public Builder contentLength(long least, long most) {
            if (least < 0 || least > most || most > MAX_FILE_SIZE) {
                throw new IllegalArgumentException("file size must be between 0 and " + MAX_FILE_SIZE
                        + " bytes (5 GB), was " + least + " to " + most);
            }
            conditions.add(Arrays.asList("content-length-range", least, most));
            return this;
        }

        private static List<String> list(String field, Collection<String> values) {
            if (values.isEmpty()) {
                throw new IllegalArgumentException("values must not be empty for field " + PrintableText.escape(field));
            }
            values.forEach(value -> FormFields.checkValue(field, value));
            return new ArrayList<>(values);
        }

        private static String reference(String field) {
            return "$" + FormFields.checkName(field);
        }

        /** Returns the policy. */
        public PostPolicy build() {
            Map<String, Object> policy = new LinkedHashMap<>();
            policy.put("expiration", EXPIRATION.format(expiration));
            policy.put("conditions", conditions);
            return new PostPolicy(expiration, JsonText.of(policy));
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.form;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.ossv4.text.PrintableText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * What a form must be like for OSS to take it, and until when. Immutable. {@link FormUpload} makes one that leaves nothing open
 * that need not be; this is for what it does not cover.
 *
 * <p>Conditions name form fields, in whatever case. Values are compared as they are in the form, case-sensitive, before
 * <code>${filename}</code> is filled in. The vendor's reference wants a dollar sign within a value written as {@code \$}, which
 * is not JSON; it is left as it is here, as in the vendor's own examples with <code>${filename}</code>. Whether OSS takes
 * another one is not known.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/postobject#section-d5z-1ww-wdb">Post policy</a>
 */
public final class PostPolicy {
    /** 5 GB: the largest request, so that a file must be smaller by the fields around it. */
    public static final long MAX_FILE_SIZE = 5L << 30;

    private static final JsonFactory JSON = new JsonFactory();

    private static final DateTimeFormatter EXPIRATION = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private final Instant expiration;
    private final String json;

    private PostPolicy(Instant expiration, String json) {
        this.expiration = expiration;
        this.json = json;
    }

    /**
     * Starts a policy that holds until {@code expiration}; milliseconds count.
     *
     * @throws IllegalArgumentException if that is not within the years 1970 to 9999
     */
    public static Builder builder(Instant expiration) {
        if (expiration.isBefore(Instant.EPOCH) || expiration.isAfter(LAST)) {
            throw new IllegalArgumentException("a policy expires within the years 1970 to 9999: " + expiration);
        }
        return new Builder(expiration);
    }

    /** Until when OSS takes a form with it. */
    public Instant expiration() {
        return expiration;
    }

    /** The policy as it is to be read. */
    public String json() {
        return json;
    }

    /** The policy as a form carries it, and as it is signed: its JSON in Base64. */
    public String base64() {
        return Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    /** The JSON, unless it could hold a security token: then its expiration alone. */
    @Override
    public String toString() {
        return PrintableText.escape("PostPolicy{"
                + (json.toLowerCase(Locale.ROOT).contains("x-oss-security-token")
                        ? EXPIRATION.format(expiration)
                        : json)
                + "}");
    }

    /** Collects conditions, all of which must hold. Not thread-safe. */
    public static final class Builder {
        private final Instant expiration;
        private final List<Object> conditions = new ArrayList<>();

        private Builder(Instant expiration) {
            this.expiration = Objects.requireNonNull(expiration, "expiration");
        }

        /** The bucket that the form is sent to. */
        public Builder bucket(String bucket) {
            conditions.add(Collections.singletonMap("bucket", FormFields.checkValue("bucket", bucket)));
            return this;
        }

        /**
         * A field must have this value. One that is empty must be there, and empty.
         *
         * @throws IllegalArgumentException if there can be no such field, or none of this value
         */
        public Builder equalTo(String field, String value) {
            conditions.add(Arrays.asList("eq", reference(field), FormFields.checkValue(field, value)));
            return this;
        }

        /**
         * A field must begin so; with an empty prefix it must be there.
         *
         * @throws IllegalArgumentException if there can be no such field, or none of this value
         */
        public Builder startsWith(String field, String prefix) {
            conditions.add(Arrays.asList("starts-with", reference(field), FormFields.checkValue(field, prefix)));
            return this;
        }

        /**
         * A field must have one of these values.
         *
         * @throws IllegalArgumentException if there can be no such field or none of one of these values, or no value is given
         */
        public Builder in(String field, Collection<String> values) {
            conditions.add(Arrays.asList("in", reference(field), list(field, values)));
            return this;
        }

        /**
         * A field must be there, and have none of these values.
         *
         * @throws IllegalArgumentException if there can be no such field or none of one of these values, or no value is given
         */
        public Builder notIn(String field, Collection<String> values) {
            conditions.add(Arrays.asList("not-in", reference(field), list(field, values)));
            return this;
        }

        /**
         * The file must have so many bytes, both ends included.
         *
         * @throws IllegalArgumentException if {@code least} is negative or above {@code most}, or this is above 5 GB
         */
        public Builder contentLength(long least, long most) {
            if (least < 0 || least > most || most > MAX_FILE_SIZE) {
                throw new IllegalArgumentException(
                        "a file of " + least + " to " + most + " bytes, 0 to " + MAX_FILE_SIZE + " (5 GB) are allowed");
            }
            conditions.add(Arrays.asList("content-length-range", least, most));
            return this;
        }

        private static List<String> list(String field, Collection<String> values) {
            if (values.isEmpty()) {
                throw new IllegalArgumentException("no values for field " + PrintableText.escape(field));
            }
            values.forEach(value -> FormFields.checkValue(field, value));
            return new ArrayList<>(values);
        }

        private static String reference(String field) {
            return "$" + FormFields.checkName(field);
        }

        /** The policy as collected so far. */
        public PostPolicy build() {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (JsonGenerator generator = JSON.createGenerator(bytes)) {
                generator.writeStartObject();
                generator.writeStringField("expiration", EXPIRATION.format(expiration));
                generator.writeFieldName("conditions");
                write(generator, conditions);
                generator.writeEndObject();
            } catch (IOException e) {
                throw new UncheckedIOException("an array has failed", e);
            }
            return new PostPolicy(expiration, new String(bytes.toByteArray(), StandardCharsets.UTF_8));
        }

        private static void write(JsonGenerator generator, Object value) throws IOException {
            if (value instanceof List) {
                generator.writeStartArray();
                for (Object element : (List<?>) value) {
                    write(generator, element);
                }
                generator.writeEndArray();
            } else if (value instanceof Map) {
                generator.writeStartObject();
                for (Map.Entry<?, ?> member : ((Map<?, ?>) value).entrySet()) {
                    generator.writeFieldName((String) member.getKey());
                    write(generator, member.getValue());
                }
                generator.writeEndObject();
            } else if (value instanceof Long) {
                generator.writeNumber((Long) value);
            } else {
                generator.writeString((String) value);
            }
        }
    }
}

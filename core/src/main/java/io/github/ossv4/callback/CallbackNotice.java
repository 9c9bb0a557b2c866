// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.callback;

import io.github.ossv4.text.PercentEncoding;
import io.github.ossv4.text.PrintableText;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a callback says of the object that was stored. Immutable.
 *
 * <p>A fact is found under the name that OSS's variable has, as {@link CallbackBody} writes it, unless another was said;
 * whatever else the body has is found by its {@link #value(String) name}. A fact that the body does not state, or states as
 * empty, is null. What JSON nests is named with dots: {@code {"a":{"b":[1]}}} has the field {@code a.b.0}.
 *
 * <p>Before size, ETag or CRC64 are relied on, ask OSS for them and look at {@link #contradictions}: whoever holds a
 * token can have any of them sent.
 */
public final class CallbackNotice {
    /**
     * A body is at most so long, in bytes: 1 MiB. It has at most 256 fields, with names of at most 1024 characters; in JSON
     * objects and lists count as well, and are nested at most 8 deep.
     */
    public static final int MAX_BYTES = 1 << 20;

    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,20}");

    private final Map<String, String> values;

    /** Of the facts that stand in a field of another name than the variable's own. */
    private final Map<CallbackVariable, String> names;

    private final @Nullable Long size;
    private final @Nullable Long crc64;

    private CallbackNotice(Map<String, String> values, Map<CallbackVariable, String> names) {
        this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        this.names = new EnumMap<>(CallbackVariable.class);
        this.names.putAll(names);
        this.size = number(CallbackVariable.SIZE, false);
        this.crc64 = number(CallbackVariable.CRC64, true);
    }

    /**
     * Reads a body. It says nothing of who sent it: {@link CallbackReceiver} does both.
     *
     * @param contentType {@code application/x-www-form-urlencoded} or {@code application/json}, with or without parameters
     * @throws InvalidCallbackException if the body is not what its content type says, or not UTF-8; if it has a field
     *     twice, or is beyond a limit; if a size or CRC64 is no number
     */
    public static CallbackNotice parse(@Nullable String contentType, byte[] body) {
        return parse(contentType, body, Collections.emptyMap());
    }

    /**
     * The same, where the template gives a fact another name than the variable's own, such as {@code filename=${object}}.
     *
     * @param names of the fields that such facts stand in
     */
    public static CallbackNotice parse(@Nullable String contentType, byte[] body, Map<CallbackVariable, String> names) {
        return new CallbackNotice(BodyFields.of(contentType, body), names);
    }

    private @Nullable Long number(CallbackVariable variable, boolean unsigned) {
        String text = value(variable);
        if (text == null) {
            return null;
        }
        try {
            if (DECIMAL.matcher(text).matches()) {
                return unsigned ? Long.parseUnsignedLong(text) : Long.parseLong(text);
            }
        } catch (NumberFormatException e) {
            // Too large: said below.
        }
        throw BodyFields.invalid(variable.ossName() + " is no number of 64 bits: " + CallbackRefused.shown(text));
    }

    /** The bucket. */
    public @Nullable String bucket() {
        return value(CallbackVariable.BUCKET);
    }

    /** The object's key. */
    public @Nullable String key() {
        return value(CallbackVariable.OBJECT);
    }

    /** The ETag without quotes, whether the body has them or not. */
    public @Nullable String etag() {
        String etag = value(CallbackVariable.ETAG);
        return etag == null ? null : unquoted(etag);
    }

    private static String unquoted(String etag) {
        boolean quoted = etag.length() >= 2 && etag.startsWith("\"") && etag.endsWith("\"");
        return quoted ? etag.substring(1, etag.length() - 1) : etag;
    }

    /** The size in bytes. */
    public @Nullable Long size() {
        return size;
    }

    /** The CRC64, to be read as unsigned, see {@link io.github.ossv4.checksum.Crc64#toString(long)}. */
    public @Nullable Long crc64() {
        return crc64;
    }

    /** The content type. */
    public @Nullable String mimeType() {
        return value(CallbackVariable.MIME_TYPE);
    }

    /** The request id of the upload. */
    public @Nullable String requestId() {
        return value(CallbackVariable.REQUEST_ID);
    }

    /** The value of the field of one of OSS's variables, as the body has it; null if the body has none or an empty one. */
    public @Nullable String value(CallbackVariable variable) {
        String value = values.get(field(variable));
        return value == null || value.isEmpty() ? null : value;
    }

    /**
     * The value of a field; null if there is no such field, or if it is one of OSS's variables and empty, as for
     * {@link #value(CallbackVariable)}. The value of another field, such as a custom variable {@code x:…}, may be empty.
     */
    public @Nullable String value(String name) {
        String value = values.get(name);
        return value != null && value.isEmpty() && isFact(name) ? null : value;
    }

    private boolean isFact(String name) {
        for (CallbackVariable variable : CallbackVariable.values()) {
            if (name.equals(field(variable))) {
                return true;
            }
        }
        return false;
    }

    private String field(CallbackVariable variable) {
        return names.getOrDefault(variable, variable.ossName());
    }

    /** All fields by name, in the order of the body. Values may be empty. */
    public Map<String, String> values() {
        return values;
    }

    /**
     * The facts that are not as OSS itself states them, to a HEAD for instance. Compared are bucket, key, size, ETag,
     * CRC64, content type and MD5, each <b>where both sides have it</b>: a notice without a size contradicts none. Empty
     * if all of these are the same.
     */
    public Set<CallbackVariable> contradictions(ObjectFacts stored) {
        Set<CallbackVariable> contradictions = EnumSet.noneOf(CallbackVariable.class);
        compare(contradictions, CallbackVariable.BUCKET, bucket(), stored);
        compare(contradictions, CallbackVariable.OBJECT, key(), stored);
        compare(contradictions, CallbackVariable.SIZE, size == null ? null : Long.toString(size), stored);
        compare(contradictions, CallbackVariable.ETAG, etag(), stored);
        compare(contradictions, CallbackVariable.CRC64, crc64 == null ? null : Long.toUnsignedString(crc64), stored);
        compare(contradictions, CallbackVariable.MIME_TYPE, mimeType(), stored);
        compare(contradictions, CallbackVariable.CONTENT_MD5, value(CallbackVariable.CONTENT_MD5), stored);
        return Collections.unmodifiableSet(contradictions);
    }

    private static void compare(
            Set<CallbackVariable> contradictions,
            CallbackVariable variable,
            @Nullable String said,
            ObjectFacts stored) {
        Object fact = stored.value(variable.ossName());
        if (said == null || fact == null) {
            return;
        }
        String text = fact.toString();
        if (!said.equals(variable == CallbackVariable.ETAG ? unquoted(text) : text)) {
            contradictions.add(variable);
        }
    }

    /**
     * A name for what this reports: the same for a callback that comes twice, so that the second can be answered like the
     * first and nothing be done. It is made of bucket, key and the request id of the upload; where the body has none, of
     * bucket, key and ETag, by which uploads of the same bytes to one key are one; else of all fields. Have the body name
     * {@code ${reqId}}: with the ETag alone, who uploads A, then B, then A again seems to have left B there.
     *
     * <p>Look it up once {@link #contradictions} are ruled out. Before that, whoever holds a token could use up the name of
     * a callback that is yet to come.
     */
    public String replayKey() {
        String etag = etag();
        String requestId = requestId();
        String object = encoded(bucket()) + '/' + encoded(key()) + '/';
        if (requestId != null) {
            return object + "reqId=" + encoded(requestId);
        }
        if (etag != null) {
            return object + "etag=" + encoded(etag);
        }
        StringBuilder fields = new StringBuilder(object);
        values.forEach((name, value) ->
                fields.append('&').append(encoded(name)).append('=').append(encoded(value)));
        return fields.toString();
    }

    private static String encoded(@Nullable String text) {
        return text == null ? "" : PercentEncoding.encode(text);
    }

    /** Names bucket, key and fields; the values of other fields, which may be secrets, are not shown. */
    @Override
    public String toString() {
        return PrintableText.escape("CallbackNotice{" + bucket() + " " + key() + " " + values.keySet() + "}");
    }
}

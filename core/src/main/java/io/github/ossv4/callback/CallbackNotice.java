// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.callback;

import io.github.ossv4.internal.text.PrintableText;
import io.github.ossv4.text.PercentEncoding;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The content of a callback: facts about the stored object. Immutable.
 *
 * <p>By default the field of a fact has the name of OSS's variable, as {@link CallbackBody} writes it; other fields are
 * available by {@link #value(String) name}. A fact is null if the body does not contain it or it is empty. Names of
 * nested JSON contain dots: {@code {"a":{"b":[1]}}} has the field {@code a.b.0}.
 *
 * <p>Anyone who has a token can send any size, ETag or CRC64. Before you rely on them, compare them with the object in
 * OSS by {@link #contradictions}.
 */
public final class CallbackNotice {
    /**
     * The maximum size of a body, 1 MiB. A body has at most 256 fields, with names of at most 1024 characters. In JSON,
     * objects and arrays count as fields, and are nested at most 8 deep.
     */
    public static final int MAX_BYTES = 1 << 20;

    private static final int MAX_DIGITS = 20;
    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,20}");

    private final Map<String, String> values;

    /** The names of fields that differ from the names of their variables. */
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
     * Parses a body. Does not check its sender: {@link CallbackReceiver} does both.
     *
     * @param contentType {@code application/x-www-form-urlencoded} or {@code application/json}, with or without
     *     parameters
     * @throws InvalidCallbackException if the body is malformed for its content type, is not UTF-8, repeats a field or
     *     exceeds a limit, or if size or CRC64 is not a number
     */
    public static CallbackNotice parse(@Nullable String contentType, byte[] body) {
        return parse(contentType, body, Collections.emptyMap());
    }

    /**
     * Parses a body in which fields have other names than their variables, such as {@code filename=${object}}.
     *
     * @param contentType the header of the callback; null if there was none
     * @param names the field of each variable whose field has another name
     */
    public static CallbackNotice parse(@Nullable String contentType, byte[] body, Map<CallbackVariable, String> names) {
        return new CallbackNotice(BodyFields.parse(contentType, body), names);
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
            // Too large: reported below.
        }
        // A form without a separator may have a token in it.
        String was = text.length() > MAX_DIGITS ? text.length() + " characters" : CallbackRejectedException.shown(text);
        throw BodyFields.invalid(variable.ossName() + " must be a 64-bit number, was " + was);
    }

    /** Returns the bucket. */
    public @Nullable String bucket() {
        return value(CallbackVariable.BUCKET);
    }

    /** Returns the object's key. */
    public @Nullable String key() {
        return value(CallbackVariable.OBJECT);
    }

    /** Returns the ETag without quotes. */
    public @Nullable String etag() {
        String etag = value(CallbackVariable.ETAG);
        return etag == null ? null : unquoted(etag);
    }

    private static String unquoted(String etag) {
        boolean quoted = etag.length() >= 2 && etag.startsWith("\"") && etag.endsWith("\"");
        return quoted ? etag.substring(1, etag.length() - 1) : etag;
    }

    /** Returns the size in bytes. */
    public @Nullable Long size() {
        return size;
    }

    /** Returns the CRC64, an unsigned number, see {@link io.github.ossv4.checksum.Crc64#toString(long)}. */
    public @Nullable Long crc64() {
        return crc64;
    }

    /** Returns the content type. */
    public @Nullable String mimeType() {
        return value(CallbackVariable.MIME_TYPE);
    }

    /** Returns the request id of the upload. */
    public @Nullable String requestId() {
        return value(CallbackVariable.REQUEST_ID);
    }

    /** Returns the value of the field of one of OSS's variables; null if it is missing or empty. */
    public @Nullable String value(CallbackVariable variable) {
        String value = values.get(field(variable));
        return value == null || value.isEmpty() ? null : value;
    }

    /**
     * Returns the value of a field; null if the field is missing, or if it belongs to one of OSS's variables and is
     * empty. The value of another field, such as a custom variable {@code x:…}, may be empty.
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

    /** Returns all fields by name, in the order of the body. Values may be empty. */
    public Map<String, String> values() {
        return values;
    }

    /**
     * Returns the facts that differ from the object in OSS, for example in the response to HEAD. Compares bucket, key,
     * size, ETag, CRC64, content type and MD5, each <b>only if both sides have it</b>: a notice without a size does not
     * contradict any size. Empty if all are equal.
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
            @Nullable String noticed,
            ObjectFacts stored) {
        Object fact = stored.value(variable.ossName());
        if (noticed == null || fact == null) {
            return;
        }
        String text = fact.toString();
        if (!noticed.equals(variable == CallbackVariable.ETAG ? unquoted(text) : text)) {
            contradictions.add(variable);
        }
    }

    /**
     * Returns a key to detect repeated callbacks: respond to the second as to the first, without processing it again.
     * It consists of bucket, key and request id of the upload. If the body has no request id, it consists of bucket,
     * key and ETag, which are equal for uploads of the same bytes to one key; if it has no ETag either, of all fields.
     * Include {@code ${reqId}} in the body: with only the ETag, if you upload A, B and A again, the last upload has the
     * key of the first.
     *
     * <p>Use it after you have checked {@link #contradictions}. Otherwise anyone who has a token could use up the key
     * of a later callback.
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

    /** Returns bucket, key and the names of all fields. Other values are omitted, since they may be secrets. */
    @Override
    public String toString() {
        return PrintableText.escape("CallbackNotice{" + bucket() + " " + key() + " " + values.keySet() + "}");
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.form;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.ossv4.text.PrintableText;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a form that OSS takes, all but the file. Immutable. Whoever has it can upload what it allows until it expires:
 * give it to nobody else, and do not log it.
 */
public final class SignedForm {
    private static final JsonFactory JSON = new JsonFactory();

    private final Map<String, String> fields;

    private SignedForm(Map<String, String> fields) {
        this.fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /**
     * A form that was signed elsewhere, such as by an application server for an app.
     *
     * @param fields in the order in which they are to be sent; all of them without the file
     * @throws IllegalArgumentException if there is no {@code key}, no field can be called so, a value has more than 2 MB or is
     *     no UTF-8, or two names differ by case alone
     */
    public static SignedForm of(Map<String, String> fields) {
        Map<String, String> byLowerCase = new LinkedHashMap<>();
        fields.forEach((name, value) -> {
            FormFields.checkValue(FormFields.checkName(name), value);
            if (byLowerCase.put(name.toLowerCase(Locale.ROOT), value) != null) {
                throw new IllegalArgumentException("field given twice: " + PrintableText.escape(name));
            }
        });
        if (!byLowerCase.containsKey("key")) {
            throw new IllegalArgumentException("a form without the field \"key\"");
        }
        return new SignedForm(fields);
    }

    /** Name and value of each field, in the order in which they are to be sent, before the file. */
    public Map<String, String> fields() {
        return fields;
    }

    /** The value of a field, whose name is not case-sensitive; null if there is none. */
    public @Nullable String field(String name) {
        for (Map.Entry<String, String> field : fields.entrySet()) {
            if (field.getKey().equalsIgnoreCase(name)) {
                return field.getValue();
            }
        }
        return null;
    }

    /**
     * The same form with another value of a field, or a further one: a key under the prefix that it allows, or the type of the
     * file, {@code x-oss-content-type}, where it leaves a choice. OSS refuses what the policy does not allow.
     *
     * @throws IllegalArgumentException as {@link #of}
     */
    public SignedForm with(String name, String value) {
        Map<String, String> all = new LinkedHashMap<>();
        fields.forEach((known, before) -> all.put(known, known.equalsIgnoreCase(name) ? value : before));
        if (field(name) == null) {
            all.put(name, value);
        }
        return of(all);
    }

    /**
     * The key that a file of this name gets where the form is sent by {@link FormEncoding} or a browser: a path before it is left
     * out, and quotes and line breaks in it are escaped.
     */
    public String key(String filename) {
        return Objects.requireNonNull(field("key")).replace(FormUpload.FILENAME, FormEncoding.sent(filename));
    }

    /** The fields as a JSON object, for a page. */
    public String json() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            for (Map.Entry<String, String> field : fields.entrySet()) {
                json.writeStringField(field.getKey(), field.getValue());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a string has failed", e);
        }
        return text.toString();
    }

    /** Names the key and the other fields; values are left out. */
    @Override
    public String toString() {
        return PrintableText.escape("SignedForm{" + field("key") + ", " + fields.keySet() + "}");
    }
}

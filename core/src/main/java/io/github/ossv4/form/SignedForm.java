// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.form;

import io.github.ossv4.internal.json.JsonText;
import io.github.ossv4.internal.text.PrintableText;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a signed form, without the file. Immutable. Anyone who has it can upload until it expires: give it only
 * to the uploader, and do not log it.
 */
public final class SignedForm {
    private final Map<String, String> fields;

    private SignedForm(Map<String, String> fields) {
        this.fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /**
     * Returns a form that was signed elsewhere, for example by an application server for an app.
     *
     * @param fields all fields except the file, in the order in which they are sent
     * @throws IllegalArgumentException if there is no {@code key}, a name is invalid, a value exceeds 2 MB or has no
     *     UTF-8 form, or two names differ only in case
     */
    public static SignedForm of(Map<String, String> fields) {
        Map<String, String> byLowerCase = new LinkedHashMap<>();
        fields.forEach((name, value) -> {
            FormFields.checkValue(FormFields.checkName(name), value);
            if (byLowerCase.put(name.toLowerCase(Locale.ROOT), value) != null) {
                throw new IllegalArgumentException("field is repeated: " + PrintableText.escape(name));
            }
        });
        if (!byLowerCase.containsKey("key")) {
            throw new IllegalArgumentException("form has no field \"key\"");
        }
        return new SignedForm(fields);
    }

    /** Returns name and value of each field. Send them in this order, before the file. */
    public Map<String, String> fields() {
        return fields;
    }

    /** Returns the value of a field; null if there is none. Names are not case-sensitive. */
    public @Nullable String field(String name) {
        for (Map.Entry<String, String> field : fields.entrySet()) {
            if (field.getKey().equalsIgnoreCase(name)) {
                return field.getValue();
            }
        }
        return null;
    }

    /**
     * Returns the form with a replaced or added field: a key with the allowed prefix, or the type of the file,
     * {@code x-oss-content-type}, if the policy allows several. OSS rejects values that the policy does not allow.
     *
     * @param name the name of the field, which is not case-sensitive
     * @throws IllegalArgumentException in the same cases as {@link #of}
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
     * Returns the key of a file named {@code filename} if the form is sent by {@link FormEncoding} or a browser: a path
     * before the name is removed, and quotes and line breaks are escaped.
     */
    public String key(String filename) {
        return Objects.requireNonNull(field("key")).replace(FormUpload.FILENAME, FormEncoding.encodeFilename(filename));
    }

    /** Returns the fields as a JSON object, for a web page. */
    public String json() {
        return JsonText.of(fields);
    }

    /** Returns the key and the names of the other fields; values are omitted. */
    @Override
    public String toString() {
        return PrintableText.escape("SignedForm{" + field("key") + ", " + fields.keySet() + "}");
    }
}

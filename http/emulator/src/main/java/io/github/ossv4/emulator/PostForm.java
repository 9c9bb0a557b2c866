// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The fields of a form up to its file, whose content is yet to come. Immutable. */
final class PostForm implements StorageRequest {
    static final String POLICY = "policy";

    private static final String FILENAME = "${filename}";
    private static final Pattern BLANKS = Pattern.compile("^[ \\t]+|[ \\t]+$");
    private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x08\\x0a-\\x1f\\x7f]");

    private final Map<String, String> fields;
    private final FieldHeaders file;

    private PostForm(Map<String, String> fields, FieldHeaders file) {
        this.fields = Collections.unmodifiableMap(fields);
        this.file = file;
    }

    /**
     * The form of these fields.
     *
     * @throws OssException if one is not emulated
     */
    static PostForm of(Map<String, String> fields, FieldHeaders file) {
        Map<String, String> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        copy.putAll(fields);
        PostForm form = new PostForm(copy, file);
        form.headerNames().forEach(Coverage::checkField);
        return form;
    }

    /** The fields by name, as they were written; the map finds them in any case. */
    Map<String, String> fields() {
        return fields;
    }

    /** A field's value; null where there is none. */
    @Nullable
    String field(String name) {
        return fields.get(name);
    }

    /** A field's value; null where there is none or nothing in it, as forms have it where nobody filled one in. */
    @Nullable
    String filled(String name) {
        String value = fields.get(name);
        return value == null || value.isEmpty() ? null : value;
    }

    /**
     * The object's key, with the file's name where the form wants it.
     *
     * @throws OssException if there is none, or OSS allows no such
     */
    String key() {
        String key = filled("key");
        if (key == null) {
            throw OssException.incorrectNumberOfFiles(null, "The field key is missing.");
        }
        String filename = file.filename() == null ? "" : file.filename();
        String expanded = key.replace(FILENAME, filename.substring(filename.lastIndexOf('/') + 1));
        if (expanded.isEmpty()) {
            throw OssException.invalidObjectName("0016-00000003", "The Length of Object name must be greater than 0.");
        }
        return Addressing.checkKey(expanded);
    }

    /**
     * What a condition of the policy is compared with; null where the form has no such field. The object's own type is
     * compared wherever it stands.
     */
    @Nullable
    String compared(String name, String bucket) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "bucket" -> bucket;
            case "content-type" -> contentType();
            default -> field(name);
        };
    }

    private @Nullable String contentType() {
        String best = filled("x-oss-content-type");
        String ofFile = file.contentType();
        if (best != null) {
            return best;
        }
        return ofFile != null && !ofFile.isEmpty() ? ofFile : field("content-type");
    }

    @Override
    public @Nullable String header(String name) {
        String value = name.equalsIgnoreCase("content-type") ? contentType() : field(name);
        if (value == null) {
            return null;
        }
        if (CONTROL.matcher(value).find()) {
            throw OssException.invalidArgument(null, "The field holds a control character.", name, value);
        }
        // As a header it would have lost them on the way.
        return BLANKS.matcher(value).replaceAll("");
    }

    @Override
    public SortedSet<String> headerNames() {
        SortedSet<String> names = new TreeSet<>();
        fields.keySet().forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
        return names;
    }
}

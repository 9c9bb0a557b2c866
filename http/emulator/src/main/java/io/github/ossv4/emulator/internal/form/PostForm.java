// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.form;

import io.github.ossv4.emulator.internal.object.ObjectName;
import io.github.ossv4.emulator.internal.wire.OssError;
import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.emulator.internal.wire.StorageRequest;
import io.github.ossv4.object.ObjectHeaders;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The fields of a form before its file. Immutable. */
public final class PostForm implements StorageRequest {
    public static final String POLICY = "policy";

    /** The emulated fields of those that start with {@code x-oss-}. */
    private static final Set<String> EMULATED = Set.of(
            "x-oss-content-type",
            "x-oss-credential",
            "x-oss-date",
            "x-oss-forbid-overwrite",
            "x-oss-object-acl",
            "x-oss-security-token",
            "x-oss-server-side-encryption",
            "x-oss-server-side-encryption-key-id",
            "x-oss-signature",
            "x-oss-signature-version",
            "x-oss-storage-class");

    private static final String FILENAME = "${filename}";
    private static final Pattern WHITESPACE = Pattern.compile("^[ \\t]+|[ \\t]+$");
    private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x08\\x0a-\\x1f\\x7f]");

    private final Map<String, String> fields;
    private final FieldHeaders file;

    private PostForm(Map<String, String> fields, FieldHeaders file) {
        this.fields = Collections.unmodifiableMap(fields);
        this.file = file;
    }

    /**
     * Creates a form.
     *
     * @throws OssException if a field is not emulated
     */
    public static PostForm of(Map<String, String> fields, FieldHeaders file) {
        Map<String, String> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        copy.putAll(fields);
        PostForm form = new PostForm(copy, file);
        form.headerNames().forEach(PostForm::checkEmulated);
        return form;
    }

    /** Throws if a field is not emulated. A field without meaning for OSS is ignored: browsers send buttons too. */
    private static void checkEmulated(String name) {
        boolean ofOss = name.startsWith("x-oss-") && !name.startsWith(ObjectHeaders.METADATA_PREFIX);
        if ((ofOss && !EMULATED.contains(name)) || name.equals("callback-var")) {
            throw OssException.notImplemented("the field " + name + " of a form");
        }
    }

    /** Returns the fields by name. The map ignores case. */
    public Map<String, String> fields() {
        return fields;
    }

    /** Returns a field, or null if there is none. */
    @Nullable
    public String field(String name) {
        return fields.get(name);
    }

    /** Returns a field, or null if there is none or it is empty, as a field of a form that was not filled in. */
    @Nullable
    public String filled(String name) {
        String value = fields.get(name);
        return value == null || value.isEmpty() ? null : value;
    }

    /**
     * Returns a field that must precede the file.
     *
     * @param ec the EC if it is missing
     * @throws OssException if it is missing
     */
    public String required(String name, @Nullable String ec) {
        String value = filled(name);
        if (value == null) {
            throw OssException.invalidArgument(
                    ec,
                    "The bucket POST must contain the specified '" + name
                            + "'. If it is specified, please check the order of the fields",
                    name,
                    "");
        }
        return value;
    }

    /**
     * Returns the key of the object, with <code>${filename}</code> replaced by the name of the file.
     *
     * @throws OssException if it is missing, or OSS does not allow it
     */
    public String key() {
        String key = required("key", null);
        String filename = file.filename() == null ? "" : file.filename();
        String expanded = key.replace(FILENAME, filename.substring(filename.lastIndexOf('/') + 1));
        if (expanded.isEmpty()) {
            throw OssError.INVALID_OBJECT_NAME.saying(
                    "0016-00000003", "The Length of Object name must be greater than 0.");
        }
        return ObjectName.checkKey(expanded);
    }

    /**
     * Returns the value that a condition of the policy applies to, or null if the form does not have the field. For
     * {@code content-type} it is the type of the object, from whatever field.
     */
    @Nullable
    String conditionValue(String name, String bucket) {
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
            throw OssException.invalidArgument("The field contains a control character.", name, value);
        }
        // As in a header, whose whitespace HTTP removes.
        return WHITESPACE.matcher(value).replaceAll("");
    }

    @Override
    public SortedSet<String> headerNames() {
        SortedSet<String> names = new TreeSet<>();
        fields.keySet().forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
        return names;
    }
}

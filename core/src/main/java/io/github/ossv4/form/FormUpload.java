// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.form;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.internal.text.PrintableText;
import io.github.ossv4.internal.text.ResourceNames;
import io.github.ossv4.object.ObjectAcl;
import io.github.ossv4.object.ObjectHeaders;
import io.github.ossv4.sign.Signer;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The conditions of a form upload by others: the key, the size, the content types and the callback. Immutable.
 *
 * <pre>{@code
 * SignedForm form = FormUpload.underPrefix("examplebucket", "users/42/")
 *         .maxSize(10 << 20)
 *         .contentTypes("image/jpeg", "image/png")
 *         .callback(callback)
 *         .build()
 *         .sign(signer, Instant.now(), Duration.ofMinutes(10));
 * }</pre>
 *
 * <p>The signed policy pins bucket, key or prefix, size, content types, every header and all metadata, the callback
 * with its variables, the ACL (by by default the bucket's), and the status of the response. The uploader cannot
 * change these. <b>The uploader can add anything that is not set here</b>, since a policy can only require fields: a
 * callback if there is none, a redirect, further metadata, headers such as {@code Content-Disposition}, and any type if
 * no types are set.
 *
 * <p>Rule: Form: the policy pins what the uploader may send; the file is last ({@code FormTest}).
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/postobject">PostObject</a>
 */
public final class FormUpload {
    /** The placeholder in a key for the name of the uploaded file. */
    public static final String FILENAME = "${filename}";

    /** The maximum validity of a signed form. */
    public static final Duration MAX_VALIDITY = Duration.ofDays(7);

    /** The form field of the content type. It takes precedence over the type of the file's part. */
    static final String CONTENT_TYPE = "x-oss-content-type";

    private final String bucket;
    private final String key;
    private final boolean prefix;
    private final long minSize;
    private final long maxSize;
    private final Set<String> contentTypes;
    private final Map<String, String> fields;

    FormUpload(Builder builder) {
        this.bucket = builder.bucket;
        this.key = builder.key;
        this.prefix = builder.prefix;
        this.minSize = builder.minSize;
        this.maxSize = builder.maxSize;
        this.contentTypes = new LinkedHashSet<>(builder.contentTypes);
        this.fields = builder.fields();
    }

    /**
     * Starts an upload to one key, which may contain {@link #FILENAME} once. The uploader chooses the file's name.
     * According to an older page of OSS's documentation a path before the name is removed; newer pages do not mention
     * it.
     *
     * @throws IllegalArgumentException if the name of the bucket or the key is invalid, or the key contains a line
     *     break or another control character
     */
    public static Builder toKey(String bucket, String key) {
        int first = Objects.requireNonNull(key, "key").indexOf("${");
        if (first >= 0 && (!key.startsWith(FILENAME, first) || key.indexOf("${", first + 1) >= 0)) {
            throw new IllegalArgumentException("key must contain " + FILENAME + " at most once, and no other ${, was \""
                    + PrintableText.escape(key) + "\"");
        }
        return new Builder(bucket, FormFields.checkPinned("key", ResourceNames.checkKey(key)), false);
    }

    /**
     * Starts an upload to any key with a prefix. End the prefix with a slash: {@code users/4} allows {@code users/42/}
     * too. The form's key is the prefix and the name of the file. A second file with the same name overwrites the first
     * unless {@link Builder#forbidOverwrite} is set.
     *
     * @throws IllegalArgumentException if the name of the bucket is invalid, no key can have the prefix, or the prefix
     *     is empty or contains a $, a line break or another control character
     */
    public static Builder underPrefix(String bucket, String prefix) {
        if (Objects.requireNonNull(prefix, "prefix").isEmpty()) {
            throw new IllegalArgumentException(
                    "prefix must not be empty, which would allow any key of the bucket: use a folder, such as users/42/");
        }
        ResourceNames.checkPrefix(prefix);
        // A name of at least one byte follows.
        ResourceNames.checkPrefix(prefix + "x");
        if (prefix.indexOf('$') >= 0) {
            // OSS checks the policy before it replaces the placeholder: the uploader would choose the rest.
            throw new IllegalArgumentException(
                    "prefix must not contain $, which OSS may replace, was \"" + PrintableText.escape(prefix) + "\"");
        }
        return new Builder(bucket, FormFields.checkPinned("key", prefix), true);
    }

    /**
     * Signs the form.
     *
     * @param signer a signer for the bucket's region
     * @param now the instant from which the form is valid
     * @param validity 1 second to 7 days. With temporary credentials the form expires with them, if they expire earlier
     * @throws IllegalArgumentException if {@code validity} is out of range
     */
    public SignedForm sign(Signer signer, Instant now, Duration validity) {
        if (Objects.requireNonNull(validity, "validity").compareTo(Duration.ofSeconds(1)) < 0
                || validity.compareTo(MAX_VALIDITY) > 0) {
            throw new IllegalArgumentException(
                    "validity must be between PT1S and " + MAX_VALIDITY + ", was " + validity);
        }
        Map<String, String> signing = signer.formFields(now);
        PostPolicy policy = policy(now.plus(validity), signing);
        Map<String, String> all = new LinkedHashMap<>();
        all.put("key", prefix ? key + FILENAME : key);
        all.putAll(fields);
        all.putAll(signing);
        String base64 = policy.base64();
        all.put("policy", base64);
        all.put("x-oss-signature", signer.signPolicy(base64, now));
        return SignedForm.of(all);
    }

    private PostPolicy policy(Instant expiration, Map<String, String> signing) {
        PostPolicy.Builder policy = PostPolicy.builder(expiration).bucket(bucket);
        if (prefix) {
            policy.startsWith("key", key);
        } else {
            policy.equalTo("key", key);
        }
        policy.contentLength(minSize, maxSize);
        if (!contentTypes.isEmpty()) {
            policy.in(CONTENT_TYPE, contentTypes);
        }
        fields.forEach(policy::equalTo);
        signing.forEach(policy::equalTo);
        return policy.build();
    }

    /** Returns the bucket. */
    public String bucket() {
        return bucket;
    }

    /** Returns bucket, key and names of fields; values are omitted. */
    @Override
    public String toString() {
        return PrintableText.escape(
                "FormUpload{" + bucket + " " + key + (prefix ? "*" : "") + ", " + minSize + " to " + maxSize + " bytes"
                        + (contentTypes.isEmpty() ? "" : ", " + contentTypes) + ", " + fields.keySet() + "}");
    }

    /** Collects the conditions and fields. Not thread-safe. */
    public static final class Builder extends ObjectHeaders.Builder<Builder> {
        private static final Pattern URL = Pattern.compile("https?://[!-~]+", Pattern.CASE_INSENSITIVE);

        private final String bucket;
        private final String key;
        private final boolean prefix;
        private final Set<String> contentTypes = new LinkedHashSet<>();
        private long minSize;
        private long maxSize = PostPolicy.MAX_FILE_SIZE;
        private boolean forbidOverwrite;
        private int successStatus = 200;
        private @Nullable String successRedirect;
        private @Nullable Callback callback;

        Builder(String bucket, String key, boolean prefix) {
            this.bucket = ResourceNames.checkBucket(bucket);
            this.key = key;
            this.prefix = prefix;
        }

        /**
         * Sets the maximum size of the file in bytes; default 5 GB, which is also the limit of the whole form.
         *
         * @throws IllegalArgumentException if it is not between 0 and 5 GB
         */
        public Builder maxSize(long bytes) {
            this.maxSize = checkSize("maxSize", bytes);
            return this;
        }

        /**
         * Sets the minimum size of the file in bytes; default 0.
         *
         * @throws IllegalArgumentException if it is not between 0 and 5 GB
         */
        public Builder minSize(long bytes) {
            this.minSize = checkSize("minSize", bytes);
            return this;
        }

        private static long checkSize(String name, long bytes) {
            if (bytes < 0 || bytes > PostPolicy.MAX_FILE_SIZE) {
                throw new IllegalArgumentException(
                        name + " must be between 0 and " + PostPolicy.MAX_FILE_SIZE + " bytes (5 GB), was " + bytes);
            }
            return bytes;
        }

        /**
         * Sets the allowed content types. The form must then have one of them in a field {@code x-oss-content-type},
         * before the file. OSS does not check the file's content.
         *
         * @throws IllegalArgumentException if there are none, or one is empty or contains a control character
         */
        public Builder contentTypes(String... types) {
            if (Objects.requireNonNull(types, "types").length == 0) {
                throw new IllegalArgumentException("content types must not be empty: do not set them to allow any");
            }
            for (String type : types) {
                if (type == null || type.isEmpty()) {
                    throw new IllegalArgumentException("content type must not be empty");
                }
                contentTypes.add(FormFields.checkPinned(CONTENT_TYPE, type));
            }
            return this;
        }

        /**
         * Rejects the upload if the object exists: {@code FileAlreadyExists}. It has no effect in a bucket with
         * versioning.
         */
        public Builder forbidOverwrite(boolean forbidOverwrite) {
            this.forbidOverwrite = forbidOverwrite;
            return this;
        }

        /**
         * Sets the callback to an application server after the object is stored. Its response becomes the response to
         * the form. If the callback fails, the status is 203, and the object is stored nevertheless.
         */
        public Builder callback(Callback callback) {
            this.callback = Objects.requireNonNull(callback, "callback");
            return this;
        }

        /**
         * Sets the status of the response if there is no callback: 200 without a body, the default; 201 with an XML
         * document; 204.
         *
         * @throws IllegalArgumentException if it is another status
         */
        public Builder successStatus(int status) {
            if (status != 200 && status != 201 && status != 204) {
                throw new IllegalArgumentException("success status must be 200, 201 or 204, was " + status);
            }
            this.successStatus = status;
            return this;
        }

        /**
         * Sets the URL to which OSS redirects the browser after the object is stored. Its effect together with a
         * callback is not documented.
         *
         * @throws IllegalArgumentException if it is not an http or https URL in printable ASCII
         */
        public Builder successRedirect(String url) {
            if (!URL.matcher(Objects.requireNonNull(url, "url")).matches()) {
                throw new IllegalArgumentException(
                        "successRedirect must begin with http:// or https:// and be percent-encoded");
            }
            this.successRedirect = url;
            return this;
        }

        private Map<String, String> fields() {
            Map<String, String> fields = new LinkedHashMap<>();
            objectHeaders().asMap().forEach((name, value) -> {
                if (name.equals("x-oss-tagging")) {
                    throw new IllegalArgumentException("OSS does not accept tags in a form");
                }
                fields.put(name.equalsIgnoreCase("Content-Type") ? CONTENT_TYPE : name, value);
            });
            if (fields.containsKey(CONTENT_TYPE) && !contentTypes.isEmpty()) {
                throw new IllegalArgumentException(PrintableText.escape("contentType " + fields.get(CONTENT_TYPE)
                        + " and contentTypes " + contentTypes + " must not both be set"));
            }
            // Prevents the uploader from making the object public.
            fields.putIfAbsent("x-oss-object-acl", ObjectAcl.DEFAULT.value());
            if (forbidOverwrite) {
                fields.put("x-oss-forbid-overwrite", "true");
            }
            if (callback != null) {
                fields.putAll(callback.formFields());
            }
            fields.put("success_action_status", Integer.toString(successStatus));
            if (successRedirect != null) {
                fields.put("success_action_redirect", successRedirect);
            }
            fields.forEach(FormFields::checkPinned);
            return fields;
        }

        /**
         * Checks and builds the upload.
         *
         * @throws IllegalArgumentException if {@code minSize} exceeds {@code maxSize}, there are more than 8 KB of user
         *     metadata, there are tags, or both {@code contentType} and {@code contentTypes} are set; if a pinned
         *     value, including the value of a variable, contains a line break or another control character, which a
         *     browser or OSS would change
         */
        public FormUpload build() {
            if (minSize > maxSize) {
                throw new IllegalArgumentException("minSize must be at most maxSize " + maxSize + ", was " + minSize);
            }
            return new FormUpload(this);
        }
    }
}

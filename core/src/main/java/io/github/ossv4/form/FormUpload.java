// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.form;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.object.ObjectAcl;
import io.github.ossv4.object.ObjectHeaders;
import io.github.ossv4.sign.ResourceNames;
import io.github.ossv4.sign.Signer;
import io.github.ossv4.text.PrintableText;
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
 * What somebody else may upload by a form: where to, how much, of which types, and what happens then. Immutable.
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
 * <p>The signed policy pins all of it: bucket, key or its prefix, size, types, every header and metadata, the callback with its
 * variables, the ACL (that of the bucket unless said), and the status of the answer. Whoever uploads can change none of that.
 * <b>What is not said here they may add</b>, since a policy can only demand fields: a callback of their own where there is
 * none, a redirect, further metadata, headers such as {@code Content-Disposition}, and any type where no types are said.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/postobject">PostObject</a>
 */
public final class FormUpload {
    /** What stands in a key for the name of the file that is uploaded. */
    public static final String FILENAME = "${filename}";

    /** The longest life of a signed form. */
    public static final Duration MAX_VALIDITY = Duration.ofDays(7);

    /** The content type has this name in a form; one of its own takes precedence over that of the file's part. */
    static final String CONTENT_TYPE = "x-oss-content-type";

    private final String bucket;
    private final String key;
    private final boolean prefix;
    private final long minSize;
    private final long maxSize;
    private final Set<String> contentTypes;
    private final Map<String, String> fields;

    private FormUpload(Builder builder) {
        this.bucket = builder.bucket;
        this.key = builder.key;
        this.prefix = builder.prefix;
        this.minSize = builder.minSize;
        this.maxSize = builder.maxSize;
        this.contentTypes = new LinkedHashSet<>(builder.contentTypes);
        this.fields = builder.fields();
    }

    /**
     * Starts an upload to one key, which may hold {@link #FILENAME} once. What stands there is chosen by whoever uploads. An
     * older page of OSS's documentation says that a path before the file's name is taken off; newer ones do not.
     *
     * @throws IllegalArgumentException if OSS takes no such bucket or key, or the key has a line break or another control
     *     character
     */
    public static Builder toKey(String bucket, String key) {
        int first = key.indexOf("${");
        if (first >= 0 && (!key.startsWith(FILENAME, first) || key.indexOf("${", first + 1) >= 0)) {
            throw new IllegalArgumentException(
                    "a key may hold " + FILENAME + " once, and no other ${: \"" + PrintableText.escape(key) + "\"");
        }
        return new Builder(bucket, FormFields.checkPinned("key", ResourceNames.checkKey(key)), false);
    }

    /**
     * Starts an upload to any key that begins so; end it with a slash, or {@code users/4} allows {@code users/42/} too. The form
     * proposes the prefix with the name of the file. Two files of one name replace each other unless {@link
     * Builder#forbidOverwrite} is set.
     *
     * @throws IllegalArgumentException if OSS takes no such bucket, no key can begin so, or there is a $, a line break or another
     *     control character in it
     */
    public static Builder underPrefix(String bucket, String prefix) {
        ResourceNames.checkKey(prefix + "x");
        if (prefix.indexOf('$') >= 0) {
            // The policy is compared before the name is filled in: whoever uploads would choose the rest.
            throw new IllegalArgumentException(
                    "a prefix with a $, which OSS may fill in: \"" + PrintableText.escape(prefix) + "\"");
        }
        if (prefix.isEmpty()) {
            throw new IllegalArgumentException(
                    "an empty prefix allows any key of the bucket: name a folder, such as users/42/");
        }
        return new Builder(bucket, FormFields.checkPinned("key", prefix), true);
    }

    /**
     * Signs it.
     *
     * @param signer of the bucket's region
     * @param now from which on the form is good
     * @param validity 1 second to 7 days; with temporary credentials the form ends with them, if they end before
     * @throws IllegalArgumentException if {@code validity} is something else
     */
    public SignedForm sign(Signer signer, Instant now, Duration validity) {
        if (validity.compareTo(Duration.ofSeconds(1)) < 0 || validity.compareTo(MAX_VALIDITY) > 0) {
            throw new IllegalArgumentException("validity is " + validity + ", PT1S to " + MAX_VALIDITY + " is allowed");
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

    /** The bucket that it is for. */
    public String bucket() {
        return bucket;
    }

    /** Names bucket, key and fields; values are left out. */
    @Override
    public String toString() {
        return PrintableText.escape(
                "FormUpload{" + bucket + " " + key + (prefix ? "*" : "") + ", " + minSize + " to " + maxSize + " bytes"
                        + (contentTypes.isEmpty() ? "" : ", " + contentTypes) + ", " + fields.keySet() + "}");
    }

    /** Collects what may be uploaded, and what goes with it. Not thread-safe. */
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

        private Builder(String bucket, String key, boolean prefix) {
            this.bucket = ResourceNames.checkBucket(bucket);
            this.key = key;
            this.prefix = prefix;
        }

        @Override
        protected Builder self() {
            return this;
        }

        /**
         * The largest file, in bytes; 5 GB unless set.
         *
         * @throws IllegalArgumentException if it is not 0 to 5 GB
         */
        public Builder maxSize(long bytes) {
            this.maxSize = checkSize("maxSize", bytes);
            return this;
        }

        /**
         * The smallest file, in bytes; 0 unless set.
         *
         * @throws IllegalArgumentException if it is not 0 to 5 GB
         */
        public Builder minSize(long bytes) {
            this.minSize = checkSize("minSize", bytes);
            return this;
        }

        private static long checkSize(String name, long bytes) {
            if (bytes < 0 || bytes > PostPolicy.MAX_FILE_SIZE) {
                throw new IllegalArgumentException(
                        name + " is " + bytes + ", 0 to " + PostPolicy.MAX_FILE_SIZE + " bytes (5 GB) are allowed");
            }
            return bytes;
        }

        /**
         * The types that the file may be said to have. The form must then have one of them in a field
         * {@code x-oss-content-type}, before the file. Nobody checks that the file is of that type.
         *
         * @throws IllegalArgumentException if there are none, or one is empty or has a control character
         */
        public Builder contentTypes(String... types) {
            if (types.length == 0) {
                throw new IllegalArgumentException("no content types: leave them out to allow any");
            }
            for (String type : types) {
                if (type == null || type.isEmpty()) {
                    throw new IllegalArgumentException("a content type is empty");
                }
                contentTypes.add(FormFields.checkPinned(CONTENT_TYPE, type));
            }
            return this;
        }

        /** Refuses to replace an object: {@code FileAlreadyExists}. It has no effect in a bucket with versioning. */
        public Builder forbidOverwrite() {
            this.forbidOverwrite = true;
            return this;
        }

        /** Has OSS call an application server once the object is stored; its answer is that to the form. */
        public Builder callback(Callback callback) {
            this.callback = Objects.requireNonNull(callback, "callback");
            return this;
        }

        /**
         * How OSS answers where there is no callback: 200 without a body unless set, 201 with an XML document, 204.
         *
         * @throws IllegalArgumentException if it is something else
         */
        public Builder successStatus(int status) {
            if (status != 200 && status != 201 && status != 204) {
                throw new IllegalArgumentException("success status is " + status + ", 200, 201 and 204 are allowed");
            }
            this.successStatus = status;
            return this;
        }

        /**
         * Where OSS sends the browser once the object is stored, in place of an answer. What it does where there is a callback as
         * well is not documented.
         *
         * @throws IllegalArgumentException if it is no http or https URL in printable ASCII
         */
        public Builder successRedirect(String url) {
            if (!URL.matcher(url).matches()) {
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
                    throw new IllegalArgumentException("OSS takes no tags with a form");
                }
                fields.put(name.equals("Content-Type") ? CONTENT_TYPE : name, value);
            });
            if (fields.containsKey(CONTENT_TYPE) && !contentTypes.isEmpty()) {
                throw new IllegalArgumentException(PrintableText.escape(
                                "contentType " + fields.get(CONTENT_TYPE) + " as well as contentTypes " + contentTypes)
                        + ": one of them is to be set");
            }
            // So that nobody makes it public.
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
         * Checks and builds.
         *
         * @throws IllegalArgumentException if {@code minSize} is above {@code maxSize}, there is more than 8 KB of user
         *     metadata, there are tags, or both one content type and a choice of them; if a value that is pinned, of a variable
         *     too, holds a line break or another control character, which a browser or OSS would change
         */
        public FormUpload build() {
            if (minSize > maxSize) {
                throw new IllegalArgumentException("minSize " + minSize + " is above maxSize " + maxSize);
            }
            return new FormUpload(this);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.object.ObjectHeaders;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Options for InitiateMultipartUpload. Immutable. */
public final class MultipartOptions extends RequestOptions {
    /** No options. */
    public static final MultipartOptions NONE = builder().build();

    /** Never changed. */
    private final Builder set;

    private final ObjectHeaders headers;

    private MultipartOptions(Builder builder) {
        this.set = new Builder(builder);
        this.headers = set.headers();
    }

    /** Starts with the values of {@link #NONE}. */
    public static Builder builder() {
        return new Builder();
    }

    /** Starts with these options. */
    public Builder newBuilder() {
        return new Builder(set);
    }

    /** Returns the headers, metadata and tags of the object. */
    public ObjectHeaders headers() {
        return headers;
    }

    /** Returns whether an existing object of the same key makes the request fail. */
    public boolean forbidOverwrite() {
        return set.forbidOverwrite;
    }

    /** Returns whether the parts must be sent in their order. */
    public boolean sequential() {
        return set.sequential;
    }

    @Override
    Map<String, @Nullable Object> settings() {
        Map<String, @Nullable Object> settings = new LinkedHashMap<>();
        settings.put("headers", headers);
        settings.put("forbidOverwrite", set.forbidOverwrite);
        settings.put("sequential", set.sequential);
        return settings;
    }

    /** Collects options, with the settings of {@link ObjectHeaders.Builder}. Not thread-safe. */
    public static final class Builder extends ObjectHeaders.Builder<Builder> {
        private boolean forbidOverwrite;
        private boolean sequential;

        private Builder() {}

        private Builder(Builder other) {
            headers(other.headers());
            this.forbidOverwrite = other.forbidOverwrite;
            this.sequential = other.sequential;
        }

        private ObjectHeaders headers() {
            return objectHeaders();
        }

        /**
         * Fails with {@code FileAlreadyExists} if an object of the same key exists. Set it in {@link CompleteOptions}
         * as well: only that one prevents replacing an object. Ignored in a bucket with versioning.
         */
        public Builder forbidOverwrite(boolean forbidOverwrite) {
            this.forbidOverwrite = forbidOverwrite;
            return this;
        }

        /** Requires parts in their order, one after the other: the object then has a Content-MD5. */
        public Builder sequential(boolean sequential) {
            this.sequential = sequential;
            return this;
        }

        /**
         * Returns the options.
         *
         * @throws IllegalArgumentException if the user metadata has more than 8 KB, or if there is an ACL: set it in
         *     {@link CompleteOptions.Builder#acl}
         */
        public MultipartOptions build() {
            MultipartOptions options = new MultipartOptions(this);
            if (options.headers().asMap().containsKey("x-oss-object-acl")) {
                throw new IllegalArgumentException("set the ACL of a multipart upload in CompleteOptions");
            }
            return options;
        }
    }
}

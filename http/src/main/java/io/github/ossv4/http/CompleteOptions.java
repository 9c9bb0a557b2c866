// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.object.ObjectAcl;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Options for CompleteMultipartUpload. Immutable. */
public final class CompleteOptions extends RequestOptions {
    /** No options. */
    public static final CompleteOptions NONE = builder().build();

    /** Never changed. */
    private final Builder set;

    private CompleteOptions(Builder builder) {
        this.set = new Builder(builder);
    }

    /** Starts with the values of {@link #NONE}. */
    public static Builder builder() {
        return new Builder();
    }

    /** Starts with these options. */
    public Builder newBuilder() {
        return new Builder(set);
    }

    /** Returns whether an existing object of the same key makes the request fail. */
    public boolean forbidOverwrite() {
        return set.forbidOverwrite;
    }

    /** Returns the ACL of the object; null for the bucket's. */
    public @Nullable ObjectAcl acl() {
        return set.acl;
    }

    /** Returns the callback; null for none. */
    public @Nullable Callback callback() {
        return set.callback;
    }

    @Override
    Map<String, @Nullable Object> settings() {
        Map<String, @Nullable Object> settings = new LinkedHashMap<>();
        settings.put("forbidOverwrite", set.forbidOverwrite);
        settings.put("acl", set.acl);
        settings.put("callback", set.callback);
        return settings;
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder {
        private boolean forbidOverwrite;
        private @Nullable ObjectAcl acl;
        private @Nullable Callback callback;

        private Builder() {}

        private Builder(Builder other) {
            this.forbidOverwrite = other.forbidOverwrite;
            this.acl = other.acl;
            this.callback = other.callback;
        }

        /**
         * Fails with {@code FileAlreadyExists} instead of replacing an object of the same key; then the parts are kept.
         * Ignored in a bucket with versioning.
         */
        public Builder forbidOverwrite(boolean forbidOverwrite) {
            this.forbidOverwrite = forbidOverwrite;
            return this;
        }

        /** Sets the ACL of the object; by default the bucket's. */
        public Builder acl(ObjectAcl acl) {
            this.acl = Objects.requireNonNull(acl, "acl");
            return this;
        }

        /**
         * Sets the callback that OSS performs after the object is stored; the result contains the callback response.
         */
        public Builder callback(Callback callback) {
            this.callback = Objects.requireNonNull(callback, "callback");
            return this;
        }

        /** Returns the options. */
        public CompleteOptions build() {
            return new CompleteOptions(this);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.object.ObjectAcl;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Options for CompleteMultipartUpload. Immutable. */
public final class CompleteOptions extends RequestOptions {
    /** No options. */
    public static final CompleteOptions NONE = builder().build();

    private final boolean forbidOverwrite;
    private final @Nullable ObjectAcl acl;
    private final @Nullable Callback callback;

    CompleteOptions(Builder builder) {
        super(builder.requesterPays);
        this.forbidOverwrite = builder.forbidOverwrite;
        this.acl = builder.acl;
        this.callback = builder.callback;
    }

    /** Starts with no options. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns whether an existing object of the same key makes the request fail. */
    public boolean forbidsOverwrite() {
        return forbidOverwrite;
    }

    /** Returns the ACL of the object; null for that of the bucket. */
    public @Nullable ObjectAcl acl() {
        return acl;
    }

    /** Returns the callback; null for none. */
    public @Nullable Callback callback() {
        return callback;
    }

    @Override
    public String toString() {
        return "CompleteOptions{" + (forbidOverwrite ? "forbidOverwrite" : "") + (acl == null ? "" : " " + acl.value())
                + (callback == null ? "" : " " + callback) + "}";
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder extends RequestOptions.Builder<Builder> {
        private boolean forbidOverwrite;
        private @Nullable ObjectAcl acl;
        private @Nullable Callback callback;

        Builder() {}

        /**
         * Fails with {@code FileAlreadyExists} instead of replacing an object of the same key; then the parts are kept.
         * Ignored in a bucket with versioning.
         */
        public Builder forbidOverwrite() {
            this.forbidOverwrite = true;
            return this;
        }

        /** Sets the ACL of the object; default that of the bucket. */
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

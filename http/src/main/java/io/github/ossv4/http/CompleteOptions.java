// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.object.ObjectAcl;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is said when the parts of an upload become an object. Immutable. */
public final class CompleteOptions {
    /** A header that an upload in parts takes at its end only. */
    static final String ACL = "x-oss-object-acl";

    /** Nothing but the parts. */
    public static final CompleteOptions NONE = builder().build();

    private final RequestOptions request;
    private final boolean forbidOverwrite;
    private final @Nullable String acl;
    private final @Nullable Callback callback;

    private CompleteOptions(Builder builder) {
        this.request = builder.request.copy();
        this.forbidOverwrite = builder.forbidOverwrite;
        this.acl = builder.acl == null ? null : builder.acl.value();
        this.callback = builder.callback;
    }

    CompleteOptions(UploadOptions upload) {
        this.request = upload.request();
        this.forbidOverwrite = upload.forbidsOverwrite();
        this.acl = upload.headers().asMap().get(ACL);
        this.callback = upload.callback();
    }

    /** Starts with no options. */
    public static Builder builder() {
        return new Builder();
    }

    void applyTo(Operation operation) {
        request.applyPayerTo(operation);
        operation
                .header("x-oss-forbid-overwrite", forbidOverwrite ? "true" : null)
                .header(ACL, acl)
                .callback(callback);
    }

    RequestOptions request() {
        return request;
    }

    @Nullable
    Callback callback() {
        return callback;
    }

    @Override
    public String toString() {
        return "CompleteOptions{" + (forbidOverwrite ? "forbidOverwrite" : "") + (acl == null ? "" : " " + acl)
                + (callback == null ? "" : " " + callback) + "}";
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder extends RequestOptionsBuilder<Builder> {
        private boolean forbidOverwrite;
        private @Nullable ObjectAcl acl;
        private @Nullable Callback callback;

        private Builder() {}

        @Override
        Builder self() {
            return this;
        }

        /**
         * Refuses to replace an object of the same key: then it fails with {@code FileAlreadyExists}, and the parts stay.
         * It has no effect in a bucket with versioning.
         */
        public Builder forbidOverwrite() {
            this.forbidOverwrite = true;
            return this;
        }

        /** Who may access the object; without it whoever may access the bucket. */
        public Builder acl(ObjectAcl acl) {
            this.acl = Objects.requireNonNull(acl, "acl");
            return this;
        }

        /** Has OSS call an application server once the object is there; its answer is in the result. */
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

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.object.ObjectHeaders;

/** What is stored with an object that is uploaded in parts; it is said when the upload begins. Immutable. */
public final class MultipartOptions {
    /** Nothing but the bytes. */
    public static final MultipartOptions NONE = builder().build();

    private final ObjectHeaders headers;
    private final RequestOptions request;
    private final boolean forbidOverwrite;
    private final boolean sequential;

    private MultipartOptions(Builder builder) {
        this.headers = builder.headers();
        this.request = builder.request.copy();
        this.forbidOverwrite = builder.forbidOverwrite;
        this.sequential = builder.sequential;
    }

    MultipartOptions(UploadOptions upload) {
        this.headers = upload.headers();
        this.request = upload.request();
        this.forbidOverwrite = upload.forbidsOverwrite();
        this.sequential = upload.isSequential();
    }

    /** Starts with no options. */
    public static Builder builder() {
        return new Builder();
    }

    ObjectHeaders headers() {
        return headers;
    }

    void applyTo(Operation operation) {
        headers.asMap().forEach((name, value) -> {
            if (!name.equals(CompleteOptions.ACL)) {
                operation.header(name, value);
            }
        });
        request.applyPayerTo(operation);
        operation
                .query("sequential", sequential ? "" : null)
                .header("x-oss-forbid-overwrite", forbidOverwrite ? "true" : null);
    }

    /** Names the headers; values are left out. */
    @Override
    public String toString() {
        return "MultipartOptions{" + headers + (forbidOverwrite ? ", forbidOverwrite" : "")
                + (sequential ? ", sequential" : "") + "}";
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder extends ObjectOptionsBuilder<Builder> {
        private boolean forbidOverwrite;
        private boolean sequential;

        private Builder() {}

        @Override
        protected Builder self() {
            return this;
        }

        /**
         * Refuses to begin if there is an object of the same key. It must be said when the upload is completed as well:
         * there it decides. It has no effect in a bucket with versioning.
         */
        public Builder forbidOverwrite() {
            this.forbidOverwrite = true;
            return this;
        }

        /** Has parts come in order, one after the other: the object then gets a Content-MD5. */
        public Builder sequential() {
            this.sequential = true;
            return this;
        }

        /**
         * Checks and builds.
         *
         * @throws IllegalArgumentException if there is more than 8 KB of user metadata, or an ACL, which is said when the upload
         *     is completed: see {@link CompleteOptions.Builder#acl}
         */
        public MultipartOptions build() {
            MultipartOptions options = new MultipartOptions(this);
            if (options.headers.asMap().containsKey(CompleteOptions.ACL)) {
                throw new IllegalArgumentException(
                        "an upload in parts takes the ACL when it is completed: CompleteOptions");
            }
            return options;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.object.ObjectHeaders;

/** Options for InitiateMultipartUpload. Immutable. */
public final class MultipartOptions {
    /** No options. */
    public static final MultipartOptions NONE = builder().build();

    private final ObjectHeaders headers;
    private final RequestOptions request;
    private final boolean forbidOverwrite;
    private final boolean sequential;

    MultipartOptions(Builder builder) {
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

    RequestOptions request() {
        return request;
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

    /** Names the headers, without their values. */
    @Override
    public String toString() {
        return "MultipartOptions{" + headers + (forbidOverwrite ? ", forbidOverwrite" : "")
                + (sequential ? ", sequential" : "") + "}";
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder extends ObjectOptionsBuilder<Builder> {
        private boolean forbidOverwrite;
        private boolean sequential;

        Builder() {}

        @Override
        protected Builder self() {
            return this;
        }

        /**
         * Fails with {@code FileAlreadyExists} if an object of the same key exists. Set it in {@link CompleteOptions} as
         * well, where it decides. Ignored in a bucket with versioning.
         */
        public Builder forbidOverwrite() {
            this.forbidOverwrite = true;
            return this;
        }

        /** Requires parts in their order, one after the other: the object then has a Content-MD5. */
        public Builder sequential() {
            this.sequential = true;
            return this;
        }

        /**
         * Returns the options.
         *
         * @throws IllegalArgumentException if the user metadata has more than 8 KB, or if there is an ACL: set it in {@link
         *     CompleteOptions.Builder#acl}
         */
        public MultipartOptions build() {
            MultipartOptions options = new MultipartOptions(this);
            if (options.headers.asMap().containsKey(CompleteOptions.ACL)) {
                throw new IllegalArgumentException("set the ACL of a multipart upload in CompleteOptions");
            }
            return options;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

/** Options for InitiateMultipartUpload. Immutable. */
public final class MultipartOptions extends ObjectOptions {
    /** No options. */
    public static final MultipartOptions NONE = builder().build();

    private final boolean forbidOverwrite;
    private final boolean sequential;

    MultipartOptions(Builder builder) {
        super(builder);
        this.forbidOverwrite = builder.forbidOverwrite;
        this.sequential = builder.sequential;
    }

    /** Starts with no options. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns whether an existing object of the same key makes the request fail. */
    public boolean forbidsOverwrite() {
        return forbidOverwrite;
    }

    /** Returns whether the parts must be sent in their order. */
    public boolean isSequential() {
        return sequential;
    }

    /** Names the headers, without their values. */
    @Override
    public String toString() {
        return "MultipartOptions{" + headers() + (forbidOverwrite ? ", forbidOverwrite" : "")
                + (sequential ? ", sequential" : "") + "}";
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder extends ObjectOptions.Builder<Builder> {
        private boolean forbidOverwrite;
        private boolean sequential;

        Builder() {}

        /**
         * Fails with {@code FileAlreadyExists} if an object of the same key exists. Set it in {@link CompleteOptions}
         * as well: only that one prevents replacing an object. Ignored in a bucket with versioning.
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

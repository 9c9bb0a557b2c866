// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Options for AppendObject. OSS stores headers and metadata of the first append only. Immutable. */
public final class AppendOptions extends PutRequestOptions {
    /** No options. */
    public static final AppendOptions NONE = builder().build();

    private final @Nullable String contentMd5;
    private final @Nullable ProgressListener progress;

    AppendOptions(Builder builder) {
        super(builder);
        this.contentMd5 = builder.contentMd5;
        this.progress = builder.progress;
    }

    /** Starts with no options. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns the MD5 that OSS checks, in Base64; null for none. */
    public @Nullable String contentMd5() {
        return contentMd5;
    }

    /** Returns the listener of the progress; null for none. */
    public @Nullable ProgressListener progress() {
        return progress;
    }

    @Override
    public String toString() {
        return "AppendOptions{" + headers() + "}";
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder extends PutRequestOptions.Builder<Builder> {
        private @Nullable String contentMd5;
        private @Nullable ProgressListener progress;

        Builder() {}

        /**
         * Sets the MD5 that OSS checks before it appends the bytes.
         *
         * @param md5 16 bytes in Base64
         * @throws IllegalArgumentException if {@code md5} is malformed
         */
        public Builder contentMd5(String md5) {
            this.contentMd5 = RequestOptions.checkMd5(md5);
            return this;
        }

        /** Sets the listener that receives the progress. */
        public Builder progress(ProgressListener listener) {
            this.progress = Objects.requireNonNull(listener, "listener");
            return this;
        }

        /**
         * Returns the options.
         *
         * @throws IllegalArgumentException if the user metadata has more than 8 KB
         */
        public AppendOptions build() {
            return new AppendOptions(this);
        }
    }
}

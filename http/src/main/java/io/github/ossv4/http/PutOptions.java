// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.callback.Callback;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Options for PutObject. Immutable.
 *
 * <pre>{@code
 * PutOptions options = PutOptions.builder()
 *         .contentType("image/jpeg")
 *         .metadata("user", "42")
 *         .callback(callback)
 *         .build();
 * PutResult stored = bucket.put("photos/cat.jpg", Body.of(file), options);
 * }</pre>
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/putobject">PutObject</a>
 */
public final class PutOptions extends PutRequestOptions {
    /** No headers, no callback. */
    public static final PutOptions NONE = builder().build();

    private final boolean forbidOverwrite;
    private final @Nullable String contentMd5;
    private final @Nullable Callback callback;
    private final @Nullable ProgressListener progress;

    PutOptions(Builder builder) {
        super(builder);
        this.forbidOverwrite = builder.forbidOverwrite;
        this.contentMd5 = builder.contentMd5;
        this.callback = builder.callback;
        this.progress = builder.progress;
    }

    /** Starts with no options. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns whether an existing object of the same key makes the request fail. */
    public boolean forbidsOverwrite() {
        return forbidOverwrite;
    }

    /** Returns the MD5 that OSS checks, in Base64; null for none. */
    public @Nullable String contentMd5() {
        return contentMd5;
    }

    /** Returns the callback; null for none. */
    public @Nullable Callback callback() {
        return callback;
    }

    /** Returns the listener of the progress; null for none. */
    public @Nullable ProgressListener progress() {
        return progress;
    }

    /** Names the headers and the callback, without the values of the headers. */
    @Override
    public String toString() {
        return "PutOptions{" + headers() + (forbidOverwrite ? ", forbidOverwrite" : "")
                + (callback == null ? "" : ", " + callback) + "}";
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder extends PutRequestOptions.Builder<Builder> {
        private boolean forbidOverwrite;
        private @Nullable String contentMd5;
        private @Nullable Callback callback;
        private @Nullable ProgressListener progress;

        Builder() {}

        /**
         * Fails with {@code FileAlreadyExists} instead of replacing an object of the same key. Ignored in a bucket with
         * versioning.
         */
        public Builder forbidOverwrite() {
            this.forbidOverwrite = true;
            return this;
        }

        /**
         * Sets the MD5 that OSS checks before it stores the object. The CRC64 is compared afterwards in any case.
         *
         * @param md5 16 bytes in Base64
         * @throws IllegalArgumentException if {@code md5} is malformed
         */
        public Builder contentMd5(String md5) {
            this.contentMd5 = RequestOptions.checkMd5(md5);
            return this;
        }

        /**
         * Sets the callback that OSS performs after the object is stored; the result contains the callback response.
         */
        public Builder callback(Callback callback) {
            this.callback = Objects.requireNonNull(callback, "callback");
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
        public PutOptions build() {
            return new PutOptions(this);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.object.ObjectHeaders;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What goes with the bytes of a put. Immutable. */
public final class PutOptions {
    /** Nothing but the bytes. */
    public static final PutOptions NONE = builder().build();

    private final ObjectHeaders headers;
    private final RequestOptions request;
    private final boolean forbidOverwrite;
    private final @Nullable String contentMd5;
    private final @Nullable Callback callback;
    private final @Nullable ProgressListener progress;

    private PutOptions(Builder builder) {
        this.headers = builder.headers();
        this.request = builder.request.copy();
        this.forbidOverwrite = builder.forbidOverwrite;
        this.contentMd5 = builder.contentMd5;
        this.callback = builder.callback;
        this.progress = builder.progress;
    }

    /** The options of an upload that is sent in one request. */
    PutOptions(UploadOptions upload, ProgressListener progress) {
        this.headers = upload.headers();
        this.request = upload.request();
        this.forbidOverwrite = upload.forbidsOverwrite();
        this.contentMd5 = null;
        this.callback = upload.callback();
        this.progress = progress;
    }

    /** Starts with no options. */
    public static Builder builder() {
        return new Builder();
    }

    void applyTo(Operation operation) {
        headers.asMap().forEach(operation::header);
        request.applyTo(operation);
        operation
                .header("x-oss-forbid-overwrite", forbidOverwrite ? "true" : null)
                .header("Content-MD5", contentMd5);
        if (!forbidOverwrite) {
            operation.retryOnMismatch();
        }
        operation.callback(callback);
    }

    boolean forbidsOverwrite() {
        return forbidOverwrite;
    }

    ObjectHeaders headers() {
        return headers;
    }

    RequestOptions request() {
        return request;
    }

    @Nullable
    Callback callback() {
        return callback;
    }

    @Nullable
    ProgressListener progress() {
        return progress;
    }

    /** Names the headers and the callback; values of headers are left out. */
    @Override
    public String toString() {
        return "PutOptions{" + headers + (forbidOverwrite ? ", forbidOverwrite" : "")
                + (callback == null ? "" : ", " + callback) + "}";
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder extends PutOptionsBuilder<Builder> {
        private boolean forbidOverwrite;
        private @Nullable String contentMd5;
        private @Nullable Callback callback;
        private @Nullable ProgressListener progress;

        private Builder() {}

        @Override
        protected Builder self() {
            return this;
        }

        /**
         * Refuses to replace an object of the same key: the put then fails with {@code FileAlreadyExists}. It has no
         * effect in a bucket with versioning.
         */
        public Builder forbidOverwrite() {
            this.forbidOverwrite = true;
            return this;
        }

        /**
         * Has OSS check the MD5 before it stores anything. The CRC64 is compared in any case, afterwards.
         *
         * @param md5 16 bytes in Base64
         * @throws IllegalArgumentException if it is something else
         */
        public Builder contentMd5(String md5) {
            this.contentMd5 = RequestOptions.checkMd5(md5);
            return this;
        }

        /** Has OSS call an application server once the object is stored; its answer is in the result. */
        public Builder callback(Callback callback) {
            this.callback = Objects.requireNonNull(callback, "callback");
            return this;
        }

        /** Told how the upload proceeds. */
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

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.object.ObjectHeaders;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Options for PutObject, and for AppendObject, which refuses {@code callback} and {@code forbidOverwrite}. Immutable.
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
public final class PutOptions extends RequestOptions {
    /** No headers, no callback. */
    public static final PutOptions NONE = builder().build();

    /** Never changed. */
    private final Builder set;

    private final ObjectHeaders headers;

    private PutOptions(Builder builder) {
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

    /** Returns the MD5 that OSS checks, in Base64; null for none. */
    public @Nullable String contentMd5() {
        return set.contentMd5;
    }

    /** Returns the callback; null for none. */
    public @Nullable Callback callback() {
        return set.callback;
    }

    /** Returns the limit of the bandwidth in bits per second; null for none. */
    public @Nullable Long trafficLimit() {
        return set.trafficLimit;
    }

    /** Returns the listener of the progress; null for none. */
    public @Nullable TransferListener progress() {
        return set.progress;
    }

    @Override
    Map<String, @Nullable Object> settings() {
        Map<String, @Nullable Object> settings = new LinkedHashMap<>();
        settings.put("headers", headers);
        settings.put("forbidOverwrite", set.forbidOverwrite);
        settings.put("contentMd5", set.contentMd5);
        settings.put("callback", set.callback);
        settings.put("trafficLimit", set.trafficLimit);
        settings.put("progress", set.progress);
        return settings;
    }

    /** Collects options, with the settings of {@link ObjectHeaders.Builder}. Not thread-safe. */
    public static final class Builder extends ObjectHeaders.Builder<Builder> {
        private boolean forbidOverwrite;
        private @Nullable String contentMd5;
        private @Nullable Callback callback;
        private @Nullable Long trafficLimit;
        private @Nullable TransferListener progress;

        private Builder() {}

        private Builder(Builder other) {
            headers(other.headers());
            this.forbidOverwrite = other.forbidOverwrite;
            this.contentMd5 = other.contentMd5;
            this.callback = other.callback;
            this.trafficLimit = other.trafficLimit;
            this.progress = other.progress;
        }

        private ObjectHeaders headers() {
            return objectHeaders();
        }

        /**
         * Fails with {@code FileAlreadyExists} instead of replacing an object of the same key. Ignored in a bucket with
         * versioning.
         */
        public Builder forbidOverwrite(boolean forbidOverwrite) {
            this.forbidOverwrite = forbidOverwrite;
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

        /**
         * Limits the bandwidth of each request; requests in parallel each have this limit.
         *
         * @param bitsPerSecond 245760 (30 KB/s) to 838860800 (100 MB/s); older vendor pages begin at 819200
         * @throws IllegalArgumentException if the limit is outside of that range
         */
        public Builder trafficLimit(long bitsPerSecond) {
            trafficLimit = RequestOptions.checkTrafficLimit(bitsPerSecond);
            return this;
        }

        /** Sets the listener that receives the progress. */
        public Builder progress(TransferListener listener) {
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

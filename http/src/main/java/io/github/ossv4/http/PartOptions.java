// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Options for UploadPart. Immutable. */
public final class PartOptions extends RequestOptions {
    /** No options. */
    public static final PartOptions NONE = builder().build();

    /** Never changed. */
    private final Builder set;

    private PartOptions(Builder builder) {
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

    /** Returns the MD5 that OSS checks, in Base64; null for none. */
    public @Nullable String contentMd5() {
        return set.contentMd5;
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
        settings.put("contentMd5", set.contentMd5);
        settings.put("trafficLimit", set.trafficLimit);
        settings.put("progress", set.progress);
        return settings;
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder {
        private @Nullable String contentMd5;
        private @Nullable Long trafficLimit;
        private @Nullable TransferListener progress;

        private Builder() {}

        private Builder(Builder other) {
            this.contentMd5 = other.contentMd5;
            this.trafficLimit = other.trafficLimit;
            this.progress = other.progress;
        }

        /**
         * Sets the MD5 that OSS checks before it stores the part.
         *
         * @param md5 16 bytes in Base64
         * @throws IllegalArgumentException if {@code md5} is malformed
         */
        public Builder contentMd5(String md5) {
            this.contentMd5 = RequestOptions.checkMd5(md5);
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

        /** Returns the options. */
        public PartOptions build() {
            return new PartOptions(this);
        }
    }
}

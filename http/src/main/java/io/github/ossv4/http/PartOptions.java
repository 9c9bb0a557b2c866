// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Options for UploadPart. Immutable. */
public final class PartOptions extends RequestOptions {
    /** No options. */
    public static final PartOptions NONE = builder().build();

    private final @Nullable Long trafficLimit;
    private final @Nullable String contentMd5;
    private final @Nullable ProgressListener progress;

    PartOptions(Builder builder) {
        super(builder.requesterPays);
        this.trafficLimit = builder.trafficLimit;
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

    /** Returns the limit of the bandwidth in bits per second; null for none. */
    public @Nullable Long trafficLimit() {
        return trafficLimit;
    }

    /** Returns the listener of the progress; null for none. */
    public @Nullable ProgressListener progress() {
        return progress;
    }

    @Override
    public String toString() {
        return "PartOptions{" + (contentMd5 == null ? "" : "contentMd5") + "}";
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder extends RequestOptions.Builder<Builder> {
        private @Nullable Long trafficLimit;
        private @Nullable String contentMd5;
        private @Nullable ProgressListener progress;

        Builder() {}

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

        /** Sets the listener that receives the progress. */
        public Builder progress(ProgressListener listener) {
            this.progress = Objects.requireNonNull(listener, "listener");
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

        /** Returns the options. */
        public PartOptions build() {
            return new PartOptions(this);
        }
    }
}

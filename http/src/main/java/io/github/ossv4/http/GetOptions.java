// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Options for GetObject, and for HeadObject, which takes only a version and conditions and refuses the others.
 * Immutable.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/getobject">GetObject</a>
 */
public final class GetOptions extends RequestOptions {
    /** The whole current object. */
    public static final GetOptions NONE = builder().build();

    /** Never changed. */
    private final Builder set;

    private GetOptions(Builder builder) {
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

    /** Returns the range, as in {@code Range}, such as {@code bytes=0-99}; null for all bytes. */
    public @Nullable String range() {
        return set.range;
    }

    /** Returns the conditions of the request. */
    public Conditions conditions() {
        return set.conditions;
    }

    /** Returns the version of the object; null for the current one. */
    public @Nullable String versionId() {
        return set.versionId;
    }

    /** Returns how OSS processes the object; null for not at all. */
    public @Nullable String process() {
        return set.process;
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
        settings.put("range", set.range);
        settings.put("conditions", set.conditions);
        settings.put("versionId", set.versionId);
        settings.put("process", set.process);
        settings.put("trafficLimit", set.trafficLimit);
        settings.put("progress", set.progress);
        return settings;
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder {
        private @Nullable String range;
        private Conditions conditions = Conditions.NONE;
        private @Nullable String versionId;
        private @Nullable String process;
        private @Nullable Long trafficLimit;
        private @Nullable TransferListener progress;

        private Builder() {}

        private Builder(Builder other) {
            this.range = other.range;
            this.conditions = other.conditions;
            this.versionId = other.versionId;
            this.process = other.process;
            this.trafficLimit = other.trafficLimit;
            this.progress = other.progress;
        }

        /**
         * Requests the bytes from {@code first} to {@code last}, both included; fewer if the object ends earlier. The
         * CRC64 is compared only if the range is the whole object.
         *
         * @throws IllegalArgumentException if {@code first} is negative or greater than {@code last}
         */
        public Builder range(long first, long last) {
            if (first < 0 || last < first) {
                throw new IllegalArgumentException(
                        "range must start at 0 or later and must not end before it starts, was " + first + " to "
                                + last);
            }
            this.range = "bytes=" + first + "-" + last;
            return this;
        }

        /**
         * Requests the bytes from {@code first} to the end. OSS refuses the request with {@code InvalidRange} if the
         * object ends earlier; so it does for any range of an empty object.
         *
         * @throws IllegalArgumentException if {@code first} is negative
         */
        public Builder rangeFrom(long first) {
            if (first < 0) {
                throw new IllegalArgumentException("first must not be negative, was " + first);
            }
            this.range = "bytes=" + first + "-";
            return this;
        }

        /**
         * Requests the last {@code count} bytes; all if the object has fewer.
         *
         * @throws IllegalArgumentException if {@code count} is not positive
         */
        public Builder lastBytes(long count) {
            if (count <= 0) {
                throw new IllegalArgumentException("count must be positive, was " + count);
            }
            this.range = "bytes=-" + count;
            return this;
        }

        /** Adds conditions that the object must meet; see {@link Conditions} for what the call throws otherwise. */
        public Builder conditions(Conditions conditions) {
            this.conditions = this.conditions.and(conditions);
            return this;
        }

        /**
         * Selects a version of the object, in a bucket with versioning.
         *
         * @throws IllegalArgumentException if {@code versionId} is empty
         */
        public Builder versionId(String versionId) {
            this.versionId = RequestOptions.checkVersionId(versionId);
            return this;
        }

        /**
         * Processes the object in OSS before the download, for example {@code image/resize,w_200}. The CRC64 of the
         * result is not compared.
         */
        public Builder process(String process) {
            this.process = Objects.requireNonNull(process, "process");
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
        public GetOptions build() {
            return new GetOptions(this);
        }
    }
}

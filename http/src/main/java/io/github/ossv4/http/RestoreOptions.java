// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Options for RestoreObject. Immutable. */
public final class RestoreOptions extends RequestOptions {
    /** The current object for 1 day, with the tier {@link RestoreTier#STANDARD}. */
    public static final RestoreOptions NONE = builder().build();

    /** Never changed. */
    private final Builder set;

    private RestoreOptions(Builder builder) {
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

    /** Returns the number of days for which the object is readable. */
    public int days() {
        return set.days;
    }

    /** Returns the priority; null for OSS's default, {@link RestoreTier#STANDARD}. */
    public @Nullable RestoreTier tier() {
        return set.tier;
    }

    /** Returns the version of the object; null for the current one. */
    public @Nullable String versionId() {
        return set.versionId;
    }

    @Override
    Map<String, @Nullable Object> settings() {
        Map<String, @Nullable Object> settings = new LinkedHashMap<>();
        settings.put("days", set.days);
        settings.put("tier", set.tier);
        settings.put("versionId", set.versionId);
        return settings;
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder {
        private static final int MAX_DAYS = 365;

        private int days = 1;
        private @Nullable RestoreTier tier;
        private @Nullable String versionId;

        private Builder() {}

        private Builder(Builder other) {
            this.days = other.days;
            this.tier = other.tier;
            this.versionId = other.versionId;
        }

        /**
         * Sets the number of days for which the object is readable; default 1. OSS accepts at most 7 for the storage
         * class Archive.
         *
         * @throws IllegalArgumentException if the number is not 1 to 365
         */
        public Builder days(int days) {
            this.days = RequestOptions.checkRange("days", days, MAX_DAYS);
            return this;
        }

        /** Sets the priority. OSS refuses it for the storage class Archive. */
        public Builder tier(RestoreTier tier) {
            this.tier = Objects.requireNonNull(tier, "tier");
            return this;
        }

        /** Selects a version of the object. */
        public Builder versionId(String versionId) {
            this.versionId = RequestOptions.checkVersionId(versionId);
            return this;
        }

        /** Returns the options. */
        public RestoreOptions build() {
            return new RestoreOptions(this);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.text.PrintableText;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Options for RestoreObject. Immutable. */
public final class RestoreOptions extends RequestOptions {
    /** The current object for 1 day, with the tier {@link RestoreTier#STANDARD}. */
    public static final RestoreOptions NONE = builder().build();

    private final int days;
    private final @Nullable RestoreTier tier;
    private final @Nullable String versionId;

    RestoreOptions(Builder builder) {
        super(builder.requesterPays);
        this.days = builder.days;
        this.tier = builder.tier;
        this.versionId = builder.versionId;
    }

    /** Starts with no options. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns the number of days for which the object is readable. */
    public int days() {
        return days;
    }

    /** Returns the priority; null for that of OSS, {@link RestoreTier#STANDARD}. */
    public @Nullable RestoreTier tier() {
        return tier;
    }

    /** Returns the version of the object; null for the current one. */
    public @Nullable String versionId() {
        return versionId;
    }

    @Override
    public String toString() {
        return PrintableText.escape("RestoreOptions{days=" + days + (tier == null ? "" : ", tier=" + tier.value())
                + (versionId == null ? "" : ", versionId=" + versionId) + "}");
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder extends RequestOptions.Builder<Builder> {
        private static final int MAX_DAYS = 365;

        private int days = 1;
        private @Nullable RestoreTier tier;
        private @Nullable String versionId;

        Builder() {}

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

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.text.PrintableText;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Options for ListObjectVersions. Immutable. */
public final class ListVersionsOptions extends ListingOptions {
    /** All versions of all objects. */
    public static final ListVersionsOptions NONE = builder().build();

    private final @Nullable String keyMarker;
    private final @Nullable String versionIdMarker;

    ListVersionsOptions(Builder builder) {
        super(builder);
        this.keyMarker = builder.keyMarker;
        this.versionIdMarker = builder.versionIdMarker;
    }

    /** Starts with no options. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns the key after which the list continues; null for the first. */
    public @Nullable String keyMarker() {
        return keyMarker;
    }

    /** Returns the version after which the list continues; null to continue after all versions of the key. */
    public @Nullable String versionIdMarker() {
        return versionIdMarker;
    }

    @Override
    public String toString() {
        return PrintableText.escape(
                "ListVersionsOptions{prefix=" + prefix() + ", delimiter=" + delimiter() + ", after=" + keyMarker + "}");
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder extends ListingOptions.Builder<Builder> {
        private @Nullable String keyMarker;
        private @Nullable String versionIdMarker;

        Builder() {}

        /**
         * Continues after a version: with {@code VersionList.nextKeyMarker()} and {@code nextVersionIdMarker()}.
         *
         * @param keyMarker the key of that version
         * @param versionIdMarker empty to continue after all versions of the key
         */
        public Builder after(String keyMarker, String versionIdMarker) {
            this.keyMarker = Objects.requireNonNull(keyMarker, "keyMarker");
            this.versionIdMarker = versionIdMarker.isEmpty() ? null : versionIdMarker;
            return this;
        }

        /** Returns the options. */
        public ListVersionsOptions build() {
            return new ListVersionsOptions(this);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.list.ListedVersion;
import io.github.ossv4.list.VersionList;
import io.github.ossv4.text.PrintableText;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Options for ListObjectVersions. Immutable. */
public final class ListVersionsOptions {
    /** All versions of all objects. */
    public static final ListVersionsOptions NONE = builder().build();

    private final ListOptionsBuilder.Listed listed;
    private final @Nullable String keyMarker;
    private final @Nullable String versionIdMarker;

    ListVersionsOptions(Builder builder) {
        this.listed = builder.listed();
        this.keyMarker = builder.keyMarker;
        this.versionIdMarker = builder.versionIdMarker;
    }

    /** Starts with no options. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Sets the options of a request.
     *
     * @param before the previous page; null for the first page
     */
    void applyTo(Operation operation, @Nullable VersionList before) {
        listed.applyTo(operation);
        operation
                .query("key-marker", before == null ? keyMarker : before.nextKeyMarker())
                .query(
                        "version-id-marker",
                        before == null ? versionIdMarker : nullIfEmpty(before.nextVersionIdMarker()));
    }

    private static @Nullable String nullIfEmpty(String text) {
        return text.isEmpty() ? null : text;
    }

    /** As {@link ListOptions#problem}. */
    @Nullable
    String problem(VersionList page) {
        return listed.problem(page.versions(), ListedVersion::key, page.commonPrefixes());
    }

    @Override
    public String toString() {
        return PrintableText.escape("ListVersionsOptions{" + listed + ", after=" + keyMarker + "}");
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder extends ListOptionsBuilder<Builder> {
        private @Nullable String keyMarker;
        private @Nullable String versionIdMarker;

        Builder() {}

        @Override
        Builder self() {
            return this;
        }

        /**
         * Continues after a version: with {@code VersionList.nextKeyMarker()} and {@code nextVersionIdMarker()}.
         *
         * @param keyMarker the key of that version
         * @param versionIdMarker empty to continue after all versions of the key
         */
        public Builder after(String keyMarker, String versionIdMarker) {
            this.keyMarker = Objects.requireNonNull(keyMarker, "keyMarker");
            this.versionIdMarker = nullIfEmpty(versionIdMarker);
            return this;
        }

        /** Returns the options. */
        public ListVersionsOptions build() {
            return new ListVersionsOptions(this);
        }
    }
}

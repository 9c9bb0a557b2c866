// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import java.util.Objects;

/** Options for the download to a directory. Immutable. */
public final class DownloadDirectoryOptions extends DirectoryOptions {
    /** All objects, eight in parallel. */
    public static final DownloadDirectoryOptions NONE = builder().build();

    private final DownloadOptions download;

    DownloadDirectoryOptions(Builder builder) {
        super(builder);
        this.download = builder.download;
    }

    /** Starts with no options. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns the options of each object. */
    public DownloadOptions download() {
        return download;
    }

    static DownloadOptions checkDownload(DownloadOptions options) {
        Objects.requireNonNull(options, "options");
        if (options.checkpoint() != null || options.versionId() != null) {
            throw new IllegalArgumentException(
                    "the options of a directory must not have a checkpoint or a version: " + options);
        }
        return options;
    }

    @Override
    public String toString() {
        return "DownloadDirectoryOptions{" + describe() + ", " + download + "}";
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder extends DirectoryOptions.Builder<Builder> {
        private DownloadOptions download = DownloadOptions.NONE;

        Builder() {}

        /**
         * Sets the options of each object: part size, conditions, a timeout. Their progress listener is not used.
         *
         * @throws IllegalArgumentException if they have a checkpoint or a version, which belong to one object
         */
        public Builder download(DownloadOptions options) {
            this.download = checkDownload(options);
            return this;
        }

        /** Returns the options. */
        public DownloadDirectoryOptions build() {
            return new DownloadDirectoryOptions(this);
        }
    }
}

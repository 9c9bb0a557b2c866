// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import java.util.Objects;

/** Options for the upload of a directory. Immutable. */
public final class UploadDirectoryOptions extends DirectoryOptions {
    /** All files, eight in parallel; symbolic links are skipped. */
    public static final UploadDirectoryOptions NONE = builder().build();

    private final UploadOptions upload;
    private final boolean followLinks;

    UploadDirectoryOptions(Builder builder) {
        super(builder);
        this.upload = builder.upload;
        this.followLinks = builder.followLinks;
    }

    /** Starts with no options. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns the options of each file. */
    public UploadOptions upload() {
        return upload;
    }

    /** Returns whether the targets of symbolic links are uploaded. */
    public boolean followsLinks() {
        return followLinks;
    }

    static UploadOptions checkUpload(UploadOptions options) {
        Objects.requireNonNull(options, "options");
        if (options.checkpoint() != null) {
            throw new IllegalArgumentException("the options of a directory must not have a checkpoint: " + options);
        }
        return options;
    }

    @Override
    public String toString() {
        return "UploadDirectoryOptions{" + describe() + ", " + upload + (followLinks ? ", followLinks" : "") + "}";
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder extends DirectoryOptions.Builder<Builder> {
        private UploadOptions upload = UploadOptions.NONE;
        private boolean followLinks;

        Builder() {}

        /**
         * Sets the options of each file: headers, part size, a callback, a timeout. Their progress listener is not used.
         *
         * @throws IllegalArgumentException if they have a checkpoint, which belongs to one file
         */
        public Builder upload(UploadOptions options) {
            this.upload = checkUpload(options);
            return this;
        }

        /** Uploads the files and directories to which symbolic links lead; default they are skipped. Loops are failures. */
        public Builder followLinks() {
            this.followLinks = true;
            return this;
        }

        /** Returns the options. */
        public UploadDirectoryOptions build() {
            return new UploadDirectoryOptions(this);
        }
    }
}

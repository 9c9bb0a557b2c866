// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

/**
 * Options for the sync of a directory with the objects of a folder. Immutable. For both directions: uploads use
 * {@link #upload}, downloads {@link #download}.
 *
 * <pre>{@code
 * SyncOptions options = SyncOptions.builder().deleteExtra().dryRun().build();
 * bucket.syncDirectory(Paths.get("site"), "www/", options).planned().forEach(System.out::println);
 * }</pre>
 */
public final class SyncOptions extends DirectoryOptions {
    /** Compares by size and time, eight files in parallel; deletes nothing. */
    public static final SyncOptions NONE = builder().build();

    private final UploadOptions upload;
    private final DownloadOptions download;
    private final boolean followLinks;
    private final boolean reportExtra;
    private final boolean deleteExtra;
    private final boolean allowEmptySource;

    SyncOptions(Builder builder) {
        super(builder);
        this.upload = builder.upload;
        this.download = builder.download;
        this.followLinks = builder.followLinks;
        this.reportExtra = builder.reportExtra;
        this.deleteExtra = builder.deleteExtra;
        this.allowEmptySource = builder.allowEmptySource;
    }

    /** Starts with the values of {@link #NONE}. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns the options of each file that is uploaded. */
    public UploadOptions upload() {
        return upload;
    }

    /** Returns the options of each object that is downloaded. */
    public DownloadOptions download() {
        return download;
    }

    /** Returns whether the targets of symbolic links are uploaded. */
    public boolean followsLinks() {
        return followLinks;
    }

    /** Returns whether what only the target has is looked for, and part of the outcomes. */
    public boolean reportsExtra() {
        return reportExtra || deleteExtra;
    }

    /** Returns whether what only the target has is deleted. */
    public boolean deletesExtra() {
        return deleteExtra;
    }

    /** Returns whether the sync fails if the source has no files and it would delete those of the target. */
    public boolean refusesEmptySource() {
        return deleteExtra && !allowEmptySource && !isDryRun();
    }

    @Override
    public String toString() {
        return "SyncOptions{" + describe() + ", " + upload + ", " + download + (followLinks ? ", followLinks" : "")
                + (reportExtra ? ", reportExtra" : "") + (deleteExtra ? ", deleteExtra" : "")
                + (allowEmptySource ? ", allowEmptySource" : "") + "}";
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder extends DirectoryOptions.Builder<Builder> {
        private UploadOptions upload = UploadOptions.NONE;
        private DownloadOptions download = DownloadOptions.NONE;
        private boolean followLinks;
        private boolean reportExtra;
        private boolean deleteExtra;
        private boolean allowEmptySource;

        Builder() {
            compareBy(Comparison.SIZE_AND_TIME);
        }

        /**
         * Sets the options of each file that is uploaded: headers, part size, a callback, a timeout. Their progress listener
         * is not used.
         *
         * @throws IllegalArgumentException if they have a checkpoint, which belongs to one file
         */
        public Builder upload(UploadOptions options) {
            this.upload = UploadDirectoryOptions.checkUpload(options);
            return this;
        }

        /**
         * Sets the options of each object that is downloaded: part size, conditions, a timeout. Their progress listener is
         * not used.
         *
         * @throws IllegalArgumentException if they have a checkpoint or a version, which belong to one object
         */
        public Builder download(DownloadOptions options) {
            this.download = DownloadDirectoryOptions.checkDownload(options);
            return this;
        }

        /** Uploads the files and directories to which symbolic links lead; by default they are skipped. Loops are failures. */
        public Builder followLinks() {
            this.followLinks = true;
            return this;
        }

        /**
         * Adds what the target has and the source does not to the outcomes: as skipped, with the difference
         * {@link FileOutcome.Difference#MISSING_ON_SOURCE}, if it is not deleted. By default it is ignored.
         */
        public Builder reportExtra() {
            this.reportExtra = true;
            return this;
        }

        /**
         * Deletes what the target has and the source does not, among the names that the filter accepts: after all transfers,
         * and only if nothing failed. Never deletes an object whose key does not start with the prefix, nor anything but
         * regular files below the directory. Directories that become empty are removed.
         *
         * <p>Before the first deletion the objects are listed again, and the file of each deletion is checked again. Whatever
         * changed or appeared on either side is kept, and its outcome is skipped with the reason. If the first list is not in
         * order, or has no {@code IsTruncated}, the sync throws an {@link java.io.IOException} before anything is changed. If
         * the second one is, nothing is deleted, and the outcomes have this failure.
         *
         * <p>If a file is in the way of a directory ({@code a}, if the source has {@code a/b}), or a directory in the way of a
         * file, the new file is downloaded beside it, and moved to its place when what was in the way is deleted.
         *
         * <p>Fails with an {@link EmptySourceException} before it changes anything if the source has no files and the target
         * has some to delete, unless it is a dry run: the directory may not be mounted, or the prefix may be wrong.
         */
        public Builder deleteExtra() {
            this.deleteExtra = true;
            return this;
        }

        /** Deletes all files of the target if the source has none, instead of failing. */
        public Builder allowEmptySource() {
            this.allowEmptySource = true;
            return this;
        }

        /** Returns the options. */
        public SyncOptions build() {
            return new SyncOptions(this);
        }
    }
}

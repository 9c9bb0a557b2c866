// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories;

import io.github.ossv4.http.CopyOptions;
import io.github.ossv4.http.DownloadOptions;
import io.github.ossv4.http.TransferListener;
import io.github.ossv4.http.UploadOptions;
import io.github.ossv4.internal.text.PrintableText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Options for the transfer, sync or verification of a directory. Immutable. Uploads use {@link #upload}, downloads
 * {@link #download}.
 *
 * <pre>{@code
 * DirectoryOptions options = DirectoryOptions.builder().deleteExtra(true).dryRun(true).build();
 * Directories.of(bucket).syncToBucket(Paths.get("site"), "www/", options).planned().forEach(System.out::println);
 * }</pre>
 */
public final class DirectoryOptions {
    private static final int MAX_PARALLEL = 64;

    /** All files, eight in parallel; symbolic links are skipped, and nothing is deleted. */
    public static final DirectoryOptions NONE = builder().build();

    /** Never changed. */
    private final Builder set;

    private DirectoryOptions(Builder builder) {
        this.set = new Builder(builder);
    }

    /** Starts with no options. */
    public static Builder builder() {
        return new Builder();
    }

    /** Starts with these options. */
    public Builder newBuilder() {
        return new Builder(set);
    }

    /** Returns how many files are transferred or compared in parallel. */
    public int parallel() {
        return set.parallel;
    }

    /** Returns the filter of the keys without the prefix. */
    public Predicate<String> filter() {
        Predicate<String> filter = set.filter;
        return filter == null ? name -> true : filter;
    }

    /** Returns the options of each file that is uploaded. */
    public UploadOptions upload() {
        return set.upload;
    }

    /** Returns the options of each object that is downloaded. */
    public DownloadOptions download() {
        return set.download;
    }

    /** Returns the options of each object that is copied between folders. */
    public CopyOptions copy() {
        return set.copy;
    }

    /** Returns whether the targets of symbolic links are uploaded. */
    public boolean followLinks() {
        return set.followLinks;
    }

    /** Returns how files are compared with their objects; null for the default of each call. */
    public @Nullable Comparison comparison() {
        return set.comparison;
    }

    /** Returns whether the call only reports what it would transfer or delete. */
    public boolean dryRun() {
        return set.dryRun;
    }

    /** Returns whether no other file is started after the first failure. */
    public boolean stopAtFailure() {
        return set.stopAtFailure;
    }

    /** Returns whether extra files and objects, which only the target has, are searched for and reported. */
    public boolean reportExtra() {
        return set.reportExtra || set.deleteExtra;
    }

    /** Returns whether extra files and objects are deleted. */
    public boolean deleteExtra() {
        return set.deleteExtra;
    }

    /** Returns whether a sync from a source without files may delete all files of the target. */
    public boolean allowEmptySource() {
        return set.allowEmptySource;
    }

    /** Returns the limit of the files or objects that a sync deletes. */
    public DeletionLimit deletionLimit() {
        return set.deletionLimit;
    }

    /**
     * Checks the number of deletions of a sync before anything is changed. Does nothing without {@link #deleteExtra},
     * or in a dry run. For your own sync, for example on many machines.
     *
     * @param source the directory or folder, for messages
     * @param sourceCount the number of files or objects of the source
     * @param target the directory or folder that is changed, for messages
     * @param extraCount the number of files or objects that only the target has
     * @param targetCount the number of files or objects of the target
     * @throws EmptySourceException if the source is empty, unless {@link #allowEmptySource}
     * @throws DeletionLimitException if more would be deleted than the limit allows
     */
    public void checkDeletions(String source, long sourceCount, String target, long extraCount, long targetCount)
            throws EmptySourceException, DeletionLimitException {
        if (!deleteExtra() || dryRun()) {
            return;
        }
        if (sourceCount == 0 && extraCount > 0 && !allowEmptySource()) {
            throw new EmptySourceException(PrintableText.escape(source), extraCount);
        }
        if (!deletionLimit().allows(extraCount, targetCount)) {
            throw new DeletionLimitException(
                    PrintableText.escape(source),
                    PrintableText.escape(target),
                    extraCount,
                    targetCount,
                    deletionLimit());
        }
    }

    /** Returns the listener of the progress; null for none. */
    public @Nullable TransferListener progress() {
        return set.progress;
    }

    /** Returns the consumer of the outcomes; null for none. */
    public @Nullable Consumer<FileOutcome> outcomes() {
        return set.outcomes;
    }

    /** Returns the function that chooses the checkpoint of each file; null for none. */
    public @Nullable BiFunction<String, Path, Path> checkpoints() {
        return set.checkpoints;
    }

    /** Returns all settings by their names. */
    Map<String, @Nullable Object> settings() {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put("parallel", set.parallel);
        all.put("filter", set.filter);
        all.put("upload", set.upload);
        all.put("download", set.download);
        all.put("copy", set.copy);
        all.put("followLinks", set.followLinks);
        all.put("comparison", set.comparison);
        all.put("dryRun", set.dryRun);
        all.put("stopAtFailure", set.stopAtFailure);
        all.put("reportExtra", set.reportExtra);
        all.put("deleteExtra", set.deleteExtra);
        all.put("allowEmptySource", set.allowEmptySource);
        all.put("deletionLimit", set.deletionLimit);
        all.put("progress", set.progress);
        all.put("outcomes", set.outcomes);
        all.put("checkpoints", set.checkpoints);
        return all;
    }

    /** Compares all settings. Functions, such as filters and listeners, are equal only if they are the same object. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DirectoryOptions
                && ((DirectoryOptions) other).settings().equals(settings());
    }

    @Override
    public int hashCode() {
        return settings().hashCode();
    }

    /** Names the settings that differ from their defaults. */
    @Override
    public String toString() {
        Map<String, @Nullable Object> defaults = new Builder().build().settings();
        List<String> texts = new ArrayList<>();
        settings().forEach((name, value) -> {
            if (!Objects.equals(value, defaults.get(name))) {
                texts.add(isPrintable(value) ? name + "=" + value : name);
            }
        });
        return "DirectoryOptions" + texts;
    }

    private static boolean isPrintable(@Nullable Object value) {
        return !(value instanceof Boolean)
                && !(value instanceof Predicate)
                && !(value instanceof BiFunction)
                && !(value instanceof Consumer)
                && !(value instanceof TransferListener);
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder {
        private int parallel = 8;
        private @Nullable Predicate<String> filter;
        private UploadOptions upload = UploadOptions.NONE;
        private DownloadOptions download = DownloadOptions.NONE;
        private CopyOptions copy = CopyOptions.NONE;
        private boolean followLinks;
        private @Nullable Comparison comparison;
        private boolean dryRun;
        private boolean stopAtFailure;
        private boolean reportExtra;
        private boolean deleteExtra;
        private boolean allowEmptySource;
        private DeletionLimit deletionLimit = DeletionLimit.NONE;
        private @Nullable TransferListener progress;
        private @Nullable Consumer<FileOutcome> outcomes;
        private @Nullable BiFunction<String, Path, Path> checkpoints;

        Builder() {}

        Builder(Builder other) {
            this.parallel = other.parallel;
            this.filter = other.filter;
            this.upload = other.upload;
            this.download = other.download;
            this.copy = other.copy;
            this.followLinks = other.followLinks;
            this.comparison = other.comparison;
            this.dryRun = other.dryRun;
            this.stopAtFailure = other.stopAtFailure;
            this.reportExtra = other.reportExtra;
            this.deleteExtra = other.deleteExtra;
            this.allowEmptySource = other.allowEmptySource;
            this.deletionLimit = other.deletionLimit;
            this.progress = other.progress;
            this.outcomes = other.outcomes;
            this.checkpoints = other.checkpoints;
        }

        /**
         * Sets how many files are transferred or compared in parallel; default 8. Each of them has a thread during the
         * call, and may transfer several parts in parallel.
         *
         * @throws IllegalArgumentException if the number is not 1 to 64
         */
        public Builder parallel(int files) {
            if (files < 1 || files > MAX_PARALLEL) {
                throw new IllegalArgumentException("parallel must be between 1 and " + MAX_PARALLEL + ", was " + files);
            }
            this.parallel = files;
            return this;
        }

        /**
         * Uses only files that a filter accepts. It is given the key without the prefix, such as {@code a/b.txt}. Files
         * that it rejects are not reported.
         */
        public Builder filter(Predicate<String> filter) {
            this.filter = Objects.requireNonNull(filter, "filter");
            return this;
        }

        /**
         * Sets the options of each file that is uploaded: headers, part size, a callback, a timeout. Their progress
         * listener is not used.
         *
         * @throws IllegalArgumentException if they have a checkpoint, which belongs to one file
         */
        public Builder upload(UploadOptions options) {
            if (Objects.requireNonNull(options, "options").checkpoint() != null) {
                throw new IllegalArgumentException("the options of a directory must not have a checkpoint: " + options);
            }
            this.upload = options;
            return this;
        }

        /**
         * Sets the options of each object that is downloaded: part size, conditions, a timeout. Their progress listener
         * is not used.
         *
         * @throws IllegalArgumentException if they have a checkpoint or a version, which belong to one object
         */
        public Builder download(DownloadOptions options) {
            if (Objects.requireNonNull(options, "options").checkpoint() != null || options.versionId() != null) {
                throw new IllegalArgumentException(
                        "the options of a directory must not have a checkpoint or a version: " + options);
            }
            this.download = options;
            return this;
        }

        /**
         * Sets the options of each object that is copied between folders: headers, and whether objects are replaced.
         */
        public Builder copy(CopyOptions options) {
            this.copy = Objects.requireNonNull(options, "options");
            return this;
        }

        /**
         * Uploads the files and directories to which symbolic links lead; by default they are skipped. Loops are
         * failures.
         */
        public Builder followLinks(boolean followLinks) {
            this.followLinks = followLinks;
            return this;
        }

        /**
         * Skips files that are the same as their objects, so that an interrupted transfer continues where it stopped.
         * An upload sends a HeadObject for each file; other calls compare with the list of the objects first. By
         * default an upload or a download transfers all files, and a sync compares by {@link Comparison#SIZE_AND_TIME}.
         * A sync of two folders compares sizes and ETags, and CRC64s if only the sizes are equal; of the comparisons it
         * uses {@link Comparison#SIZE} only. A verification always compares by {@link Comparison#CRC64}.
         */
        public Builder comparison(Comparison comparison) {
            this.comparison = Objects.requireNonNull(comparison, "comparison");
            return this;
        }

        /**
         * Transfers and deletes nothing: the result contains what would be transferred or deleted. Files are compared
         * in the same way as without this option.
         */
        public Builder dryRun(boolean dryRun) {
            this.dryRun = dryRun;
            return this;
        }

        /** Starts no more files after the first failure; by default all files are tried. */
        public Builder stopAtFailure(boolean stopAtFailure) {
            this.stopAtFailure = stopAtFailure;
            return this;
        }

        /**
         * Reports extra files and objects, which only the target of a sync has. One that is kept has the status
         * skipped, with the difference {@link FileOutcome.Difference#MISSING_ON_SOURCE}. By default they are ignored.
         */
        public Builder reportExtra(boolean reportExtra) {
            this.reportExtra = reportExtra;
            return this;
        }

        /**
         * Deletes extra files and objects, which only the target of a sync has, among the names that the filter
         * accepts: after all transfers, and only if nothing failed. Deletes only objects whose keys start with the
         * prefix, and only regular files below the directory. Directories that become empty are removed.
         *
         * <p>Directly before each request that deletes up to 1,000 objects, their keys are listed again, and the sync
         * checks that the source still lacks the file and that the target has not changed. So only an object that is
         * replaced between these two requests is lost. Files and objects that changed or appeared are kept; their
         * outcome has the status skipped, with the reason. If a side cannot be looked at again, nothing more is
         * deleted. If the first list is not in order, or has no {@code IsTruncated}, the sync throws an {@link
         * java.io.IOException} before anything is changed. If a later list is invalid in this way, nothing more is
         * deleted, and the outcomes contain this failure.
         *
         * <p>A file can be in the way of a directory ({@code a} and {@code a/b}), or a directory in the way of a file.
         * The new file is downloaded to a temporary name, and moved into place after the obstacle is deleted.
         *
         * <p>If the source has no files and the target has some to delete, the sync throws an {@link
         * EmptySourceException} before anything is changed: the directory may not be mounted, or the prefix may be
         * wrong. A dry run does not throw it.
         */
        public Builder deleteExtra(boolean deleteExtra) {
            this.deleteExtra = deleteExtra;
            return this;
        }

        /**
         * Allows {@link #deleteExtra} to delete all files of the target if the source has none. By default such a sync
         * fails.
         */
        public Builder allowEmptySource(boolean allowEmptySource) {
            this.allowEmptySource = allowEmptySource;
            return this;
        }

        /**
         * Limits the files or objects that a sync deletes; default {@link DeletionLimit#NONE}. A sync that would delete
         * more throws a {@link DeletionLimitException} before anything is changed. A dry run does not throw it.
         */
        public Builder deletionLimit(DeletionLimit limit) {
            this.deletionLimit = Objects.requireNonNull(limit, "limit");
            return this;
        }

        /** Sets the listener that receives the progress of the whole directory, in which each file counts as a part. */
        public Builder progress(TransferListener listener) {
            this.progress = Objects.requireNonNull(listener, "listener");
            return this;
        }

        /**
         * Sets the consumer of the outcome of each file, in the order in which they complete. It is called by one
         * thread at a time and should be quick. Its exceptions are ignored; an {@link Error} stops the transfer and is
         * thrown.
         */
        public Builder outcomes(Consumer<FileOutcome> consumer) {
            this.outcomes = Objects.requireNonNull(consumer, "consumer");
            return this;
        }

        /**
         * Sets the checkpoint of each file that is transferred in parts, so that it can be resumed by the same call.
         * The function is given the key of the object and the file, and returns a unique path for each, which is the
         * same in each run. The directory of that path must exist, and should not be one of those transferred.
         */
        public Builder checkpoints(BiFunction<String, Path, Path> checkpoints) {
            this.checkpoints = Objects.requireNonNull(checkpoints, "checkpoints");
            return this;
        }

        /** Returns the options. */
        public DirectoryOptions build() {
            return new DirectoryOptions(this);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import java.nio.file.Path;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The options that transfers of directories share. Immutable. */
public abstract class DirectoryOptions {
    private final int files;
    private final Predicate<String> filter;
    private final boolean stopAtFailure;
    private final @Nullable Comparison comparison;
    private final boolean dryRun;
    private final @Nullable TransferListener progress;
    private final @Nullable Consumer<FileOutcome> outcomes;
    private final @Nullable BiFunction<String, Path, Path> checkpoints;

    DirectoryOptions(Builder<?> builder) {
        this.files = builder.files;
        this.filter = builder.filter;
        this.stopAtFailure = builder.stopAtFailure;
        this.comparison = builder.comparison;
        this.dryRun = builder.dryRun;
        this.progress = builder.progress;
        this.outcomes = builder.outcomes;
        this.checkpoints = builder.checkpoints;
    }

    /** Returns how many files are transferred in parallel. */
    public final int files() {
        return files;
    }

    /** Returns the filter of the keys without the prefix. */
    public final Predicate<String> filter() {
        return filter;
    }

    /** Returns whether no other file is started after the first failure. */
    public final boolean stopsAtFailure() {
        return stopAtFailure;
    }

    /** Returns how files are compared with their objects; null if all are transferred. */
    public final @Nullable Comparison comparison() {
        return comparison;
    }

    /** Returns whether the call only reports what it would transfer or delete. */
    public final boolean isDryRun() {
        return dryRun;
    }

    /** Returns the listener of the progress; null for none. */
    public final @Nullable TransferListener progress() {
        return progress;
    }

    /** Returns the consumer of the outcomes; null for none. */
    public final @Nullable Consumer<FileOutcome> outcomes() {
        return outcomes;
    }

    /** Returns the function that chooses the checkpoint of each file; null for none. */
    public final @Nullable BiFunction<String, Path, Path> checkpoints() {
        return checkpoints;
    }

    final String describe() {
        return files + " files at a time" + (comparison == null ? "" : ", compared by " + comparison)
                + (stopAtFailure ? ", stopAtFailure" : "") + (dryRun ? ", dryRun" : "");
    }

    /** Collects the options that transfers of directories share. Not thread-safe. */
    abstract static class Builder<B extends Builder<B>> {
        static final int MAX_FILES = 64;
        static final int DEFAULT_FILES = 8;

        int files = DEFAULT_FILES;
        Predicate<String> filter = name -> true;
        boolean stopAtFailure;
        boolean dryRun;

        @Nullable
        Comparison comparison;

        @Nullable
        TransferListener progress;

        @Nullable
        Consumer<FileOutcome> outcomes;

        @Nullable
        BiFunction<String, Path, Path> checkpoints;

        Builder() {}

        @SuppressWarnings("unchecked") // Each builder is its own B.
        final B self() {
            return (B) this;
        }

        /**
         * Sets how many files are transferred in parallel; default 8. Each of them may transfer several parts in parallel.
         *
         * @throws IllegalArgumentException if the number is not 1 to 64
         */
        public B files(int number) {
            this.files = RequestOptions.checkRange("files", number, MAX_FILES);
            return self();
        }

        /**
         * Transfers only files that a filter accepts. It is given the key without the prefix, such as {@code a/b.txt}. Files
         * that it rejects are not reported.
         */
        public B filter(Predicate<String> filter) {
            this.filter = Objects.requireNonNull(filter, "filter");
            return self();
        }

        /**
         * Sets the checkpoint of each file that is transferred in parts, so that it can be resumed by the same call. The
         * function is given the key of the object and the file, and returns a unique path for each, which is the same in
         * each run. The directory of that path must exist, and should not be one of those transferred.
         */
        public B checkpoints(BiFunction<String, Path, Path> checkpoints) {
            this.checkpoints = Objects.requireNonNull(checkpoints, "checkpoints");
            return self();
        }

        /**
         * Skips files that are the same as their objects, so that an interrupted transfer continues where it stopped. An
         * upload of a directory sends a HeadObject for each file; other transfers compare with the list of the objects first.
         * By default an upload or a download transfers all files, and a sync compares by {@link Comparison#SIZE_AND_TIME}.
         */
        public B compareBy(Comparison comparison) {
            this.comparison = Objects.requireNonNull(comparison, "comparison");
            return self();
        }

        /**
         * Transfers and deletes nothing: the result contains what would be transferred or deleted. Files are compared as
         * they are without this option.
         */
        public B dryRun() {
            this.dryRun = true;
            return self();
        }

        /** Starts no more files after the first failure; by default all files are tried. */
        public B stopAtFailure() {
            this.stopAtFailure = true;
            return self();
        }

        /** Sets the listener that receives the progress of the whole directory, in which each file counts as a part. */
        public B progress(TransferListener listener) {
            this.progress = Objects.requireNonNull(listener, "listener");
            return self();
        }

        /**
         * Sets the consumer of the outcome of each file, in the order in which they complete. It is called by one thread at
         * a time and should be quick. Its exceptions are ignored; an {@link Error} stops the transfer and is thrown.
         */
        public B outcomes(Consumer<FileOutcome> consumer) {
            this.outcomes = Objects.requireNonNull(consumer, "consumer");
            return self();
        }
    }
}

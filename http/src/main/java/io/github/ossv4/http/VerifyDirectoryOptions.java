// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Options for the comparison of a directory with the objects of a folder. Immutable. */
public final class VerifyDirectoryOptions extends RequestOptions {
    /** All files, eight in parallel; symbolic links are skipped. */
    public static final VerifyDirectoryOptions NONE = builder().build();

    private final int files;
    private final Predicate<String> filter;
    private final boolean followLinks;
    private final @Nullable TransferListener progress;
    private final @Nullable Consumer<FileComparison> comparisons;

    VerifyDirectoryOptions(Builder builder) {
        super(builder.requesterPays);
        this.files = builder.files;
        this.filter = builder.filter;
        this.followLinks = builder.followLinks;
        this.progress = builder.progress;
        this.comparisons = builder.comparisons;
    }

    /** Starts with no options. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns how many files are compared in parallel. */
    public int files() {
        return files;
    }

    /** Returns the filter of the keys without the prefix. */
    public Predicate<String> filter() {
        return filter;
    }

    /** Returns whether the targets of symbolic links are compared. */
    public boolean followsLinks() {
        return followLinks;
    }

    /** Returns the listener of the progress; null for none. */
    public @Nullable TransferListener progress() {
        return progress;
    }

    /** Returns the consumer of the comparisons; null for none. */
    public @Nullable Consumer<FileComparison> comparisons() {
        return comparisons;
    }

    @Override
    public String toString() {
        return "VerifyDirectoryOptions{" + files + " files at a time" + (followLinks ? ", followLinks" : "") + "}";
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder extends RequestOptions.Builder<Builder> {
        private int files = DirectoryOptions.Builder.DEFAULT_FILES;
        private Predicate<String> filter = name -> true;
        private boolean followLinks;
        private @Nullable TransferListener progress;
        private @Nullable Consumer<FileComparison> comparisons;

        Builder() {}

        /**
         * Sets how many files are compared in parallel; default 8.
         *
         * @throws IllegalArgumentException if the number is not 1 to 64
         */
        public Builder files(int number) {
            this.files = RequestOptions.checkRange("files", number, DirectoryOptions.Builder.MAX_FILES);
            return this;
        }

        /** Compares only names that a filter accepts. It is given the key without the prefix, such as {@code a/b.txt}. */
        public Builder filter(Predicate<String> filter) {
            this.filter = Objects.requireNonNull(filter, "filter");
            return this;
        }

        /** Compares the files and directories to which symbolic links lead; default they are skipped. Loops are failures. */
        public Builder followLinks() {
            this.followLinks = true;
            return this;
        }

        /** Sets the listener that receives the progress over the files that are read, in which each file counts as a part. */
        public Builder progress(TransferListener listener) {
            this.progress = Objects.requireNonNull(listener, "listener");
            return this;
        }

        /**
         * Sets the consumer of the comparison of each file, in the order of the keys. It is called by one thread at a time
         * and should be quick. Its exceptions are ignored; an {@link Error} stops the comparison and is thrown.
         */
        public Builder comparisons(Consumer<FileComparison> consumer) {
            this.comparisons = Objects.requireNonNull(consumer, "consumer");
            return this;
        }

        /** Returns the options. */
        public VerifyDirectoryOptions build() {
            return new VerifyDirectoryOptions(this);
        }
    }
}

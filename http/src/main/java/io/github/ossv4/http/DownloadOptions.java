// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.multipart.PartPlan;
import io.github.ossv4.text.PrintableText;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How to download an object in parts. Immutable. */
public final class DownloadOptions {
    /** The object as it is now, in parts of 6 MB, three at a time, without a checkpoint. */
    public static final DownloadOptions NONE = builder().build();

    private static final int MAX_WORKERS = 64;

    private final RequestOptions request;
    private final Conditions conditions;
    private final @Nullable Long partSize;
    private final int workers;
    private final @Nullable Path checkpoint;
    private final @Nullable String versionId;
    private final @Nullable TransferListener progress;

    private DownloadOptions(Builder builder) {
        this.request = builder.request.copy();
        this.conditions = builder.conditions.copy();
        this.partSize = builder.partSize;
        this.workers = builder.workers;
        this.checkpoint = builder.checkpoint;
        this.versionId = builder.versionId;
        this.progress = builder.progress;
    }

    /** Starts with what {@link #NONE} does. */
    public static Builder builder() {
        return new Builder();
    }

    /** What goes with the question for the object, before its bytes are asked for. */
    void applyToHead(Operation operation) {
        request.applyPayerTo(operation);
        conditions.applyTo(operation, "");
        operation.query("versionId", versionId);
    }

    /** What goes with each part beside its place and its object. */
    void applyToPart(Operation operation) {
        request.applyTo(operation);
    }

    /** Null if nobody asked for one. */
    @Nullable
    Long partSize() {
        return partSize;
    }

    int workers() {
        return workers;
    }

    @Nullable
    Path checkpoint() {
        return checkpoint;
    }

    @Nullable
    TransferListener progress() {
        return progress;
    }

    @Override
    public String toString() {
        return PrintableText.escape(
                "DownloadOptions{" + (partSize == null ? "" : "partSize=" + partSize + ", ") + "workers=" + workers
                        + (checkpoint == null ? "" : ", checkpoint=" + checkpoint)
                        + (versionId == null ? "" : ", versionId=" + versionId) + "}");
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder extends GetOptionsBuilder<Builder> {
        private @Nullable Long partSize;
        private int workers = 3;
        private @Nullable Path checkpoint;
        private @Nullable TransferListener progress;

        private Builder() {}

        @Override
        Builder self() {
            return this;
        }

        /**
         * How many bytes a part has, but for a smaller last one; an object of at most so many comes as one. 6 MB where
         * nobody says, or the next multiple of it that makes no more than 10,000 parts. What fails is fetched again by parts.
         *
         * @param bytes 100 KB to 5 GB. An object that would have more than 10,000 parts is refused once its size is known,
         *     with an {@link IllegalArgumentException} too
         * @throws IllegalArgumentException if it is something else
         */
        public Builder partSize(long bytes) {
            PartPlan.of(0, bytes);
            this.partSize = bytes;
            return this;
        }

        /**
         * How many parts are fetched at the same time, 3 where nobody says. No more than the dispatcher of the
         * {@link okhttp3.OkHttpClient} lets through at once.
         *
         * @throws IllegalArgumentException if it is not 1 to 64
         */
        public Builder workers(int workers) {
            if (workers < 1 || workers > MAX_WORKERS) {
                throw new IllegalArgumentException("workers is " + workers + ", 1 to " + MAX_WORKERS + " are allowed");
            }
            this.workers = workers;
            return this;
        }

        /**
         * Where to note which parts are there, so that a download that failed, was cancelled or killed goes on where it was
         * when it is begun again with the same key, file and checkpoint. The file is made when it begins and deleted when it
         * succeeds. Each part is noted as soon as it is written and read back, unless notes then take more than a twentieth of
         * the time, as with thousands of parts. While the file is there, so are the parts, beside the file that they are for, as {@code .ossv4-*.part}. To
         * give up delete both.
         *
         * <p>If the object has changed since, all of it is fetched anew. An empty file counts as none. One that is no checkpoint, or that of another
         * download, is not touched: the download is refused. So it is while another with this checkpoint is under way, also
         * in another process, where the file system has locks.
         */
        public Builder checkpoint(Path file) {
            this.checkpoint = Objects.requireNonNull(file, "file");
            return this;
        }

        /** Told how the download proceeds. */
        public Builder progress(TransferListener listener) {
            this.progress = Objects.requireNonNull(listener, "listener");
            return this;
        }

        /** Returns the options. */
        public DownloadOptions build() {
            return new DownloadOptions(this);
        }
    }
}

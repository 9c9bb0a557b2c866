// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.multipart.PartPlan;
import io.github.ossv4.object.ObjectHeaders;
import io.github.ossv4.text.PrintableText;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How a file or stream is uploaded, in parts where it is large, and what goes with it. Immutable. */
public final class UploadOptions {
    /** Nothing but the bytes, three parts of 6 MB at a time. */
    public static final UploadOptions NONE = builder().build();

    private static final int MAX_WORKERS = 64;

    private final ObjectHeaders headers;
    private final RequestOptions request;
    private final boolean forbidOverwrite;
    private final boolean sequential;
    private final boolean keepParts;
    private final int workers;
    private final long partSize;
    private final long threshold;
    private final @Nullable Callback callback;
    private final @Nullable Path checkpoint;
    private final @Nullable TransferListener progress;

    private UploadOptions(Builder builder) {
        this.headers = builder.headers();
        this.request = builder.request.copy();
        this.forbidOverwrite = builder.forbidOverwrite;
        this.sequential = builder.sequential;
        this.keepParts = builder.keepParts;
        this.workers = builder.sequential ? 1 : builder.workers;
        this.partSize = builder.partSize;
        this.threshold = builder.threshold;
        this.callback = builder.callback;
        this.checkpoint = builder.checkpoint;
        this.progress = builder.progress;
    }

    /** Starts with no options. */
    public static Builder builder() {
        return new Builder();
    }

    /** @throws IllegalArgumentException if an object of that size cannot have parts of the size that was asked for */
    PartPlan plan(long size) {
        return partSize == 0 ? PartPlan.of(size) : PartPlan.of(size, partSize);
    }

    /** The size of the parts of a stream, whose end nobody knows. */
    int streamPartSize() {
        if (partSize > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(
                    "part size is " + partSize + ", parts of a stream are kept in arrays of less than 2 GB");
        }
        return (int) (partSize == 0 ? PartPlan.DEFAULT_PART_SIZE : partSize);
    }

    /** Up to which size an object is put at once. */
    long threshold(PartPlan plan) {
        return threshold < 0 ? plan.partSize() : threshold;
    }

    ObjectHeaders headers() {
        return headers;
    }

    RequestOptions request() {
        return request;
    }

    boolean forbidsOverwrite() {
        return forbidOverwrite;
    }

    boolean isSequential() {
        return sequential;
    }

    int workers() {
        return workers;
    }

    boolean keepsParts() {
        return keepParts || checkpoint != null;
    }

    @Nullable
    Path checkpoint() {
        return checkpoint;
    }

    @Nullable
    TransferListener progress() {
        return progress;
    }

    @Nullable
    Callback callback() {
        return callback;
    }

    PutOptions forPut(ProgressListener listener) {
        return new PutOptions(this, listener);
    }

    MultipartOptions forInitiate() {
        return new MultipartOptions(this);
    }

    PartOptions forPart(ProgressListener listener) {
        return new PartOptions(this, listener);
    }

    CompleteOptions forComplete() {
        return new CompleteOptions(this);
    }

    /** Names the headers and the callback; values of headers are left out. */
    @Override
    public String toString() {
        return PrintableText.escape("UploadOptions{" + headers + (forbidOverwrite ? ", forbidOverwrite" : "")
                + (sequential ? ", sequential" : "") + (keepParts ? ", keepParts" : "")
                + (partSize == 0 ? "" : ", parts of " + partSize) + ", " + workers + " at a time"
                + (checkpoint == null ? "" : ", checkpoint " + checkpoint) + (callback == null ? "" : ", " + callback)
                + "}");
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder extends PutOptionsBuilder<Builder> {
        private boolean forbidOverwrite;
        private boolean sequential;
        private boolean keepParts;
        private int workers = 3;
        private long partSize;
        private long threshold = -1;
        private @Nullable Callback callback;
        private @Nullable Path checkpoint;
        private @Nullable TransferListener progress;

        private Builder() {}

        @Override
        protected Builder self() {
            return this;
        }

        /**
         * The size of every part but the last, in bytes. Without it 6 MB, or the next multiple that makes at most 10,000 parts
         * of a file. A stream must end before its 10,000th part is full: with 6 MB that is at 58.6 GB.
         *
         * @throws IllegalArgumentException if it is not 100 KB to 5 GB
         */
        public Builder partSize(long bytes) {
            if (bytes < PartPlan.MIN_PART_SIZE || bytes > PartPlan.MAX_PART_SIZE) {
                throw new IllegalArgumentException("part size is " + bytes + ", " + PartPlan.MIN_PART_SIZE + " to "
                        + PartPlan.MAX_PART_SIZE + " bytes are allowed");
            }
            this.partSize = bytes;
            return this;
        }

        /**
         * How many parts are under way at most, 3 unless set. A file needs some 150 KB of memory for each, a stream the part
         * size for each.
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
         * Up to which size a file is put at once and not in parts; the part size unless set. A stream is put at once if it
         * ends before its first part does.
         *
         * @throws IllegalArgumentException if it is not 0 bytes to 5 GB
         */
        public Builder threshold(long bytes) {
            if (bytes < 0 || bytes > UploadBody.MAX_LENGTH) {
                throw new IllegalArgumentException(
                        "threshold is " + bytes + ", 0 to " + UploadBody.MAX_LENGTH + " bytes are allowed");
            }
            this.threshold = bytes;
            return this;
        }

        /**
         * A small JSON file that says how far the upload of a file is. It is there from when the upload in parts begins until
         * it is completed. If the upload fails, is cancelled, or its process ends, the parts stay, and the next upload of the
         * same file to the same key with this checkpoint goes on: it asks OSS which parts there are, and sends all whose size
         * or checksum is not that of the file. What is said of the object (headers, metadata) is what the first one said.
         *
         * <p>Call {@link BucketClient#discardUpload} to abandon the upload. Only one upload can use a checkpoint at a time, even across
         * processes: a second one fails. The lock is a file {@code .ossv4-lock} next to the checkpoint, if the file system
         * supports locks.
         */
        public Builder checkpoint(Path file) {
            this.checkpoint = Objects.requireNonNull(file, "file");
            return this;
        }

        /** Leaves the parts where they are when the upload fails or is cancelled. OSS charges for them. */
        public Builder keepParts() {
            this.keepParts = true;
            return this;
        }

        /** Has parts come in order, one after the other: the object then gets a Content-MD5. */
        public Builder sequential() {
            this.sequential = true;
            return this;
        }

        /**
         * Refuses to replace an object of the same key: the upload then fails with {@code FileAlreadyExists}, at its beginning
         * or at its end. It has no effect in a bucket with versioning.
         */
        public Builder forbidOverwrite() {
            this.forbidOverwrite = true;
            return this;
        }

        /** Has OSS call an application server once the object is stored; its answer is in the result. */
        public Builder callback(Callback callback) {
            this.callback = Objects.requireNonNull(callback, "callback");
            return this;
        }

        /** Told how the upload proceeds. */
        public Builder progress(TransferListener listener) {
            this.progress = Objects.requireNonNull(listener, "listener");
            return this;
        }

        /**
         * Returns the options.
         *
         * @throws IllegalArgumentException if the user metadata has more than 8 KB
         */
        public UploadOptions build() {
            return new UploadOptions(this);
        }
    }
}

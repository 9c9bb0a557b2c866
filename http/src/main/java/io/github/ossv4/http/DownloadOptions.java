// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.http.internal.call.Deadline;
import io.github.ossv4.multipart.PartPlan;
import io.github.ossv4.text.PrintableText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Options for a download in parts. Immutable. An interrupted download with a {@linkplain Builder#checkpoint checkpoint}
 * is resumed by the same call:
 *
 * <pre>{@code
 * DownloadOptions options = DownloadOptions.builder()
 *         .checkpoint(Paths.get("cat.mp4.download"))
 *         .timeout(Duration.ofHours(1))
 *         .build();
 * SavedObject saved = bucket.download("films/cat.mp4", Paths.get("cat.mp4"), options);
 * }</pre>
 */
public final class DownloadOptions extends GetRequestOptions {
    /** The current object, in parts of 6 MB, three in parallel, without a checkpoint. */
    public static final DownloadOptions NONE = builder().build();

    private static final int MAX_WORKERS = 64;

    private final @Nullable Long partSize;
    private final int workers;
    private final boolean keepTime;
    private final @Nullable Path checkpoint;
    private final @Nullable TransferListener progress;
    private final @Nullable Duration timeout;

    DownloadOptions(Builder builder) {
        super(builder);
        this.partSize = builder.partSize;
        this.workers = builder.workers;
        this.keepTime = builder.keepTime;
        this.checkpoint = builder.checkpoint;
        this.progress = builder.progress;
        this.timeout = builder.timeout;
    }

    /** Starts with the values of {@link #NONE}. */
    public static Builder builder() {
        return new Builder();
    }

    /** Starts with these options. */
    public Builder newBuilder() {
        return new Builder(this);
    }

    /** Returns the size of each part except the last, in bytes; null for the default. */
    public @Nullable Long partSize() {
        return partSize;
    }

    /** Returns how many parts are downloaded in parallel. */
    public int workers() {
        return workers;
    }

    /** Returns whether the file gets the modification time that the metadata of the object contains. */
    public boolean keepsTime() {
        return keepTime;
    }

    /** Returns the file that records which parts are complete; null for none. */
    public @Nullable Path checkpoint() {
        return checkpoint;
    }

    /** Returns the limit for the whole transfer; null for none. */
    public @Nullable Duration timeout() {
        return timeout;
    }

    /** Returns the listener of the progress; null for none. */
    public @Nullable TransferListener progress() {
        return progress;
    }

    @Override
    public String toString() {
        return PrintableText.escape(
                "DownloadOptions{" + (partSize == null ? "" : "partSize=" + partSize + ", ") + "workers=" + workers
                        + (keepTime ? ", keepTime" : "") + (checkpoint == null ? "" : ", checkpoint=" + checkpoint)
                        + (versionId() == null ? "" : ", versionId=" + versionId()) + "}");
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder extends GetRequestOptions.Builder<Builder> {
        private @Nullable Long partSize;
        private int workers = 3;
        private boolean keepTime;
        private @Nullable Path checkpoint;
        private @Nullable TransferListener progress;
        private @Nullable Duration timeout;

        Builder() {}

        Builder(DownloadOptions options) {
            this.requesterPays = options.requesterPays();
            this.trafficLimit = options.trafficLimit();
            this.conditions = options.conditions();
            this.versionId = options.versionId();
            this.partSize = options.partSize;
            this.workers = options.workers;
            this.keepTime = options.keepTime;
            this.checkpoint = options.checkpoint;
            this.progress = options.progress;
            this.timeout = options.timeout;
        }

        /**
         * Sets the size of each part except the last; default 6 MB, or the smallest multiple of it that gives at most
         * 10,000 parts. An object of at most this size is downloaded in one request. A failed part is retried as a
         * whole.
         *
         * @param bytes 100 KB to 5 GB. If the object would have more than 10,000 parts, the download fails with {@link
         *     IllegalArgumentException} when its size is known
         * @throws IllegalArgumentException if the size is outside of that range
         */
        public Builder partSize(long bytes) {
            PartPlan.of(0, bytes);
            this.partSize = bytes;
            return this;
        }

        /**
         * Gives the file the modification time of the metadata {@code mtime}, as {@link UploadOptions.Builder#keepTime}
         * and rclone store it; of an object without it, the time of the object.
         */
        public Builder keepTime() {
            this.keepTime = true;
            return this;
        }

        /**
         * Sets how many parts are downloaded in parallel; default 3. The dispatcher of the {@link okhttp3.OkHttpClient}
         * may allow fewer.
         *
         * @throws IllegalArgumentException if the number is not 1 to 64
         */
        public Builder workers(int workers) {
            this.workers = RequestOptions.checkRange("workers", workers, MAX_WORKERS);
            return this;
        }

        /**
         * Sets the file that records which parts are complete. A download that failed, was cancelled or was killed is
         * resumed by a new one with the same key, file and checkpoint. The checkpoint is created at the start, unless
         * the object has one part, and deleted after success. A part is recorded after it is written; if this would
         * take more than a twentieth of the time, as with thousands of parts, it is recorded later. A resumed download
         * reads the recorded parts, and downloads those that were changed again. It keeps the part size of the
         * checkpoint, whatever its options are. The parts are in a file {@code
         * .ossv4-*.part} in the directory of the target. Delete both files to abandon the download.
         *
         * <p>If the object has changed, the whole download starts over. The download also starts over if the temporary
         * file may come from another user: if it is a link, has more than one name, or belongs to another user, or can
         * be written by others. An empty checkpoint counts as none. A file that is not a checkpoint, or that is one of
         * another download, is not changed: the download fails. Only one download can use a checkpoint at a time, even
         * across processes: a second one fails. The lock is a file {@code .ossv4-lock} next to the checkpoint, if the file
         * system supports locks.
         */
        public Builder checkpoint(Path file) {
            this.checkpoint = Objects.requireNonNull(file, "file");
            return this;
        }

        /**
         * Limits the time of the whole transfer, with all its parts, retries and waits; default no limit. A transfer
         * that takes longer fails with a {@link java.net.SocketTimeoutException}, and can be resumed with a checkpoint.
         * If a thread does not stop within 10 seconds after that, such as one that writes a file of a network drive,
         * the call does not wait for it, and a suppressed exception reports this. {@link
         * BucketClient.Builder#callTimeout} limits each request.
         *
         * @throws IllegalArgumentException if the timeout is not 1 ms to 365 days
         */
        public Builder timeout(Duration timeout) {
            Deadline.checkTimeout("timeout", timeout);
            this.timeout = timeout;
            return this;
        }

        /** Sets the listener that receives the progress. */
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

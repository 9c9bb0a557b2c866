// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.http.internal.call.Deadline;
import io.github.ossv4.multipart.PartPlan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
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
public final class DownloadOptions extends RequestOptions {
    /** The current object, in parts of 6 MB, three in parallel, without a checkpoint. */
    public static final DownloadOptions NONE = builder().build();

    private static final int MAX_PARALLEL = 64;

    /** Never changed. */
    private final Builder set;

    private DownloadOptions(Builder builder) {
        this.set = new Builder(builder);
    }

    /** Starts with the values of {@link #NONE}. */
    public static Builder builder() {
        return new Builder();
    }

    /** Starts with these options. */
    public Builder newBuilder() {
        return new Builder(set);
    }

    /** Returns the size of each part except the last, in bytes; null for the default. */
    public @Nullable Long partSize() {
        return set.partSize;
    }

    /** Returns how many parts are downloaded in parallel. */
    public int parallel() {
        return set.parallel;
    }

    /** Returns whether the file gets the modification time that the metadata of the object contains. */
    public boolean keepTime() {
        return set.keepTime;
    }

    /** Returns the file that records which parts are complete; null for none. */
    public @Nullable Path checkpoint() {
        return set.checkpoint;
    }

    /** Returns the conditions of the request. */
    public Conditions conditions() {
        return set.conditions;
    }

    /** Returns the version of the object; null for the current one. */
    public @Nullable String versionId() {
        return set.versionId;
    }

    /** Returns how OSS processes the object; null for not at all. */
    public @Nullable String process() {
        return set.process;
    }

    /** Returns the limit of the bandwidth in bits per second; null for none. */
    public @Nullable Long trafficLimit() {
        return set.trafficLimit;
    }

    /** Returns the limit for the whole transfer; null for none. */
    public @Nullable Duration timeout() {
        return set.timeout;
    }

    /** Returns the listener of the progress; null for none. */
    public @Nullable TransferListener progress() {
        return set.progress;
    }

    @Override
    Map<String, @Nullable Object> settings() {
        Map<String, @Nullable Object> settings = new LinkedHashMap<>();
        settings.put("partSize", set.partSize);
        settings.put("parallel", set.parallel);
        settings.put("keepTime", set.keepTime);
        settings.put("checkpoint", set.checkpoint);
        settings.put("conditions", set.conditions);
        settings.put("versionId", set.versionId);
        settings.put("process", set.process);
        settings.put("trafficLimit", set.trafficLimit);
        settings.put("timeout", set.timeout);
        settings.put("progress", set.progress);
        return settings;
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder {
        private @Nullable Long partSize;
        private int parallel = 3;
        private boolean keepTime;
        private @Nullable Path checkpoint;
        private Conditions conditions = Conditions.NONE;
        private @Nullable String versionId;
        private @Nullable String process;
        private @Nullable Long trafficLimit;
        private @Nullable Duration timeout;
        private @Nullable TransferListener progress;

        private Builder() {}

        private Builder(Builder other) {
            this.partSize = other.partSize;
            this.parallel = other.parallel;
            this.keepTime = other.keepTime;
            this.checkpoint = other.checkpoint;
            this.conditions = other.conditions;
            this.versionId = other.versionId;
            this.process = other.process;
            this.trafficLimit = other.trafficLimit;
            this.timeout = other.timeout;
            this.progress = other.progress;
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
         * Sets how many parts are downloaded in parallel; default 3. Fewer if other calls wait, or if {@code
         * maxRequests} or {@code maxConnections} allow fewer.
         *
         * @throws IllegalArgumentException if the number is not 1 to 64
         */
        public Builder parallel(int parts) {
            this.parallel = RequestOptions.checkRange("parallel", parts, MAX_PARALLEL);
            return this;
        }

        /**
         * Gives the file the modification time of the metadata {@code mtime}, as {@link UploadOptions.Builder#keepTime}
         * and rclone store it; of an object without it, the time of the object.
         */
        public Builder keepTime(boolean keepTime) {
            this.keepTime = keepTime;
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
         * across processes: a second one fails. The lock is a file {@code .ossv4-lock} next to the checkpoint, if the
         * file system supports locks.
         */
        public Builder checkpoint(Path file) {
            this.checkpoint = Objects.requireNonNull(file, "file");
            return this;
        }

        /** Adds conditions that the object must meet; see {@link Conditions} for what the call throws otherwise. */
        public Builder conditions(Conditions conditions) {
            this.conditions = this.conditions.and(conditions);
            return this;
        }

        /**
         * Selects a version of the object, in a bucket with versioning.
         *
         * @throws IllegalArgumentException if {@code versionId} is empty
         */
        public Builder versionId(String versionId) {
            this.versionId = RequestOptions.checkVersionId(versionId);
            return this;
        }

        /**
         * Processes the object in OSS before the download, for example {@code image/resize,w_200}. The result is
         * received in one request, and its CRC64 is not compared.
         */
        public Builder process(String process) {
            this.process = Objects.requireNonNull(process, "process");
            return this;
        }

        /**
         * Limits the bandwidth of each request; requests in parallel each have this limit.
         *
         * @param bitsPerSecond 245760 (30 KB/s) to 838860800 (100 MB/s); older vendor pages begin at 819200
         * @throws IllegalArgumentException if the limit is outside of that range
         */
        public Builder trafficLimit(long bitsPerSecond) {
            trafficLimit = RequestOptions.checkTrafficLimit(bitsPerSecond);
            return this;
        }

        /**
         * Limits the time of the whole transfer, with all its parts, retries and waits; default no limit. A transfer
         * that takes longer fails with a {@link java.net.SocketTimeoutException}, and can be resumed with a checkpoint.
         * The limit ends requests and waits, but not a write to a file that does not return. {@link
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

        /**
         * Returns the options.
         *
         * @throws IllegalArgumentException if the object is processed, and there is a part size, a checkpoint or a
         *     listener
         */
        public DownloadOptions build() {
            if (process != null && (partSize != null || checkpoint != null || progress != null)) {
                throw new IllegalArgumentException(
                        "the result of process is received in one request, without partSize, checkpoint or progress");
            }
            return new DownloadOptions(this);
        }
    }
}

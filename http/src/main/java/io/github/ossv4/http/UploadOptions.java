// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.http.internal.call.Deadline;
import io.github.ossv4.http.internal.call.UploadBody;
import io.github.ossv4.multipart.PartPlan;
import io.github.ossv4.object.ObjectHeaders;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Options for an upload of a file or stream, in parts if it is large. Immutable. An interrupted upload with a
 * {@linkplain Builder#checkpoint checkpoint} is resumed by the same call:
 *
 * <pre>{@code
 * UploadOptions options = UploadOptions.builder()
 *         .checkpoint(Paths.get("cat.mp4.upload"))
 *         .parallel(5)
 *         .progress(progress -> System.out.println(progress.bytes() + " of " + progress.totalBytes()))
 *         .build();
 * PutResult stored = bucket.upload("films/cat.mp4", Paths.get("cat.mp4"), options);
 * }</pre>
 */
public final class UploadOptions extends RequestOptions {
    /** No headers, parts of 6 MB, three in parallel. */
    public static final UploadOptions NONE = builder().build();

    private static final int MAX_PARALLEL = 64;

    /** Never changed. */
    private final Builder set;

    private final ObjectHeaders headers;

    private UploadOptions(Builder builder) {
        this.set = new Builder(builder);
        this.headers = set.headers();
    }

    /** Starts with the values of {@link #NONE}. */
    public static Builder builder() {
        return new Builder();
    }

    /** Starts with these options. */
    public Builder newBuilder() {
        return new Builder(set);
    }

    /** Returns the headers, metadata and tags of the object. */
    public ObjectHeaders headers() {
        return headers;
    }

    /** Returns the size of each part except the last, in bytes; null for the default. */
    public @Nullable Long partSize() {
        return set.partSize;
    }

    /** Returns the largest size that is sent in one request, in bytes; null for the part size. */
    public @Nullable Long threshold() {
        return set.threshold;
    }

    /** Returns how many parts are uploaded in parallel; 1 if they are sent in their order. */
    public int parallel() {
        return set.sequential ? 1 : set.parallel;
    }

    /** Returns whether the parts are sent in their order, one after the other. */
    public boolean sequential() {
        return set.sequential;
    }

    /** Returns the file that identifies the upload; null for none. */
    public @Nullable Path checkpoint() {
        return set.checkpoint;
    }

    /** Returns whether the parts are kept when the upload fails: if that is set, or if there is a checkpoint. */
    public boolean keepParts() {
        return set.keepParts || set.checkpoint != null;
    }

    /** Returns whether the modification time of a file is stored in the metadata. */
    public boolean keepTime() {
        return set.keepTime;
    }

    /** Returns whether an existing object of the same key makes the request fail. */
    public boolean forbidOverwrite() {
        return set.forbidOverwrite;
    }

    /** Returns the callback; null for none. */
    public @Nullable Callback callback() {
        return set.callback;
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
        settings.put("headers", headers);
        settings.put("partSize", set.partSize);
        settings.put("threshold", set.threshold);
        settings.put("parallel", set.parallel);
        settings.put("sequential", set.sequential);
        settings.put("checkpoint", set.checkpoint);
        settings.put("keepParts", set.keepParts);
        settings.put("keepTime", set.keepTime);
        settings.put("forbidOverwrite", set.forbidOverwrite);
        settings.put("callback", set.callback);
        settings.put("trafficLimit", set.trafficLimit);
        settings.put("timeout", set.timeout);
        settings.put("progress", set.progress);
        return settings;
    }

    /** Collects options, with the settings of {@link ObjectHeaders.Builder}. Not thread-safe. */
    public static final class Builder extends ObjectHeaders.Builder<Builder> {
        private @Nullable Long partSize;
        private @Nullable Long threshold;
        private int parallel = 3;
        private boolean sequential;
        private @Nullable Path checkpoint;
        private boolean keepParts;
        private boolean keepTime;
        private boolean forbidOverwrite;
        private @Nullable Callback callback;
        private @Nullable Long trafficLimit;
        private @Nullable Duration timeout;
        private @Nullable TransferListener progress;

        private Builder() {}

        private Builder(Builder other) {
            headers(other.headers());
            this.partSize = other.partSize;
            this.threshold = other.threshold;
            this.parallel = other.parallel;
            this.sequential = other.sequential;
            this.checkpoint = other.checkpoint;
            this.keepParts = other.keepParts;
            this.keepTime = other.keepTime;
            this.forbidOverwrite = other.forbidOverwrite;
            this.callback = other.callback;
            this.trafficLimit = other.trafficLimit;
            this.timeout = other.timeout;
            this.progress = other.progress;
        }

        private ObjectHeaders headers() {
            return objectHeaders();
        }

        /**
         * Sets the size of each part except the last, in bytes; default 6 MB, or the smallest multiple of it that gives
         * a file at most 10,000 parts. By default the parts of a stream {@linkplain BucketClient#upload(String,
         * java.io.InputStream, UploadOptions) fit the heap}, and grow from 6 GB on.
         *
         * @throws IllegalArgumentException if the size is not 100 KB to 5 GB
         */
        public Builder partSize(long bytes) {
            if (bytes < PartPlan.MIN_PART_SIZE || bytes > PartPlan.MAX_PART_SIZE) {
                throw new IllegalArgumentException("part size must be between " + PartPlan.MIN_PART_SIZE + " and "
                        + PartPlan.MAX_PART_SIZE + " bytes, was " + bytes);
            }
            this.partSize = bytes;
            return this;
        }

        /**
         * Sets the largest size of a file that is sent in one request instead of parts; default the part size. A stream
         * is sent in one request if it is shorter than one part.
         *
         * @throws IllegalArgumentException if the size is not 0 bytes to 5 GB
         */
        public Builder threshold(long bytes) {
            if (bytes < 0 || bytes > UploadBody.MAX_LENGTH) {
                throw new IllegalArgumentException(
                        "threshold must be between 0 and " + UploadBody.MAX_LENGTH + " bytes, was " + bytes);
            }
            this.threshold = bytes;
            return this;
        }

        /**
         * Sets how many parts are uploaded in parallel; default 3. Each needs about 210 KB of memory for a file, and
         * the part size for a stream. A stream has fewer in parallel if they would take more than a quarter of the
         * heap.
         *
         * @throws IllegalArgumentException if the number is not 1 to 64
         */
        public Builder parallel(int parts) {
            this.parallel = RequestOptions.checkRange("parallel", parts, MAX_PARALLEL);
            return this;
        }

        /** Sends the parts in their order, one after the other: the object then has a Content-MD5. */
        public Builder sequential(boolean sequential) {
            this.sequential = sequential;
            return this;
        }

        /**
         * Sets a JSON file that identifies the multipart upload of a file. It exists from the initiation of the upload
         * until its completion. If the upload fails, is cancelled, or its process ends, the parts are kept, and the
         * next upload of the same file to the same key with this checkpoint resumes it: it lists the parts, and sends
         * those whose size or checksum differs from the file. The object has the headers, the metadata and the part
         * size of the first upload.
         *
         * <p>Call {@link BucketClient#discardUpload} to abandon the upload. Only one upload can use a checkpoint at a
         * time, even across processes: a second one fails. The lock is a file {@code .ossv4-lock} next to the
         * checkpoint, if the file system supports locks. The checkpoint cannot be in a zip file.
         */
        public Builder checkpoint(Path file) {
            this.checkpoint = Objects.requireNonNull(file, "file");
            return this;
        }

        /** Keeps the parts when the upload fails or is cancelled. OSS charges for them. */
        public Builder keepParts(boolean keepParts) {
            this.keepParts = keepParts;
            return this;
        }

        /**
         * Stores the modification time of the file in the metadata {@code mtime}: seconds since 1970 with up to nine
         * decimals, as rclone does. {@link DownloadOptions.Builder#keepTime} sets it again. Ignored for a stream or a
         * source, which has no time.
         */
        public Builder keepTime(boolean keepTime) {
            this.keepTime = keepTime;
            return this;
        }

        /**
         * Fails with {@code FileAlreadyExists} instead of replacing an object of the same key, at the start or at the
         * end of the upload. Ignored in a bucket with versioning.
         */
        public Builder forbidOverwrite(boolean forbidOverwrite) {
            this.forbidOverwrite = forbidOverwrite;
            return this;
        }

        /**
         * Sets the callback that OSS performs after the object is stored; the result contains the callback response.
         */
        public Builder callback(Callback callback) {
            this.callback = Objects.requireNonNull(callback, "callback");
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
         * Without one, up to three requests delete its parts before the call returns, within 5 seconds. If they fail,
         * a suppressed exception names what may be left. The limit ends requests and waits, but not a read of your own
         * stream, or of a file, that does not return. {@link BucketClient.Builder#callTimeout} limits each request.
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
         * @throws IllegalArgumentException if the user metadata has more than 8 KB
         */
        public UploadOptions build() {
            return new UploadOptions(this);
        }
    }
}

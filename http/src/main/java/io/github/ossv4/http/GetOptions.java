// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.text.PrintableText;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What of an object to get, and when. Immutable. */
public final class GetOptions {
    /** The whole object as it is now. */
    public static final GetOptions NONE = builder().build();

    private final RequestOptions request;
    private final Conditions conditions;
    private final @Nullable String range;
    private final @Nullable String versionId;
    private final @Nullable String process;
    private final @Nullable ProgressListener progress;

    private GetOptions(Builder builder) {
        this.request = builder.request.copy();
        this.conditions = builder.conditions.copy();
        this.range = builder.range;
        this.versionId = builder.versionId;
        this.process = builder.process;
        this.progress = builder.progress;
    }

    /** Starts with no options. */
    public static Builder builder() {
        return new Builder();
    }

    void applyTo(Operation operation) {
        request.applyTo(operation);
        conditions.applyTo(operation, "");
        operation.query("versionId", versionId).query("x-oss-process", process);
        if (range != null) {
            // Without it OSS answers a range that the object does not have with all of the object.
            operation.header("range", range).header("x-oss-range-behavior", "standard");
        }
    }

    @Nullable
    String range() {
        return range;
    }

    boolean isProcessed() {
        return process != null;
    }

    @Nullable
    ProgressListener progress() {
        return progress;
    }

    @Override
    public String toString() {
        return PrintableText.escape(
                "GetOptions{" + (range == null ? "all" : range) + (versionId == null ? "" : ", versionId=" + versionId)
                        + (process == null ? "" : ", process=" + process) + "}");
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder extends GetOptionsBuilder<Builder> {
        private @Nullable String range;
        private @Nullable String process;
        private @Nullable ProgressListener progress;

        private Builder() {}

        @Override
        Builder self() {
            return this;
        }

        /**
         * Only the bytes from {@code first} to {@code last}, both included; fewer if the object ends before. The CRC64
         * of a part cannot be compared, since OSS tells that of the whole.
         *
         * @throws IllegalArgumentException if {@code first} is negative or after {@code last}
         */
        public Builder range(long first, long last) {
            if (first < 0 || last < first) {
                throw new IllegalArgumentException("not a range of bytes: " + first + " to " + last);
            }
            this.range = "bytes=" + first + "-" + last;
            return this;
        }

        /**
         * Only the bytes from {@code first} to the end. OSS refuses it with {@code InvalidRange} if the object ends
         * before, as every range of an empty object.
         *
         * @throws IllegalArgumentException if {@code first} is negative
         */
        public Builder rangeFrom(long first) {
            if (first < 0) {
                throw new IllegalArgumentException("first is negative: " + first);
            }
            this.range = "bytes=" + first + "-";
            return this;
        }

        /**
         * Only the last {@code count} bytes; all if the object has fewer.
         *
         * @throws IllegalArgumentException if {@code count} is not positive
         */
        public Builder lastBytes(long count) {
            if (count <= 0) {
                throw new IllegalArgumentException("count is not positive: " + count);
            }
            this.range = "bytes=-" + count;
            return this;
        }

        /**
         * Has OSS process the object on its way, such as {@code image/resize,w_200}. The CRC64 of the result cannot be
         * compared.
         */
        public Builder process(String process) {
            this.process = Objects.requireNonNull(process, "process");
            return this;
        }

        /** Told how the download proceeds as the bytes are read. */
        public Builder progress(ProgressListener listener) {
            this.progress = Objects.requireNonNull(listener, "listener");
            return this;
        }

        /** Returns the options. */
        public GetOptions build() {
            return new GetOptions(this);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.text.PrintableText;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Options for GetObject. Immutable. */
public final class GetOptions extends GetRequestOptions {
    /** The whole current object. */
    public static final GetOptions NONE = builder().build();

    private final @Nullable String range;
    private final @Nullable String process;
    private final @Nullable ProgressListener progress;

    GetOptions(Builder builder) {
        super(builder);
        this.range = builder.range;
        this.process = builder.process;
        this.progress = builder.progress;
    }

    /** Starts with no options. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns the range, as in {@code Range}, such as {@code bytes=0-99}; null for all bytes. */
    public @Nullable String range() {
        return range;
    }

    /** Returns how OSS processes the object; null for not at all. */
    public @Nullable String process() {
        return process;
    }

    /** Returns the listener of the progress; null for none. */
    public @Nullable ProgressListener progress() {
        return progress;
    }

    @Override
    public String toString() {
        return PrintableText.escape("GetOptions{" + (range == null ? "all" : range)
                + (versionId() == null ? "" : ", versionId=" + versionId())
                + (process == null ? "" : ", process=" + process) + "}");
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder extends GetRequestOptions.Builder<Builder> {
        private @Nullable String range;
        private @Nullable String process;
        private @Nullable ProgressListener progress;

        Builder() {}

        /**
         * Requests the bytes from {@code first} to {@code last}, both included; fewer if the object ends earlier. The
         * CRC64 of a range is not compared: OSS reports that of the whole object.
         *
         * @throws IllegalArgumentException if {@code first} is negative or greater than {@code last}
         */
        public Builder range(long first, long last) {
            if (first < 0 || last < first) {
                throw new IllegalArgumentException(
                        "range must be 0 or more, and not end before it starts, was " + first + " to " + last);
            }
            this.range = "bytes=" + first + "-" + last;
            return this;
        }

        /**
         * Requests the bytes from {@code first} to the end. OSS refuses the request with {@code InvalidRange} if the
         * object ends earlier; so it does for any range of an empty object.
         *
         * @throws IllegalArgumentException if {@code first} is negative
         */
        public Builder rangeFrom(long first) {
            if (first < 0) {
                throw new IllegalArgumentException("first must not be negative, was " + first);
            }
            this.range = "bytes=" + first + "-";
            return this;
        }

        /**
         * Requests the last {@code count} bytes; all if the object has fewer.
         *
         * @throws IllegalArgumentException if {@code count} is not positive
         */
        public Builder lastBytes(long count) {
            if (count <= 0) {
                throw new IllegalArgumentException("count must be positive, was " + count);
            }
            this.range = "bytes=-" + count;
            return this;
        }

        /**
         * Processes the object in OSS before the download, for example {@code image/resize,w_200}. The CRC64 of the
         * result is not compared.
         */
        public Builder process(String process) {
            this.process = Objects.requireNonNull(process, "process");
            return this;
        }

        /** Sets the listener that receives the progress as the bytes are read. */
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

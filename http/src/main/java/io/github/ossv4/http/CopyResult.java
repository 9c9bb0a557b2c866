// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.internal.text.PrintableText;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An object that a copy stored. Immutable. */
public final class CopyResult extends StoredObject {
    private static final long serialVersionUID = 1;

    private final @Nullable Instant lastModified;
    private final @Nullable String sourceVersionId;

    CopyResult(Builder builder) {
        super(builder);
        this.lastModified = builder.lastModified;
        this.sourceVersionId = builder.sourceVersionId;
    }

    /** Starts with only the key of the copy. */
    public static Builder builder(String key) {
        return new Builder(key);
    }

    /** Starts with the values of this result. */
    public Builder newBuilder() {
        return new Builder(this);
    }

    /** Returns the time at which the copy was stored; null for a copy in parts. */
    public @Nullable Instant lastModified() {
        return lastModified;
    }

    /** Returns the version of the source that was copied, in a bucket with versioning; otherwise null. */
    public @Nullable String sourceVersionId() {
        return sourceVersionId;
    }

    @Override
    public String toString() {
        Long crc64 = crc64();
        return PrintableText.escape("CopyResult{" + key() + ", etag=" + etag() + ", crc64="
                + (crc64 == null ? "none" : Crc64.toString(crc64))
                + (versionId() == null ? "" : ", versionId=" + versionId()) + ", requestId=" + requestId() + "}");
    }

    /** Collects the values of a result. Not thread-safe. */
    public static final class Builder extends StoredObject.Builder<Builder> {
        private @Nullable Instant lastModified;
        private @Nullable String sourceVersionId;

        private Builder(String key) {
            super(key);
        }

        private Builder(CopyResult other) {
            super(other);
            this.lastModified = other.lastModified;
            this.sourceVersionId = other.sourceVersionId;
        }

        /** Sets the time at which the copy was stored. */
        public Builder lastModified(@Nullable Instant instant) {
            this.lastModified = instant;
            return this;
        }

        /** Sets the version of the source that was copied. */
        public Builder sourceVersionId(@Nullable String versionId) {
            this.sourceVersionId = versionId;
            return this;
        }

        /** Returns the result. */
        public CopyResult build() {
            return new CopyResult(this);
        }
    }
}

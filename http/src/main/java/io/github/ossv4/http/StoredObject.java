// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.internal.serial.DeserializedValue;
import java.io.InvalidObjectException;
import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The common part of the results of an upload and of a copy. Immutable. */
abstract class StoredObject implements Serializable {
    private static final long serialVersionUID = 1;

    private final String key;
    private final @Nullable String etag;
    private final @Nullable Long crc64;
    private final @Nullable String versionId;
    private final @Nullable String requestId;

    StoredObject(Builder<?> builder) {
        this.key = builder.key;
        this.etag = builder.etag;
        this.crc64 = builder.crc64;
        this.versionId = builder.versionId;
        this.requestId = builder.requestId;
    }

    /** Returns the object's key. */
    public final String key() {
        return key;
    }

    /**
     * Returns the ETag without its quotes: the upper-case hex MD5 after PutObject, another value after a multipart
     * upload.
     */
    public final @Nullable String etag() {
        return etag;
    }

    /**
     * Returns the CRC64 of the object, an unsigned number: of the bytes that were sent, or else the one that OSS
     * reports. Null if both are unknown, as after a multipart upload of parts without checksums. See {@link
     * io.github.ossv4.checksum.Crc64#toString(long)}.
     */
    public final @Nullable Long crc64() {
        return crc64;
    }

    /** Returns the object's version in a bucket with versioning, otherwise null. */
    public final @Nullable String versionId() {
        return versionId;
    }

    /** Returns the id of the request. */
    public final @Nullable String requestId() {
        return requestId;
    }

    final Object readResolve() throws InvalidObjectException {
        return DeserializedValue.of(() -> {
            Objects.requireNonNull(key, "key");
            return this;
        });
    }

    /** Collects the values of a result. Not thread-safe. */
    abstract static class Builder<B extends Builder<B>> {
        private final String key;
        private @Nullable String etag;
        private @Nullable Long crc64;
        private @Nullable String versionId;
        private @Nullable String requestId;

        Builder(String key) {
            this.key = Objects.requireNonNull(key, "key");
        }

        Builder(StoredObject other) {
            this.key = other.key;
            this.etag = other.etag;
            this.crc64 = other.crc64;
            this.versionId = other.versionId;
            this.requestId = other.requestId;
        }

        @SuppressWarnings("unchecked") // Each builder is its own B.
        final B self() {
            return (B) this;
        }

        /** Sets the ETag, without quotes. */
        public B etag(@Nullable String etag) {
            this.etag = etag;
            return self();
        }

        /** Sets the CRC64, an unsigned number; null if unknown. */
        public B crc64(@Nullable Long crc64) {
            this.crc64 = crc64;
            return self();
        }

        /** Sets the version. */
        public B versionId(@Nullable String versionId) {
            this.versionId = versionId;
            return self();
        }

        /** Sets the id of the request. */
        public B requestId(@Nullable String requestId) {
            this.requestId = requestId;
            return self();
        }
    }
}

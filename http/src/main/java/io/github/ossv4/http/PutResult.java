// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.internal.text.PrintableText;
import org.jspecify.annotations.Nullable;

/**
 * An object that an upload stored. Immutable. Make one for a test of your code:
 *
 * <pre>{@code
 * PutResult stored = PutResult.builder("photos/cat.jpg")
 *         .etag("5B3C1A2E053D763E1B002CC607C5A0FE")
 *         .requestId("5C3D9175B6FC201293AD4890")
 *         .build();
 * }</pre>
 */
public final class PutResult extends StoredObject {
    private static final long serialVersionUID = 1;

    private final boolean crcChecked;
    private final @Nullable RelayedResponse callbackResponse;

    PutResult(Builder builder) {
        super(builder);
        this.crcChecked = builder.crcChecked;
        this.callbackResponse = builder.callbackResponse;
    }

    /** Starts with only a key. */
    public static Builder builder(String key) {
        return new Builder(key);
    }

    /** Starts with the values of this result. */
    public Builder newBuilder() {
        return new Builder(this);
    }

    /**
     * Returns whether OSS reported the same CRC64. False means that it reported none: a different one causes a {@link
     * ChecksumMismatchException}.
     */
    public boolean isCrcChecked() {
        return crcChecked;
    }

    /** Returns the callback response of the application server; null if no callback was requested, or if it failed. */
    public @Nullable RelayedResponse callbackResponse() {
        return callbackResponse;
    }

    @Override
    public String toString() {
        Long crc64 = crc64();
        return PrintableText.escape("PutResult{" + key() + ", etag=" + etag() + ", crc64="
                + (crc64 == null ? "unknown" : Crc64.toString(crc64))
                + (crcChecked ? " checked" : " unchecked") + (versionId() == null ? "" : ", versionId=" + versionId())
                + ", requestId=" + requestId() + (callbackResponse == null ? "" : ", " + callbackResponse) + "}");
    }

    /** Collects the values of a result. Not thread-safe. */
    public static final class Builder extends StoredObject.Builder<Builder> {
        private boolean crcChecked;
        private @Nullable RelayedResponse callbackResponse;

        private Builder(String key) {
            super(key);
        }

        private Builder(PutResult other) {
            super(other);
            this.crcChecked = other.crcChecked;
            this.callbackResponse = other.callbackResponse;
        }

        /** Sets whether OSS reported the same CRC64; default false. */
        public Builder crcChecked(boolean checked) {
            this.crcChecked = checked;
            return this;
        }

        /** Sets the callback response of the application server; null for none. */
        public Builder callbackResponse(@Nullable RelayedResponse response) {
            this.callbackResponse = response;
            return this;
        }

        /** Returns the result. */
        public PutResult build() {
            return new PutResult(this);
        }
    }
}

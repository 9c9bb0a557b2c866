// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.callback;

import io.github.ossv4.internal.text.PrintableText;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The facts about an object in a callback: the values of the system variables. Immutable. Values that are not set are
 * empty.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/callback">Callback, system variables</a>
 */
public final class ObjectFacts {
    private final Map<String, Object> values;

    ObjectFacts(Map<String, Object> values) {
        this.values = values;
    }

    /** Starts with bucket and key, which every object has. */
    public static Builder builder(String bucket, String key) {
        return new Builder(bucket, key);
    }

    /** Returns a text, a number, or null if the fact is unknown. */
    @Nullable
    Object value(String variable) {
        return values.get(variable);
    }

    @Override
    public String toString() {
        return PrintableText.escape("ObjectFacts" + values);
    }

    /** Collects facts. Not thread-safe. */
    public static final class Builder {
        private final Map<String, Object> values = new LinkedHashMap<>();

        Builder(String bucket, String key) {
            set("bucket", bucket);
            set("object", key);
        }

        /** Sets the ETag, without the quotes of the HTTP header. */
        public Builder etag(String etag) {
            return set("etag", etag);
        }

        /** Sets the size of the whole object in bytes. */
        public Builder size(long bytes) {
            return set("size", bytes);
        }

        /** Sets the object's content type. */
        public Builder mimeType(String contentType) {
            return set("mimeType", contentType);
        }

        /** Sets width and height in pixels, and the format, such as {@code jpg}. Only images have them. */
        public Builder image(int width, int height, String format) {
            set("imageInfo.width", (long) width);
            set("imageInfo.height", (long) height);
            return set("imageInfo.format", format);
        }

        /** Sets the CRC64, see {@link io.github.ossv4.checksum.Crc64}. */
        public Builder crc64(long crc64) {
            return set("crc64", Long.toUnsignedString(crc64));
        }

        /** Sets the MD5 in Base64; only after PutObject and PostObject. */
        public Builder contentMd5(String base64) {
            return set("contentMd5", base64);
        }

        /** Sets the id of the uploader's VPC. */
        public Builder vpcId(String vpcId) {
            return set("vpcId", vpcId);
        }

        /** Sets the uploader's IP address. */
        public Builder clientIp(String address) {
            return set("clientIp", address);
        }

        /** Sets the request id of the upload. */
        public Builder requestId(String requestId) {
            return set("reqId", requestId);
        }

        /**
         * Sets the operation that stored the object: {@code PutObject}, {@code PostObject},
         * {@code CompleteMultipartUpload}.
         */
        public Builder operation(String operation) {
            return set("operation", operation);
        }

        /** Returns the facts. */
        public ObjectFacts build() {
            return new ObjectFacts(new LinkedHashMap<>(values));
        }

        private Builder set(String variable, Object value) {
            values.put(variable, Objects.requireNonNull(value, variable));
            return this;
        }
    }
}

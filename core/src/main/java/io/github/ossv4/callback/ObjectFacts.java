// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.callback;

import io.github.ossv4.text.PrintableText;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What OSS knows of an object when it performs a callback: the values of the template's system variables. Immutable.
 * What was not set is empty.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/callback">Callback, system variables</a>
 */
public final class ObjectFacts {
    private final Map<String, Object> values;

    private ObjectFacts(Map<String, Object> values) {
        this.values = values;
    }

    /** Starts with the two facts that every object has. */
    public static Builder builder(String bucket, String key) {
        return new Builder(bucket, key);
    }

    /** A text, a number, or null where the fact is not known. */
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

        private Builder(String bucket, String key) {
            set("bucket", bucket);
            set("object", key);
        }

        /** The ETag, without the quotes that it has in an HTTP header. */
        public Builder etag(String etag) {
            return set("etag", etag);
        }

        /** The size in bytes; of the whole object where it was uploaded in parts. */
        public Builder size(long bytes) {
            return set("size", bytes);
        }

        /** The object's content type. */
        public Builder mimeType(String contentType) {
            return set("mimeType", contentType);
        }

        /** Width and height in pixels, and the format, such as {@code jpg}. Only images have them. */
        public Builder image(int width, int height, String format) {
            set("imageInfo.width", (long) width);
            set("imageInfo.height", (long) height);
            return set("imageInfo.format", format);
        }

        /** The CRC64, see {@link io.github.ossv4.checksum.Crc64}. */
        public Builder crc64(long crc64) {
            return set("crc64", Long.toUnsignedString(crc64));
        }

        /** The MD5 in Base64; OSS has it after PutObject and PostObject only. */
        public Builder contentMd5(String base64) {
            return set("contentMd5", base64);
        }

        /** The id of the VPC that the upload came from. */
        public Builder vpcId(String vpcId) {
            return set("vpcId", vpcId);
        }

        /** The uploader's IP address. */
        public Builder clientIp(String address) {
            return set("clientIp", address);
        }

        /** The request id of the upload. */
        public Builder requestId(String requestId) {
            return set("reqId", requestId);
        }

        /** The call that stored the object: {@code PutObject}, {@code PostObject}, {@code CompleteMultipartUpload}. */
        public Builder operation(String operation) {
            return set("operation", operation);
        }

        /** The facts as collected so far. */
        public ObjectFacts build() {
            return new ObjectFacts(new LinkedHashMap<>(values));
        }

        private Builder set(String variable, Object value) {
            values.put(variable, Objects.requireNonNull(value, variable));
            return this;
        }
    }
}

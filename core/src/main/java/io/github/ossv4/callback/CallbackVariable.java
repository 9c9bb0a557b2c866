// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.callback;

import org.jspecify.annotations.Nullable;

/**
 * What OSS can fill into a callback's body by itself.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/callback">Callback, system variables</a>
 */
public enum CallbackVariable {
    /** The bucket's name. */
    BUCKET("bucket"),
    /** The object's full key. */
    OBJECT("object"),
    /** The ETag; receivers must expect it with and without quotes. */
    ETAG("etag"),
    /** The size in bytes; of the whole object where it was uploaded in parts. */
    SIZE("size"),
    /** The object's content type. */
    MIME_TYPE("mimeType"),
    /** Height in pixels; empty where the object is no image. */
    IMAGE_HEIGHT("imageInfo.height"),
    /** Width in pixels; empty where the object is no image. */
    IMAGE_WIDTH("imageInfo.width"),
    /** The image's format, such as {@code jpg}; empty where the object is no image, in JSON null. */
    IMAGE_FORMAT("imageInfo.format"),
    /** The CRC64 as an unsigned decimal, as {@code x-oss-hash-crc64ecma} has it. */
    CRC64("crc64"),
    /** The MD5 in Base64; empty after an upload in parts. */
    CONTENT_MD5("contentMd5"),
    /** The VPC that the upload came from; empty where it came from none. */
    VPC_ID("vpcId"),
    /** The uploader's IP address. */
    CLIENT_IP("clientIp"),
    /** The request id of the upload. */
    REQUEST_ID("reqId"),
    /** The call that stored the object, such as {@code PutObject}. */
    OPERATION("operation");

    private final String ossName;

    CallbackVariable(String ossName) {
        this.ossName = ossName;
    }

    /** The name between <code>${</code> and <code>}</code>. Case matters. */
    public String ossName() {
        return ossName;
    }

    /** Whether OSS writes it into JSON without quotes, and as nothing at all where it is empty. */
    boolean isNumber() {
        return this == SIZE || isImageNumber();
    }

    boolean isImageNumber() {
        return this == IMAGE_HEIGHT || this == IMAGE_WIDTH;
    }

    static @Nullable CallbackVariable named(String ossName) {
        for (CallbackVariable variable : values()) {
            if (variable.ossName.equals(ossName)) {
                return variable;
            }
        }
        return null;
    }
}

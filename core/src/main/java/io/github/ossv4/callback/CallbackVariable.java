// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.callback;

import org.jspecify.annotations.Nullable;

/**
 * The variables that OSS replaces in a callback's body.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/callback">Callback, system variables</a>
 */
public enum CallbackVariable {
    /** The bucket's name. */
    BUCKET("bucket"),
    /** The object's full key. */
    OBJECT("object"),
    /** The ETag, with or without quotes. */
    ETAG("etag"),
    /** The size of the whole object in bytes. */
    SIZE("size"),
    /** The object's content type. */
    MIME_TYPE("mimeType"),
    /** Height in pixels; empty if the object is not an image. */
    IMAGE_HEIGHT("imageInfo.height"),
    /** Width in pixels; empty if the object is not an image. */
    IMAGE_WIDTH("imageInfo.width"),
    /** The image's format, such as {@code jpg}; empty if the object is not an image, in JSON null. */
    IMAGE_FORMAT("imageInfo.format"),
    /** The CRC64 as an unsigned decimal, as in {@code x-oss-hash-crc64ecma}. */
    CRC64("crc64"),
    /** The MD5 in Base64; empty after a multipart upload. */
    CONTENT_MD5("contentMd5"),
    /** The VPC of the uploader; empty if it is not in a VPC. */
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

    /** Returns the name between <code>${</code> and <code>}</code>. Case matters. */
    public String ossName() {
        return ossName;
    }

    /** Returns whether OSS writes the value into JSON without quotes, and omits an empty value. */
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

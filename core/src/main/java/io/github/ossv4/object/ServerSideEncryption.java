// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.object;

import io.github.ossv4.internal.text.PrintableText;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The server-side encryption of an object. Immutable.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/user-guide/server-side-encryption-8">Server-side encryption</a>
 */
public final class ServerSideEncryption {
    /** AES-256 with keys managed by OSS. */
    public static final ServerSideEncryption AES256 = new ServerSideEncryption("AES256", null, null);

    /** SM4 with keys managed by OSS; not available in every region. */
    public static final ServerSideEncryption SM4 = new ServerSideEncryption("SM4", null, null);

    /** AES-256 with the default key in KMS. */
    public static final ServerSideEncryption KMS = new ServerSideEncryption("KMS", null, null);

    private final String method;
    private final @Nullable String keyId;
    private final @Nullable String dataEncryption;

    private ServerSideEncryption(String method, @Nullable String keyId, @Nullable String dataEncryption) {
        this.method = method;
        this.keyId = keyId;
        this.dataEncryption = dataEncryption;
    }

    /**
     * Returns encryption with your own key in KMS.
     *
     * @throws IllegalArgumentException if the id is empty
     */
    public static ServerSideEncryption kms(String keyId) {
        if (keyId.isEmpty()) {
            throw new IllegalArgumentException("keyId must not be empty");
        }
        return new ServerSideEncryption("KMS", keyId, null);
    }

    /**
     * Returns the same with SM4 instead of AES-256.
     *
     * @throws IllegalStateException if the method is not KMS
     */
    public ServerSideEncryption withSm4Data() {
        if (!method.equals("KMS")) {
            throw new IllegalStateException("method must be KMS for SM4 data encryption, was " + method);
        }
        return new ServerSideEncryption(method, keyId, "SM4");
    }

    /** Returns the value of {@code x-oss-server-side-encryption}. */
    public String method() {
        return method;
    }

    /** Returns the value of {@code x-oss-server-side-encryption-key-id}, or null. */
    public @Nullable String keyId() {
        return keyId;
    }

    /** Returns the value of {@code x-oss-server-side-data-encryption}, or null. */
    public @Nullable String dataEncryption() {
        return dataEncryption;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (!(other instanceof ServerSideEncryption)) {
            return false;
        }
        ServerSideEncryption that = (ServerSideEncryption) other;
        return method.equals(that.method)
                && Objects.equals(keyId, that.keyId)
                && Objects.equals(dataEncryption, that.dataEncryption);
    }

    @Override
    public int hashCode() {
        return Objects.hash(method, keyId, dataEncryption);
    }

    @Override
    public String toString() {
        return PrintableText.escape(
                method + (keyId == null ? "" : " " + keyId) + (dataEncryption == null ? "" : " " + dataEncryption));
    }
}

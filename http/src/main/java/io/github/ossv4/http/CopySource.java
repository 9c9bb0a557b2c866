// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.internal.text.PrintableText;
import io.github.ossv4.internal.text.ResourceNames;
import org.jspecify.annotations.Nullable;

/** The source of a copy; it must be in the same region. Immutable. */
public final class CopySource {
    private final @Nullable String bucket;
    private final String key;
    private final @Nullable String versionId;

    private CopySource(@Nullable String bucket, String key, @Nullable String versionId) {
        this.bucket = bucket;
        this.key = key;
        this.versionId = versionId;
    }

    /**
     * Returns an object in the bucket of the client.
     *
     * @throws IllegalArgumentException if the key is invalid
     */
    public static CopySource of(String key) {
        return new CopySource(null, ResourceNames.checkKey(key), null);
    }

    /**
     * Returns an object in another bucket.
     *
     * @throws IllegalArgumentException if the bucket's name or the key is invalid
     */
    public static CopySource of(String bucket, String key) {
        return new CopySource(ResourceNames.checkBucket(bucket), ResourceNames.checkKey(key), null);
    }

    /**
     * Returns a version of the same object.
     *
     * @throws IllegalArgumentException if {@code versionId} is empty
     */
    public CopySource version(String versionId) {
        return new CopySource(bucket, key, RequestOptions.checkVersionId(versionId));
    }

    /** Returns the bucket; null for the client's. */
    public @Nullable String bucket() {
        return bucket;
    }

    /** Returns the key of the object. */
    public String key() {
        return key;
    }

    /** Returns the version of the object; null for the current one. */
    public @Nullable String versionId() {
        return versionId;
    }

    @Override
    public String toString() {
        return PrintableText.escape(
                (bucket == null ? "" : bucket + "/") + key + (versionId == null ? "" : " version " + versionId));
    }
}

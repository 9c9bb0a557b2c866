// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.list;

import io.github.ossv4.internal.text.PrintableText;
import io.github.ossv4.internal.text.ResourceNames;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A key, and optionally a version of its object. Immutable. */
public final class ObjectVersion {
    private final String key;
    private final @Nullable String versionId;

    private ObjectVersion(String key, @Nullable String versionId) {
        this.key = ResourceNames.checkKey(key);
        this.versionId = versionId;
    }

    /**
     * Returns the current version of an object.
     *
     * @throws IllegalArgumentException if the key is invalid
     */
    public static ObjectVersion of(String key) {
        return new ObjectVersion(key, null);
    }

    /**
     * Returns a version of an object, or a delete marker.
     *
     * @throws IllegalArgumentException if the key is invalid or the version id is empty
     */
    public static ObjectVersion of(String key, String versionId) {
        if (versionId.isEmpty()) {
            throw new IllegalArgumentException("versionId must not be empty");
        }
        return new ObjectVersion(key, versionId);
    }

    /** Returns the version of an entry in a list. */
    public static ObjectVersion of(ListedVersion version) {
        return of(version.key(), version.versionId());
    }

    /** Returns the key. */
    public String key() {
        return key;
    }

    /** Returns the version's id; null for the current version. */
    public @Nullable String versionId() {
        return versionId;
    }

    /** Compares key and version id. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ObjectVersion
                && ((ObjectVersion) other).key.equals(key)
                && Objects.equals(((ObjectVersion) other).versionId, versionId);
    }

    @Override
    public int hashCode() {
        return Objects.hash(key, versionId);
    }

    @Override
    public String toString() {
        return PrintableText.escape(key + (versionId == null ? "" : ", versionId=" + versionId));
    }
}

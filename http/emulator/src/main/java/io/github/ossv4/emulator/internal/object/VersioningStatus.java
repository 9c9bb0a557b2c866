// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.object;

import org.jspecify.annotations.Nullable;

/** The versioning status of a bucket. Once enabled, versioning can only be suspended. */
public enum VersioningStatus {
    /** Never enabled: each object has one version. */
    OFF(null),
    /** Replaced and deleted objects are kept as versions. */
    ENABLED("Enabled"),
    /** New objects replace the version {@code null}; other versions are kept. */
    SUSPENDED("Suspended");

    private final @Nullable String value;

    VersioningStatus(@Nullable String value) {
        this.value = value;
    }

    /** Returns the value in documents; null if versioning was never enabled. */
    public @Nullable String value() {
        return value;
    }

    /** Returns the status that a document names, or null. */
    public static @Nullable VersioningStatus named(@Nullable String value) {
        for (VersioningStatus status : values()) {
            if (value != null && value.equals(status.value)) {
                return status;
            }
        }
        return null;
    }

    /** Returns whether objects can have several versions. */
    public boolean keepsHistory() {
        return this != OFF;
    }
}

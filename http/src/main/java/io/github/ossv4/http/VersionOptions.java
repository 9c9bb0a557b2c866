// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.text.PrintableText;
import org.jspecify.annotations.Nullable;

/**
 * Options for calls on an object or one of its versions: DeleteObject, and those that get, put and delete its tags.
 * Immutable.
 */
public final class VersionOptions extends RequestOptions {
    /** The current object; in a bucket with versioning, a deletion hides it by a delete marker. */
    public static final VersionOptions NONE = builder().build();

    private final @Nullable String versionId;

    VersionOptions(Builder builder) {
        super(builder.requesterPays);
        this.versionId = builder.versionId;
    }

    /** Starts with no options. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns the version of the object; null for the current one. */
    public @Nullable String versionId() {
        return versionId;
    }

    @Override
    public String toString() {
        return PrintableText.escape("VersionOptions{" + (versionId == null ? "" : "versionId=" + versionId) + "}");
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder extends RequestOptions.Builder<Builder> {
        private @Nullable String versionId;

        Builder() {}

        /** Selects a version of the object. A deletion removes it permanently. */
        public Builder versionId(String versionId) {
            this.versionId = RequestOptions.checkVersionId(versionId);
            return this;
        }

        /** Returns the options. */
        public VersionOptions build() {
            return new VersionOptions(this);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.text.PrintableText;
import org.jspecify.annotations.Nullable;

/** Options for DeleteObject. Immutable. */
public final class DeleteOptions {
    /** The current object; in a bucket with versioning it is hidden by a delete marker. */
    public static final DeleteOptions NONE = builder().build();

    private final RequestOptions request;
    private final @Nullable String versionId;

    DeleteOptions(Builder builder) {
        this.request = builder.request.copy();
        this.versionId = builder.versionId;
    }

    /** Starts with no options. */
    public static Builder builder() {
        return new Builder();
    }

    void applyTo(Operation operation) {
        request.applyTo(operation);
        operation.query("versionId", versionId);
    }

    @Override
    public String toString() {
        return PrintableText.escape("DeleteOptions{" + (versionId == null ? "" : "versionId=" + versionId) + "}");
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder extends RequestOptionsBuilder<Builder> {
        private @Nullable String versionId;

        Builder() {}

        @Override
        Builder self() {
            return this;
        }

        /** Deletes this version permanently. */
        public Builder versionId(String versionId) {
            this.versionId = RequestOptions.checkVersionId(versionId);
            return this;
        }

        /** Returns the options. */
        public DeleteOptions build() {
            return new DeleteOptions(this);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.text.PrintableText;
import org.jspecify.annotations.Nullable;

/** Which version of an object to delete. Immutable. */
public final class DeleteOptions {
    /** The object as it is now; in a bucket with versioning it is only hidden. */
    public static final DeleteOptions NONE = builder().build();

    private final RequestOptions request;
    private final @Nullable String versionId;

    private DeleteOptions(Builder builder) {
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
    public static final class Builder {
        private final RequestOptions request = new RequestOptions();
        private @Nullable String versionId;

        private Builder() {}

        /** This version, for good. */
        public Builder versionId(String versionId) {
            this.versionId = RequestOptions.checkVersionId(versionId);
            return this;
        }

        /** Has the requester pay for the request, in a bucket of somebody else's that wants it so. */
        public Builder requesterPays() {
            request.requesterPays();
            return this;
        }

        /** The options as collected so far. */
        public DeleteOptions build() {
            return new DeleteOptions(this);
        }
    }
}

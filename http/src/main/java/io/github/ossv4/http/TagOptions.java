// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.text.PrintableText;
import org.jspecify.annotations.Nullable;

/** Options for the calls that get, put and delete the tags of an object. Immutable. */
public final class TagOptions {
    /** The current object. */
    public static final TagOptions NONE = builder().build();

    private final RequestOptions request;
    private final @Nullable String versionId;

    TagOptions(Builder builder) {
        this.request = builder.request.copy();
        this.versionId = builder.versionId;
    }

    /** Starts with no options. */
    public static Builder builder() {
        return new Builder();
    }

    void applyTo(Operation operation) {
        request.applyPayerTo(operation);
        operation.query("versionId", versionId);
    }

    @Override
    public String toString() {
        return PrintableText.escape("TagOptions{" + (versionId == null ? "" : "versionId=" + versionId) + "}");
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder extends RequestOptionsBuilder<Builder> {
        private @Nullable String versionId;

        Builder() {}

        @Override
        Builder self() {
            return this;
        }

        /** Selects a version of the object. */
        public Builder versionId(String versionId) {
            this.versionId = RequestOptions.checkVersionId(versionId);
            return this;
        }

        /** Returns the options. */
        public TagOptions build() {
            return new TagOptions(this);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.text.PrintableText;
import org.jspecify.annotations.Nullable;

/** Options for HeadObject. Immutable. */
public final class HeadOptions {
    /** The current object. */
    public static final HeadOptions NONE = builder().build();

    private final RequestOptions request;
    private final Conditions conditions;
    private final @Nullable String versionId;

    HeadOptions(Builder builder) {
        this.request = builder.request.copy();
        this.conditions = builder.conditions.copy();
        this.versionId = builder.versionId;
    }

    /** Starts with no options. */
    public static Builder builder() {
        return new Builder();
    }

    void applyTo(Operation operation) {
        request.applyTo(operation);
        conditions.applyTo(operation, "");
        operation.query("versionId", versionId);
    }

    @Override
    public String toString() {
        return PrintableText.escape("HeadOptions{" + (versionId == null ? "" : "versionId=" + versionId) + "}");
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder extends ReadOptionsBuilder<Builder> {

        Builder() {}

        @Override
        Builder self() {
            return this;
        }

        /** Returns the options. */
        public HeadOptions build() {
            return new HeadOptions(this);
        }
    }
}

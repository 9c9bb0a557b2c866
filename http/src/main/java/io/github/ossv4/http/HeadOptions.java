// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.text.PrintableText;

/** Options for HeadObject. Immutable. */
public final class HeadOptions extends ReadOptions {
    /** The current object. */
    public static final HeadOptions NONE = builder().build();

    HeadOptions(Builder builder) {
        super(builder);
    }

    /** Starts with no options. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public String toString() {
        return PrintableText.escape("HeadOptions{" + (versionId() == null ? "" : "versionId=" + versionId()) + "}");
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder extends ReadOptions.Builder<Builder> {

        Builder() {}

        /** Returns the options. */
        public HeadOptions build() {
            return new HeadOptions(this);
        }
    }
}

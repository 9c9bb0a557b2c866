// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

/** Options for DeleteMultipleObjects. Immutable. */
public final class DeleteAllOptions extends RequestOptions {
    /** The result names each object that was deleted. */
    public static final DeleteAllOptions NONE = builder().build();

    private final boolean quiet;

    DeleteAllOptions(Builder builder) {
        super(builder.requesterPays);
        this.quiet = builder.quiet;
    }

    /** Starts with no options. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns whether the result omits the deleted objects. */
    public boolean isQuiet() {
        return quiet;
    }

    @Override
    public String toString() {
        return "DeleteAllOptions{" + (quiet ? "quiet" : "") + "}";
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder extends RequestOptions.Builder<Builder> {
        private boolean quiet;

        Builder() {}

        /**
         * Omits the deleted objects from the result, which then needs no memory for them. OSS confirms each request as
         * a whole and reports only failures.
         */
        public Builder quiet() {
            this.quiet = true;
            return this;
        }

        /** Returns the options. */
        public DeleteAllOptions build() {
            return new DeleteAllOptions(this);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Options for DeleteMultipleObjects. Immutable. */
public final class DeleteAllOptions extends RequestOptions {
    /** The result names each object that was deleted. */
    public static final DeleteAllOptions NONE = builder().build();

    /** Never changed. */
    private final Builder set;

    private DeleteAllOptions(Builder builder) {
        this.set = new Builder(builder);
    }

    /** Starts with the values of {@link #NONE}. */
    public static Builder builder() {
        return new Builder();
    }

    /** Starts with these options. */
    public Builder newBuilder() {
        return new Builder(set);
    }

    /** Returns whether the result omits the deleted objects. */
    public boolean quiet() {
        return set.quiet;
    }

    @Override
    Map<String, @Nullable Object> settings() {
        Map<String, @Nullable Object> settings = new LinkedHashMap<>();
        settings.put("quiet", set.quiet);
        return settings;
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder {
        private boolean quiet;

        private Builder() {}

        private Builder(Builder other) {
            this.quiet = other.quiet;
        }

        /**
         * Omits the deleted objects from the result, which then needs no memory for them. OSS confirms each request as
         * a whole and reports only failures.
         */
        public Builder quiet(boolean quiet) {
            this.quiet = quiet;
            return this;
        }

        /** Returns the options. */
        public DeleteAllOptions build() {
            return new DeleteAllOptions(this);
        }
    }
}

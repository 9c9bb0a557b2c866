// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.object.ObjectHeaders;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Options for CopyObject. Headers and metadata that you set replace <em>all</em> headers and metadata of the source; if
 * you set none, the headers and metadata of the source are copied, except by a copy of an object onto itself in a
 * bucket without versioning, which removes them. Tags are replaced or copied independently. Immutable.
 */
public final class CopyOptions extends RequestOptions {
    /** The copy has the headers, metadata and tags of the source. */
    public static final CopyOptions NONE = builder().build();

    /** Never changed. */
    private final Builder set;

    private final ObjectHeaders headers;

    private CopyOptions(Builder builder) {
        this.set = new Builder(builder);
        this.headers = set.headers();
    }

    /** Starts with the values of {@link #NONE}. */
    public static Builder builder() {
        return new Builder();
    }

    /** Starts with these options. */
    public Builder newBuilder() {
        return new Builder(set);
    }

    /** Returns the headers, metadata and tags of the object. */
    public ObjectHeaders headers() {
        return headers;
    }

    /** Returns whether the copy does not have the headers and metadata of the source. */
    public boolean replaceMetadata() {
        return set.replaceMetadata || hasMetadata(headers.asMap());
    }

    /** Returns whether the copy does not have the tags of the source. */
    public boolean replaceTags() {
        return set.replaceTags || headers.asMap().containsKey("x-oss-tagging");
    }

    /** Returns the conditions that the source must meet. */
    public Conditions conditions() {
        return set.conditions;
    }

    /** Returns whether an existing object of the same key makes the request fail. */
    public boolean forbidOverwrite() {
        return set.forbidOverwrite;
    }

    private static boolean hasMetadata(Map<String, String> headers) {
        for (String name : headers.keySet()) {
            if (!name.startsWith("x-oss-") || name.startsWith(ObjectHeaders.METADATA_PREFIX)) {
                return true;
            }
        }
        return false;
    }

    @Override
    Map<String, @Nullable Object> settings() {
        Map<String, @Nullable Object> settings = new LinkedHashMap<>();
        settings.put("headers", headers);
        settings.put("replaceMetadata", set.replaceMetadata);
        settings.put("replaceTags", set.replaceTags);
        settings.put("conditions", set.conditions);
        settings.put("forbidOverwrite", set.forbidOverwrite);
        return settings;
    }

    /** Collects options, with the settings of {@link ObjectHeaders.Builder}. Not thread-safe. */
    public static final class Builder extends ObjectHeaders.Builder<Builder> {
        private boolean replaceMetadata;
        private boolean replaceTags;
        private Conditions conditions = Conditions.NONE;
        private boolean forbidOverwrite;

        private Builder() {}

        private Builder(Builder other) {
            headers(other.headers());
            this.replaceMetadata = other.replaceMetadata;
            this.replaceTags = other.replaceTags;
            this.conditions = other.conditions;
            this.forbidOverwrite = other.forbidOverwrite;
        }

        private ObjectHeaders headers() {
            return objectHeaders();
        }

        /**
         * Removes the headers and metadata of the source, even if you set none. The content type is then {@code
         * application/octet-stream} unless you set one: a copy does not infer it.
         */
        public Builder replaceMetadata(boolean replaceMetadata) {
            this.replaceMetadata = replaceMetadata;
            return this;
        }

        /** Removes the tags of the source, even if you set none. */
        public Builder replaceTags(boolean replaceTags) {
            this.replaceTags = replaceTags;
            return this;
        }

        /** Adds conditions that the source must meet; see {@link Conditions} for what the call throws otherwise. */
        public Builder conditions(Conditions conditions) {
            this.conditions = this.conditions.and(conditions);
            return this;
        }

        /**
         * Fails with {@code FileAlreadyExists} instead of replacing an object of the same key. Ignored in a bucket with
         * versioning.
         */
        public Builder forbidOverwrite(boolean forbidOverwrite) {
            this.forbidOverwrite = forbidOverwrite;
            return this;
        }

        /**
         * Returns the options.
         *
         * @throws IllegalArgumentException if the user metadata has more than 8 KB
         */
        public CopyOptions build() {
            return new CopyOptions(this);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.list.Page;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Options for a list of objects, of versions or of multipart uploads. Immutable.
 *
 * <pre>{@code
 * ListOptions folder = ListOptions.builder().prefix("photos/").delimiter("/").build();
 * for (ListedObject object : bucket.list(folder)) {
 *     System.out.println(object.key() + " " + object.size());
 * }
 * }</pre>
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/listobjectsv2">ListObjectsV2</a>
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/listobjectversions">ListObjectVersions</a>
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/listmultipartuploads">ListMultipartUploads</a>
 */
public final class ListOptions extends RequestOptions {
    /** All entries, from the first. */
    public static final ListOptions NONE = builder().build();

    /** Never changed. */
    private final Builder set;

    private ListOptions(Builder builder) {
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

    /** Returns the prefix of the keys; null for all keys. */
    public @Nullable String prefix() {
        return set.prefix;
    }

    /** Returns the delimiter that groups keys; null for none. */
    public @Nullable String delimiter() {
        return set.delimiter;
    }

    /** Returns the limit of entries and common prefixes on a page. */
    public int maxKeys() {
        return set.maxKeys;
    }

    /** Returns the key after which the list starts; null for the first. */
    public @Nullable String startAfter() {
        return set.startAfter;
    }

    /** Returns the marker with which the list continues; null for none. */
    public @Nullable String marker() {
        return set.marker;
    }

    /** Returns the version id or upload id after which the list continues; null for none. */
    public @Nullable String idMarker() {
        return set.idMarker;
    }

    /** Returns whether the owner of each object is requested. */
    public boolean fetchOwner() {
        return set.fetchOwner;
    }

    @Override
    Map<String, @Nullable Object> settings() {
        Map<String, @Nullable Object> settings = new LinkedHashMap<>();
        settings.put("prefix", set.prefix);
        settings.put("delimiter", set.delimiter);
        settings.put("maxKeys", set.maxKeys);
        settings.put("startAfter", set.startAfter);
        settings.put("marker", set.marker);
        settings.put("idMarker", set.idMarker);
        settings.put("fetchOwner", set.fetchOwner);
        return settings;
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder {
        private static final int MAX_KEYS = 1000;

        private @Nullable String prefix;
        private @Nullable String delimiter;
        private int maxKeys = MAX_KEYS;
        private @Nullable String startAfter;
        private @Nullable String marker;
        private @Nullable String idMarker;
        private boolean fetchOwner;

        private Builder() {}

        private Builder(Builder other) {
            this.prefix = other.prefix;
            this.delimiter = other.delimiter;
            this.maxKeys = other.maxKeys;
            this.startAfter = other.startAfter;
            this.marker = other.marker;
            this.idMarker = other.idMarker;
            this.fetchOwner = other.fetchOwner;
        }

        /** Lists only keys with this prefix. */
        public Builder prefix(String prefix) {
            this.prefix = Objects.requireNonNull(prefix, "prefix");
            return this;
        }

        /**
         * Groups keys that have the same text between the prefix and the delimiter into a common prefix; usually {@code
         * /}.
         */
        public Builder delimiter(String delimiter) {
            this.delimiter = Objects.requireNonNull(delimiter, "delimiter");
            return this;
        }

        /**
         * Limits the number of entries and common prefixes on a page; default 1000. Smaller pages need less memory: a
         * page of 1000 has up to 4 MB if its keys are as long as possible, and usually about 400 KB.
         *
         * @throws IllegalArgumentException if the number is not 1 to 1000
         */
        public Builder maxKeys(int maxKeys) {
            this.maxKeys = RequestOptions.checkRange("maxKeys", maxKeys, MAX_KEYS);
            return this;
        }

        /**
         * Lists only keys after this one, in the order of UTF-8 bytes. It need not exist. A list of versions or uploads
         * begins after all versions or uploads of this key.
         */
        public Builder startAfter(String key) {
            this.startAfter = Objects.requireNonNull(key, "key");
            return this;
        }

        /**
         * Continues a list after a page, whose {@link Page#nextMarker} and {@link Page#nextIdMarker} may be kept as
         * texts. If {@link Page#isTruncated} is false there is no other page: an empty marker would begin again.
         * {@link #startAfter} is then ignored.
         *
         * @param marker a continuation token for objects, a key for versions and uploads
         * @param idMarker empty if the next page begins with another key, and for objects
         */
        public Builder after(String marker, String idMarker) {
            this.marker = Objects.requireNonNull(marker, "marker");
            this.idMarker = Objects.requireNonNull(idMarker, "idMarker");
            return this;
        }

        /** Requests the owner of each object. A list of versions always has it, one of uploads never. */
        public Builder fetchOwner(boolean fetchOwner) {
            this.fetchOwner = fetchOwner;
            return this;
        }

        /** Returns the options. */
        public ListOptions build() {
            return new ListOptions(this);
        }
    }
}

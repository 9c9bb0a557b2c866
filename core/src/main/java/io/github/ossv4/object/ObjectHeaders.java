// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.object;

import io.github.ossv4.internal.canonical.HeadersOfClient;
import io.github.ossv4.internal.text.PrintableText;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The headers that are stored with an object. Immutable.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/putobject">PutObject, request headers</a>
 */
public final class ObjectHeaders {
    /** The prefix of headers of user metadata. */
    public static final String METADATA_PREFIX = "x-oss-meta-";

    /** The maximum total size of names and values of user metadata, in bytes. */
    public static final int MAX_METADATA_BYTES = 8 * 1024;

    /** The names of the standard HTTP headers that OSS stores. */
    public static final List<String> STANDARD = Collections.unmodifiableList(Arrays.asList(
            "Content-Type", "Cache-Control", "Content-Disposition", "Content-Encoding", "Content-Language", "Expires"));

    private static final String TAGGING = "x-oss-tagging";

    /** A separate class, since few objects have a date, and formatters take long to load. */
    private static final class HttpDate {
        /** RFC 9110 section 5.6.7, with two digits for the day. */
        static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                        "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
                .withZone(ZoneOffset.UTC);

        static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
        static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");
    }

    private final Map<String, String> headers;

    private ObjectHeaders(Map<String, String> headers) {
        this.headers = Collections.unmodifiableMap(headers);
    }

    /**
     * Returns the instant as an HTTP date, such as {@code Sat, 16 Dec 2023 16:20:57 GMT}.
     *
     * @throws IllegalArgumentException if it is outside the years 1 to 9999
     */
    public static String httpDate(Instant instant) {
        if (Objects.requireNonNull(instant, "instant").isBefore(HttpDate.FIRST) || instant.isAfter(HttpDate.LAST)) {
            throw new IllegalArgumentException("instant must be in the years 1 to 9999, was " + instant);
        }
        return HttpDate.FORMAT.format(instant);
    }

    /**
     * Returns headers, for example some of another object, as OSS returned them. Names and values are checked when they
     * are sent. Names of user metadata must be in lower case.
     *
     * @throws IllegalArgumentException if the client sets a header itself, such as {@code Authorization}, {@code Date}
     *     or {@code Content-Length}, or {@code x-oss-callback}, which has a setting of its own
     */
    public static ObjectHeaders of(Map<String, String> headers) {
        Objects.requireNonNull(headers, "headers").keySet().forEach(HeadersOfClient::checkOfCaller);
        return new ObjectHeaders(new LinkedHashMap<>(headers));
    }

    /** Returns name and value of each header, in the order they were set. */
    public Map<String, String> asMap() {
        return headers;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ObjectHeaders && ((ObjectHeaders) other).headers.equals(headers);
    }

    @Override
    public int hashCode() {
        return headers.hashCode();
    }

    /** Returns the names of the headers; values are omitted. */
    @Override
    public String toString() {
        return PrintableText.escape(headers.keySet().toString());
    }

    /**
     * Collects the headers. Not thread-safe.
     *
     * @param <B> the builder itself
     */
    public abstract static class Builder<B extends Builder<B>> {
        private final Map<String, String> headers = new LinkedHashMap<>();
        private ObjectTags tags = ObjectTags.NONE;
        private int metadataBytes;

        /** Starts with no headers. */
        protected Builder() {}

        @SuppressWarnings("unchecked")
        private B self() {
            return (B) this;
        }

        /**
         * Returns the headers.
         *
         * @throws IllegalArgumentException if there is more than 8 KB of user metadata
         */
        protected final ObjectHeaders objectHeaders() {
            if (metadataBytes > MAX_METADATA_BYTES) {
                throw new IllegalArgumentException("user metadata must be at most " + MAX_METADATA_BYTES
                        + " bytes in total, was " + metadataBytes);
            }
            Map<String, String> all = new LinkedHashMap<>(headers);
            if (!tags.asMap().isEmpty()) {
                all.put(TAGGING, tags.headerValue());
            }
            return new ObjectHeaders(all);
        }

        private B set(String name, String value) {
            headers.keySet().removeIf(other -> other.equalsIgnoreCase(name) && !other.equals(name));
            headers.put(name, Objects.requireNonNull(value, name));
            return self();
        }

        /**
         * Adds all headers of another set, its tags included. They replace headers of the same names; case is ignored.
         */
        public B headers(ObjectHeaders other) {
            for (Map.Entry<String, String> header :
                    Objects.requireNonNull(other, "headers").headers.entrySet()) {
                if (header.getKey().startsWith(METADATA_PREFIX)) {
                    setMetadata(header.getKey(), header.getValue());
                } else {
                    set(header.getKey(), header.getValue());
                }
            }
            String tagging = other.headers.get(TAGGING);
            if (tagging != null) {
                ObjectTags parsed = ObjectTags.parseHeaderValue(tagging);
                tags = parsed == null ? ObjectTags.NONE : parsed;
            }
            return self();
        }

        /** Sets the content type, such as {@code image/jpeg}; default {@code application/octet-stream}. */
        public B contentType(String contentType) {
            return set("Content-Type", contentType);
        }

        /** Sets how downloads may be cached, such as {@code max-age=3600}. */
        public B cacheControl(String cacheControl) {
            return set("Cache-Control", cacheControl);
        }

        /** Sets how browsers handle downloads, such as {@code attachment; filename="cat.jpg"}. */
        public B contentDisposition(String contentDisposition) {
            return set("Content-Disposition", contentDisposition);
        }

        /** Sets the encoding of the bytes, such as {@code gzip}; OSS stores them unchanged. */
        public B contentEncoding(String contentEncoding) {
            return set("Content-Encoding", contentEncoding);
        }

        /** Sets the languages of the content, such as {@code de} or {@code en, zh}. */
        public B contentLanguage(String contentLanguage) {
            return set("Content-Language", contentLanguage);
        }

        /**
         * Sets the time at which cached downloads expire, with a precision of a second. It does not delete the object.
         */
        public B expires(Instant expires) {
            return set("Expires", httpDate(expires));
        }

        /**
         * Adds user metadata, sent as the header {@code x-oss-meta-name}. OSS stores names in lower case, and at most 8
         * KB of metadata in total. Values are UTF-8; HTTP does not transmit whitespace around them.
         *
         * @throws IllegalArgumentException if the name is empty or contains anything but letters, digits and hyphens
         */
        public B metadata(String name, String value) {
            String lowerCase = Objects.requireNonNull(name, "name").toLowerCase(Locale.ROOT);
            for (int i = 0; i < lowerCase.length(); i++) {
                char c = lowerCase.charAt(i);
                if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '-') {
                    throw new IllegalArgumentException(
                            "name of user metadata must consist of letters, digits and hyphens, was \""
                                    + PrintableText.escape(name) + "\"");
                }
            }
            if (name.isEmpty()) {
                throw new IllegalArgumentException("name of user metadata must not be empty");
            }
            return setMetadata(METADATA_PREFIX + lowerCase, value);
        }

        private B setMetadata(String header, String value) {
            String name = header.substring(METADATA_PREFIX.length());
            metadataBytes += bytes(name, value) - bytes(name, headers.get(header));
            return set(header, value);
        }

        private static int bytes(String name, @Nullable String value) {
            return value == null ? 0 : name.length() + value.getBytes(StandardCharsets.UTF_8).length;
        }

        /** Sets the storage class; by default the bucket's. */
        public B storageClass(StorageClass storageClass) {
            return set(
                    "x-oss-storage-class",
                    Objects.requireNonNull(storageClass, "storageClass").value());
        }

        /** Sets the access to the object; by default the bucket's. */
        public B acl(ObjectAcl acl) {
            return set("x-oss-object-acl", Objects.requireNonNull(acl, "acl").value());
        }

        /** Sets the server-side encryption; by default the bucket's. */
        public B serverSideEncryption(ServerSideEncryption encryption) {
            set(
                    "x-oss-server-side-encryption",
                    Objects.requireNonNull(encryption, "encryption").method());
            headers.remove("x-oss-server-side-encryption-key-id");
            headers.remove("x-oss-server-side-data-encryption");
            if (encryption.keyId() != null) {
                set("x-oss-server-side-encryption-key-id", encryption.keyId());
            }
            return encryption.dataEncryption() == null
                    ? self()
                    : set("x-oss-server-side-data-encryption", encryption.dataEncryption());
        }

        /**
         * Sets a tag, which replaces a tag of the same key; at most 10.
         *
         * @param key 1 to 128 letters, digits, spaces and {@code + - = . _ : /}
         * @param value 0 to 256 of these characters
         * @throws IllegalArgumentException if key or value is invalid, or if there are 10 others
         */
        public B tag(String key, String value) {
            tags = tags.with(key, value);
            return self();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.http.internal.call.ResponseHeaders;
import io.github.ossv4.internal.text.PrintableText;
import java.time.Instant;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/** The metadata of an object. Immutable. */
public final class ObjectMetadata {
    private static final String USER_METADATA = "x-oss-meta-";

    private final String key;
    private final long size;
    private final @Nullable Long crc64;
    private final Headers headers;

    private ObjectMetadata(String key, Headers headers) {
        this.key = key;
        this.size = size(headers);
        this.headers = headers;
        this.crc64 = ResponseHeaders.crc64(headers);
    }

    /**
     * Returns the metadata of an object, also for a test of your code:
     *
     * <pre>{@code
     * ObjectMetadata metadata = ObjectMetadata.of(
     *         "photos/cat.jpg", okhttp3.Headers.of("Content-Length", "344606", "x-oss-meta-user", "42"));
     * }</pre>
     *
     * @param key the key of the object
     * @param headers the headers of the response to a HeadObject or GetObject
     */
    public static ObjectMetadata of(String key, Headers headers) {
        return new ObjectMetadata(key, headers);
    }

    /** Reads them in one pass: a server may send tens of thousands of headers. */
    private static Map<String, String> userMetadata(Headers headers) {
        Map<String, StringJoiner> values = new TreeMap<>();
        for (int i = 0; i < headers.size(); i++) {
            String name = headers.name(i).toLowerCase(Locale.ROOT);
            if (name.startsWith(USER_METADATA)) {
                values.computeIfAbsent(name.substring(USER_METADATA.length()), key -> new StringJoiner(","))
                        .add(headers.value(i));
            }
        }
        Map<String, String> metadata = new TreeMap<>();
        values.forEach((name, joined) -> metadata.put(name, joined.toString()));
        return metadata;
    }

    /** Returns the size of the whole object. For a range it is in {@code Content-Range}, after the slash. */
    private static long size(Headers headers) {
        String range = headers.get("Content-Range");
        String size = range == null ? headers.get("Content-Length") : range.substring(range.indexOf('/') + 1);
        try {
            return size == null ? -1 : Long.parseLong(size);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** Returns the object's key. */
    public String key() {
        return key;
    }

    /**
     * Returns the size of the whole object in bytes, or of the processed object; -1 if the response does not
     * report it.
     */
    public long size() {
        return size;
    }

    /** Returns the ETag without its quotes. */
    public @Nullable String etag() {
        return ResponseHeaders.etag(headers);
    }

    /** Returns the CRC64 that OSS stores, an unsigned number; null for old objects that have none. */
    public @Nullable Long crc64() {
        return crc64;
    }

    /** Returns the content type. */
    public @Nullable String contentType() {
        return headers.get("Content-Type");
    }

    /** Returns the time at which the object was stored. */
    public @Nullable Instant lastModified() {
        return ResponseHeaders.instant(headers.get("Last-Modified"));
    }

    /** Returns the object's version in a bucket with versioning, otherwise null. */
    public @Nullable String versionId() {
        return headers.get("x-oss-version-id");
    }

    /** Returns the id of the request. */
    public @Nullable String requestId() {
        return headers.get("x-oss-request-id");
    }

    /** Returns the storage class, such as {@code Standard} or {@code IA}. */
    public @Nullable String storageClass() {
        return headers.get("x-oss-storage-class");
    }

    /** Returns the object type: {@code Normal}, {@code Multipart}, {@code Appendable} or {@code Symlink}. */
    public @Nullable String type() {
        return headers.get("x-oss-object-type");
    }

    /** Returns the position of the next append; null if the object is not appendable. */
    public @Nullable AppendPosition appendPosition() {
        String next = headers.get("x-oss-next-append-position");
        if (next == null) {
            return null;
        }
        try {
            long offset = Long.parseLong(next);
            return crc64 == null ? AppendPosition.of(offset) : AppendPosition.of(offset, crc64);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /**
     * Returns any other header of the response, such as {@code Cache-Control} or {@code x-oss-tagging-count}; its last
     * value if there are several.
     *
     * @param name the name of the header, which is not case-sensitive
     */
    public @Nullable String header(String name) {
        return headers.get(name);
    }

    /** Returns the user metadata by name, without {@code x-oss-meta-}, in lower case. */
    public Map<String, String> metadata() {
        return Collections.unmodifiableMap(userMetadata(headers));
    }

    @Override
    public String toString() {
        return PrintableText.escape("ObjectMetadata{" + key + ", size=" + size + ", etag=" + etag() + ", crc64="
                + (crc64 == null ? "none" : Crc64.toString(crc64)) + ", contentType=" + contentType()
                + ", lastModified="
                + lastModified() + (versionId() == null ? "" : ", versionId=" + versionId()) + ", metadata="
                + metadata().keySet() + ", requestId=" + requestId() + "}");
    }
}

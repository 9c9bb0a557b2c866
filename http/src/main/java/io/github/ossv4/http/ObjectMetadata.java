// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.text.PrintableText;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/** What OSS tells of an object beside its bytes. Immutable. */
public final class ObjectMetadata {
    private static final String USER_METADATA = "x-oss-meta-";

    private final String key;
    private final long size;
    private final @Nullable String etag;
    private final @Nullable Long crc64;
    private final @Nullable String contentType;
    private final @Nullable Instant lastModified;
    private final @Nullable String versionId;
    private final @Nullable String requestId;
    private final Map<String, String> metadata;
    private final Headers headers;

    ObjectMetadata(String key, OssResponse response) {
        this.key = key;
        this.size = size(response);
        this.headers = response.headers();
        this.etag = response.etag();
        this.crc64 = response.crc64();
        this.contentType = response.header("Content-Type");
        this.lastModified = instant(response.header("Last-Modified"));
        this.versionId = response.versionId();
        this.requestId = response.requestId();
        this.metadata = Collections.unmodifiableMap(userMetadata(headers));
    }

    /** In one pass: a server may send tens of thousands of headers. */
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

    /** Of a part the length is its own, but {@code Content-Range} tells that of the whole behind a slash. */
    private static long size(OssResponse response) {
        String range = response.header("Content-Range");
        String size = range == null ? response.header("Content-Length") : range.substring(range.indexOf('/') + 1);
        try {
            return size == null ? -1 : Long.parseLong(size);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    static @Nullable Instant instant(@Nullable String httpDate) {
        try {
            return httpDate == null ? null : Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(httpDate));
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** The object's key. */
    public String key() {
        return key;
    }

    /**
     * The size of the whole object in bytes, of a processed one that of the result; -1 if the answer did not tell.
     */
    public long size() {
        return size;
    }

    /** The ETag without its quotes. */
    public @Nullable String etag() {
        return etag;
    }

    /** The CRC64 that OSS holds, an unsigned number; null for old objects that have none. */
    public @Nullable Long crc64() {
        return crc64;
    }

    /** The content type. */
    public @Nullable String contentType() {
        return contentType;
    }

    /** When the object was stored. */
    public @Nullable Instant lastModified() {
        return lastModified;
    }

    /** The object's version in a bucket with versioning, otherwise null. */
    public @Nullable String versionId() {
        return versionId;
    }

    /** The id of the request that told all this. */
    public @Nullable String requestId() {
        return requestId;
    }

    /** How the object is kept, such as {@code Standard} or {@code IA}. */
    public @Nullable String storageClass() {
        return headers.get("x-oss-storage-class");
    }

    /** How the object came to be: {@code Normal}, {@code Multipart}, {@code Appendable} or {@code Symlink}. */
    public @Nullable String type() {
        return headers.get("x-oss-object-type");
    }

    /** Where the next append goes on; null if the object is not appendable. */
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
     * Any other header of the answer, such as {@code Cache-Control} or {@code x-oss-tagging-count}; its last value if
     * there are several.
     */
    public @Nullable String header(String name) {
        return headers.get(name);
    }

    /** The user metadata, by name without {@code x-oss-meta-}, names in lower case. */
    public Map<String, String> metadata() {
        return metadata;
    }

    @Override
    public String toString() {
        return PrintableText.escape("ObjectMetadata{" + key + ", size=" + size + ", etag=" + etag + ", crc64="
                + (crc64 == null ? "none" : Crc64.toString(crc64)) + ", contentType=" + contentType + ", lastModified="
                + lastModified + (versionId == null ? "" : ", versionId=" + versionId) + ", metadata="
                + metadata.keySet() + ", requestId=" + requestId + "}");
    }
}

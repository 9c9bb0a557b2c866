// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.cli.bucket.OssUrl;
import io.github.ossv4.cli.output.ByteSize;
import io.github.ossv4.cli.output.Result;
import io.github.ossv4.http.ObjectMetadata;
import io.github.ossv4.internal.text.PrintableText;
import io.github.ossv4.object.ObjectTags;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The metadata that OSS reports for an object, without the headers of the connection.
 *
 * @param tags null if they cannot be read
 */
record ObjectFields(
        OssUrl url, ObjectMetadata metadata, @Nullable ObjectTags tags) implements Result {
    private static final int NAME_WIDTH = 22;
    private static final int ONE_KIB = 1024;

    /** The headers that no other field contains. */
    private static final List<String> HEADERS = List.of(
            "Cache-Control",
            "Content-Disposition",
            "Content-Encoding",
            "Content-Language",
            "Expires",
            "Content-MD5",
            "x-oss-server-side-encryption",
            "x-oss-server-side-encryption-key-id",
            "x-oss-server-side-data-encryption",
            "x-oss-tagging-count",
            "x-oss-next-append-position",
            "x-oss-restore",
            "x-oss-expiration",
            "x-oss-process-status",
            "x-oss-transition-time",
            "x-oss-request-charged");

    @Override
    public String text() {
        StringBuilder text = new StringBuilder(url.toString());
        line(text, "size", size());
        line(text, "CRC64", metadata.crc64() == null ? "none" : Crc64.toString(metadata.crc64()));
        line(text, "ETag", metadata.etag());
        line(text, "content type", metadata.contentType());
        line(text, "last modified", metadata.lastModified());
        line(text, "storage class", metadata.storageClass());
        line(text, "type", metadata.type());
        line(text, "version", metadata.versionId());
        headers().forEach((name, value) -> line(text, name, value));
        tagMap().forEach((name, value) -> line(text, "tag", name + "=" + value));
        metadata.metadata().forEach((name, value) -> line(text, "x-oss-meta-" + name, value));
        return text.toString();
    }

    private String size() {
        String bytes = ByteSize.exact(metadata.size());
        return metadata.size() < ONE_KIB ? bytes : bytes + ", " + ByteSize.format(metadata.size());
    }

    private static void line(StringBuilder text, String name, @Nullable Object value) {
        if (value != null) {
            text.append("\n  ").append(PrintableText.escape(name));
            text.append(" ".repeat(Math.max(1, NAME_WIDTH - name.length())))
                    .append(PrintableText.escape(value.toString()));
        }
    }

    private Map<String, String> tagMap() {
        return tags == null ? Map.of() : tags.asMap();
    }

    private Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String name : HEADERS) {
            String value = metadata.header(name);
            if (value != null) {
                headers.put(name, value);
            }
        }
        return headers;
    }

    @Override
    public void writeFields(JsonGenerator json) throws IOException {
        url.writeTo(json);
        json.writeNumberField("size", metadata.size());
        Result.writeCrc64(json, "crc64", metadata.crc64());
        Result.writeUnlessNull(json, "etag", metadata.etag());
        Result.writeUnlessNull(json, "contentType", metadata.contentType());
        Result.writeUnlessNull(json, "lastModified", metadata.lastModified());
        Result.writeUnlessNull(json, "storageClass", metadata.storageClass());
        Result.writeUnlessNull(json, "type", metadata.type());
        Result.writeUnlessNull(json, "versionId", metadata.versionId());
        Result.writeUnlessNull(json, "requestId", metadata.requestId());
        Result.write(json, "headers", headers());
        Result.write(json, "metadata", metadata.metadata());
        if (tags != null) {
            Result.write(json, "tags", tagMap());
        }
    }
}

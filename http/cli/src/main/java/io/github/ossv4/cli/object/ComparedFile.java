// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.cli.bucket.OssUrl;
import io.github.ossv4.cli.output.Result;
import io.github.ossv4.http.FileComparison;
import io.github.ossv4.text.PrintableText;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The comparison of a file with an object, which was neither skipped nor failed.
 *
 * @param file as the user wrote it; null for an object without a file
 */
record ComparedFile(@Nullable String file, OssUrl url, FileComparison comparison) implements Result {
    @Override
    public String text() {
        String name = file == null ? "" : PrintableText.escape(file);
        return switch (comparison.outcome()) {
            case SAME ->
                "the same: " + name + " and " + url + "  " + comparison.fileSize() + " bytes  CRC64 "
                        + crc(comparison.fileCrc64());
            case NO_OBJECT -> "missing: " + url + "  of " + name;
            case NO_FILE -> "extra: " + url;
            case OTHER_LENGTH ->
                "size differs: " + name + " has " + comparison.fileSize() + " bytes, " + url + " has "
                        + comparison.objectSize();
            case OTHER_CRC64 ->
                "CRC64 differs: " + name + " has " + crc(comparison.fileCrc64()) + ", " + url + " has "
                        + crc(comparison.objectCrc64());
            case UNKNOWN -> "not verified: OSS reports no CRC64 of " + url + ", which has the size of " + name;
            case SKIPPED, FAILED -> throw new IllegalStateException(comparison.toString());
        };
    }

    private static String crc(@Nullable Long crc64) {
        return crc64 == null ? "none" : Crc64.toString(crc64);
    }

    private String result() {
        return switch (comparison.outcome()) {
            case OTHER_LENGTH -> "SIZE_DIFFERS";
            case OTHER_CRC64 -> "CRC64_DIFFERS";
            case NO_OBJECT -> "MISSING";
            case NO_FILE -> "EXTRA";
            default -> comparison.outcome().name();
        };
    }

    @Override
    public void writeFields(JsonGenerator json) throws IOException {
        json.writeStringField("result", result());
        Result.writeUnlessNull(json, "file", file);
        url.writeTo(json);
        if (comparison.fileSize() != null) {
            json.writeNumberField("fileSize", comparison.fileSize());
        }
        if (comparison.objectSize() != null) {
            json.writeNumberField("objectSize", comparison.objectSize());
        }
        Result.writeCrc64(json, "fileCrc64", comparison.fileCrc64());
        Result.writeCrc64(json, "objectCrc64", comparison.objectCrc64());
    }
}

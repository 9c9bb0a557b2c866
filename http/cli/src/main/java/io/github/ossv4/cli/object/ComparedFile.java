// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.cli.bucket.OssUrl;
import io.github.ossv4.cli.output.Result;
import io.github.ossv4.directories.FileOutcome;
import io.github.ossv4.directories.FileOutcome.Difference;
import io.github.ossv4.http.VerifyResult;
import io.github.ossv4.internal.text.PrintableText;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The comparison of a file with an object, which was neither skipped nor failed.
 *
 * @param file as the user wrote it; null for an object without a file
 */
record ComparedFile(
        @Nullable String file,
        OssUrl url,
        Kind kind,
        @Nullable Long fileSize,
        @Nullable Long objectSize,
        @Nullable Long fileCrc64,
        @Nullable Long objectCrc64)
        implements Result {
    /** The results of a comparison, by their names in JSON. */
    enum Kind {
        SAME,
        MISSING,
        EXTRA,
        SIZE_DIFFERS,
        CRC64_DIFFERS,
        /** OSS reports no CRC64 of an object of the same size. */
        UNKNOWN;

        static Kind of(VerifyResult result) {
            return switch (result.outcome()) {
                case SAME -> SAME;
                case OTHER_LENGTH -> SIZE_DIFFERS;
                case OTHER_CRC64 -> CRC64_DIFFERS;
                case UNKNOWN -> UNKNOWN;
            };
        }
    }

    static ComparedFile of(String file, OssUrl url, VerifyResult result) {
        return new ComparedFile(
                file,
                url,
                Kind.of(result),
                result.fileSize(),
                result.metadata().size(),
                result.fileCrc64(),
                result.metadata().crc64());
    }

    static ComparedFile missing(String file, OssUrl url, long fileSize) {
        return new ComparedFile(file, url, Kind.MISSING, fileSize, null, null, null);
    }

    /** Returns the comparison of a file of a directory, or of an object that has no file. */
    static ComparedFile of(@Nullable String file, OssUrl url, FileOutcome outcome) {
        VerifyResult result = outcome.verification();
        if (file != null && result != null) {
            return of(file, url, result);
        }
        Kind kind = outcome.difference() == Difference.MISSING_ON_TARGET
                ? Kind.MISSING
                : outcome.difference() == Difference.MISSING_ON_SOURCE ? Kind.EXTRA : Kind.SIZE_DIFFERS;
        return new ComparedFile(file, url, kind, outcome.fileSize(), outcome.objectSize(), null, null);
    }

    @Override
    public String text() {
        String name = file == null ? "" : PrintableText.escape(file);
        return switch (kind) {
            case SAME -> "the same: " + name + " and " + url + "  " + fileSize + " bytes  CRC64 " + crc(fileCrc64);
            case MISSING -> "missing: " + url + "  of " + name;
            case EXTRA -> "extra: " + url;
            case SIZE_DIFFERS -> "size differs: " + name + " has " + fileSize + " bytes, " + url + " has " + objectSize;
            case CRC64_DIFFERS ->
                "CRC64 differs: " + name + " has " + crc(fileCrc64) + ", " + url + " has " + crc(objectCrc64);
            case UNKNOWN -> "not verified: OSS reports no CRC64 of " + url + ", which has the size of " + name;
        };
    }

    private static String crc(@Nullable Long crc64) {
        return crc64 == null ? "none" : Crc64.toString(crc64);
    }

    @Override
    public void writeFields(JsonGenerator json) throws IOException {
        json.writeStringField("result", kind.name());
        Result.writeUnlessNull(json, "file", file);
        url.writeTo(json);
        if (fileSize != null) {
            json.writeNumberField("fileSize", fileSize);
        }
        if (objectSize != null) {
            json.writeNumberField("objectSize", objectSize);
        }
        Result.writeCrc64(json, "fileCrc64", fileCrc64);
        Result.writeCrc64(json, "objectCrc64", objectCrc64);
    }
}

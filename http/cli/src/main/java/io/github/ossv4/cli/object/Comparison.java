// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.cli.bucket.OssUrl;
import io.github.ossv4.cli.output.Result;
import io.github.ossv4.http.VerifyResult;
import io.github.ossv4.list.ListedObject;
import io.github.ossv4.text.PrintableText;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The comparison of a file with an object.
 *
 * @param file null for an object without a file
 * @param fileSize null if there is no file
 * @param objectSize null if there is no object
 * @param fileCrc64 null if the file was not read
 * @param objectCrc64 null if it is unknown
 */
record Comparison(
        State state,
        @Nullable String file,
        OssUrl url,
        @Nullable Long fileSize,
        @Nullable Long objectSize,
        @Nullable Long fileCrc64,
        @Nullable Long objectCrc64)
        implements Result {
    /** The outcome of a comparison. */
    enum State {
        SAME,
        /** There is no object. */
        MISSING,
        /** There is no file. */
        EXTRA,
        SIZE_DIFFERS,
        CRC64_DIFFERS,
        /** OSS reports no CRC64. */
        UNKNOWN
    }

    static Comparison missing(String file, OssUrl url, long fileSize) {
        return new Comparison(State.MISSING, file, url, fileSize, null, null, null);
    }

    static Comparison extra(OssUrl url, ListedObject object) {
        return new Comparison(State.EXTRA, null, url, null, object.size(), null, null);
    }

    static Comparison ofSizes(String file, OssUrl url, long fileSize, long objectSize) {
        return new Comparison(State.SIZE_DIFFERS, file, url, fileSize, objectSize, null, null);
    }

    static Comparison of(String file, OssUrl url, VerifyResult result) {
        State state = switch (result.outcome()) {
            case SAME -> State.SAME;
            case OTHER_LENGTH -> State.SIZE_DIFFERS;
            case OTHER_CRC64 -> State.CRC64_DIFFERS;
            case UNKNOWN -> State.UNKNOWN;
        };
        return new Comparison(
                state,
                file,
                url,
                result.fileSize(),
                result.metadata().size(),
                result.fileCrc64(),
                result.metadata().crc64());
    }

    @Override
    public String text() {
        String name = file == null ? "" : PrintableText.escape(file);
        return switch (state) {
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
        json.writeStringField("result", state.name());
        if (file != null) {
            json.writeStringField("file", file);
        }
        json.writeStringField("bucket", url.bucket());
        json.writeStringField("key", url.key());
        if (fileSize != null) {
            json.writeNumberField("fileSize", fileSize);
        }
        if (objectSize != null) {
            json.writeNumberField("objectSize", objectSize);
        }
        if (fileCrc64 != null) {
            json.writeStringField("fileCrc64", Crc64.toString(fileCrc64));
        }
        if (objectCrc64 != null) {
            json.writeStringField("objectCrc64", Crc64.toString(objectCrc64));
        }
    }
}

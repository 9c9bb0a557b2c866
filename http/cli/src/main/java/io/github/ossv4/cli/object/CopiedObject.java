// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.cli.output.Result;
import io.github.ossv4.http.ObjectMetadata;
import io.github.ossv4.http.PutResult;
import io.github.ossv4.internal.text.PrintableText;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * An object that was copied.
 *
 * @param isChecked whether the copy was compared with its source
 */
record CopiedObject(
        CopyItem item,
        @Nullable Long crc64,
        boolean isChecked,
        @Nullable String etag,
        @Nullable String versionId) implements Result {
    static CopiedObject of(CopyItem item, ObjectMetadata copy, CopyCheck check) {
        return new CopiedObject(
                item.withSize(copy.size()), copy.crc64(), check == CopyCheck.SAME, copy.etag(), copy.versionId());
    }

    static CopiedObject of(CopyItem item, PutResult copy) {
        return new CopiedObject(item, copy.crc64(), copy.isCrcChecked(), copy.etag(), copy.versionId());
    }

    @Override
    public String text() {
        return item.source() + " -> " + item.target() + "  "
                + (crc64 != null
                        ? "CRC64 " + Crc64.toString(crc64)
                        : isChecked && etag != null ? "ETag " + PrintableText.escape(etag) : "no CRC64")
                + (isChecked ? " (checked)" : " (not checked: OSS reported none)")
                + (versionId == null ? "" : "  version " + PrintableText.escape(versionId));
    }

    @Override
    public void writeFields(JsonGenerator json) throws IOException {
        item.writeNames(json);
        json.writeNumberField("size", item.size());
        Result.writeCrc64(json, "crc64", crc64);
        json.writeBooleanField("checked", isChecked);
        Result.writeUnlessNull(json, "etag", etag);
        Result.writeUnlessNull(json, "versionId", versionId);
    }
}

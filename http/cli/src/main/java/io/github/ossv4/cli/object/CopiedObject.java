// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.cli.output.Result;
import io.github.ossv4.http.ObjectMetadata;
import io.github.ossv4.text.PrintableText;
import java.io.IOException;

/** An object that was copied or moved. */
record CopiedObject(CopyItem item, ObjectMetadata copy, CopyCheck check) implements Result {
    @Override
    public String text() {
        StringBuilder text = new StringBuilder()
                .append(item.source())
                .append(" -> ")
                .append(item.target())
                .append("  ")
                .append(copy.crc64() == null ? "no CRC64" : "CRC64 " + Crc64.toString(copy.crc64()))
                .append(check == CopyCheck.SAME ? " (checked)" : " (not checked: OSS reported none)");
        if (copy.versionId() != null) {
            text.append("  version ").append(PrintableText.escape(copy.versionId()));
        }
        return text.toString();
    }

    @Override
    public void writeFields(JsonGenerator json) throws IOException {
        item.writeNames(json);
        json.writeNumberField("size", copy.size());
        Result.writeCrc64(json, "crc64", copy.crc64());
        json.writeBooleanField("checked", check == CopyCheck.SAME);
        Result.writeUnlessNull(json, "etag", copy.etag());
        Result.writeUnlessNull(json, "versionId", copy.versionId());
        json.writeBooleanField("sourceDeleted", item.kind() == CopyKind.MOVE);
    }
}

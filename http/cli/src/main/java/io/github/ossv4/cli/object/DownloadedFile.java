// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.cli.bucket.OssUrl;
import io.github.ossv4.cli.output.ByteSize;
import io.github.ossv4.cli.output.Result;
import io.github.ossv4.http.SavedObject;
import io.github.ossv4.internal.text.PrintableText;
import java.io.IOException;

/** An object that was downloaded to a file. */
record DownloadedFile(OssUrl url, String file, SavedObject saved) implements Result {
    @Override
    public String text() {
        Long crc64 = saved.metadata().crc64();
        return url + " -> " + PrintableText.escape(file) + "  "
                + ByteSize.exact(saved.metadata().size())
                + (crc64 == null ? "" : "  CRC64 " + Crc64.toString(crc64))
                + (saved.isCrcChecked() ? " (checked)" : " (not checked: OSS reported none)");
    }

    @Override
    public void writeFields(JsonGenerator json) throws IOException {
        url.writeTo(json);
        json.writeStringField("file", file);
        json.writeNumberField("size", saved.metadata().size());
        Result.writeCrc64(json, "crc64", saved.metadata().crc64());
        json.writeBooleanField("crcChecked", saved.isCrcChecked());
        Result.writeUnlessNull(json, "etag", saved.metadata().etag());
    }
}

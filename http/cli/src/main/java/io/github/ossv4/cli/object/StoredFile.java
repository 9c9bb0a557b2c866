// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.cli.bucket.OssUrl;
import io.github.ossv4.cli.output.Result;
import io.github.ossv4.http.CallbackFailedException;
import io.github.ossv4.http.PutResult;
import io.github.ossv4.http.RelayedResponse;
import io.github.ossv4.internal.text.PrintableText;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A file that was uploaded, with the response of the application server.
 *
 * @param callbackFailure why the callback failed, null if it did not
 */
record StoredFile(
        String file, OssUrl url, PutResult stored, @Nullable String callbackFailure) implements Result {
    static StoredFile of(String file, OssUrl url, PutResult stored) {
        return new StoredFile(file, url, stored, null);
    }

    static StoredFile of(String file, OssUrl url, CallbackFailedException e) {
        return new StoredFile(file, url, e.stored(), e.reason());
    }

    @Override
    public String text() {
        StringBuilder text = new StringBuilder(PrintableText.escape(file))
                .append(" -> ")
                .append(url)
                .append("  CRC64 ")
                .append(stored.crc64() == null ? "unknown" : Crc64.toString(stored.crc64()))
                .append(stored.isCrcChecked() ? " (checked)" : " (not checked: OSS reported none)");
        if (stored.etag() != null) {
            text.append("  ETag ").append(PrintableText.escape(stored.etag()));
        }
        if (stored.versionId() != null) {
            text.append("  version ").append(PrintableText.escape(stored.versionId()));
        }
        RelayedResponse answer = stored.callbackResponse();
        if (answer != null) {
            text.append("\n  callback response: ").append(PrintableText.escape(answer.utf8()));
        }
        if (callbackFailure != null) {
            text.append("\n  callback failed: ").append(PrintableText.escape(callbackFailure));
        }
        return text.toString();
    }

    @Override
    public void writeFields(JsonGenerator json) throws IOException {
        json.writeStringField("file", file);
        url.writeTo(json);
        Result.writeCrc64(json, "crc64", stored.crc64());
        json.writeBooleanField("crcChecked", stored.isCrcChecked());
        Result.writeUnlessNull(json, "etag", stored.etag());
        Result.writeUnlessNull(json, "versionId", stored.versionId());
        Result.writeUnlessNull(json, "requestId", stored.requestId());
        RelayedResponse answer = stored.callbackResponse();
        if (answer != null) {
            json.writeObjectFieldStart("callback");
            Result.writeUnlessNull(json, "contentType", answer.contentType());
            json.writeStringField("body", answer.utf8());
            json.writeBooleanField("complete", answer.isComplete());
            json.writeEndObject();
        }
        Result.writeUnlessNull(json, "callbackFailure", callbackFailure);
    }
}

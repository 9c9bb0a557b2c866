// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.ossv4.cli.bucket.OssUrl;
import io.github.ossv4.cli.output.ByteSize;
import io.github.ossv4.cli.output.Result;
import io.github.ossv4.list.ListedUpload;
import io.github.ossv4.multipart.UploadedPart;
import io.github.ossv4.text.PrintableText;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A multipart upload that is neither completed nor aborted.
 *
 * @param parts null if they were not requested
 */
record UnfinishedUpload(
        OssUrl url,
        ListedUpload upload,
        State state,
        @Nullable List<UploadedPart> parts) implements Result {
    /** Whether the upload still exists. */
    enum State {
        UNFINISHED,
        ABORTED
    }

    /** Returns whether an upload was initiated earlier than an age before a time; false if that is unknown. */
    static boolean isOlder(ListedUpload upload, @Nullable Duration age, Instant now) {
        Instant initiated = upload.initiated();
        return age == null || (initiated != null && initiated.isBefore(now.minus(age)));
    }

    /** Returns the size of the parts; -1 if unknown. */
    long bytes() {
        return parts == null ? -1 : parts.stream().mapToLong(UploadedPart::size).sum();
    }

    @Override
    public String text() {
        String size = parts == null
                ? ""
                : String.format(Locale.ROOT, "%5d parts %10s  ", parts.size(), ByteSize.format(bytes()));
        String started = upload.initiated() == null ? "" : upload.initiated().toString();
        String id = PrintableText.escape(upload.uploadId());
        return state == State.ABORTED
                ? "aborted " + url + "  started " + started + "  " + size + id
                : String.format(Locale.ROOT, "%-24s  ", started) + size + id + "  " + url;
    }

    @Override
    public void writeFields(JsonGenerator json) throws IOException {
        url.writeTo(json);
        json.writeStringField("uploadId", upload.uploadId());
        Result.writeUnlessNull(json, "initiated", upload.initiated());
        if (parts != null) {
            json.writeNumberField("parts", parts.size());
            json.writeNumberField("bytes", bytes());
        }
        json.writeBooleanField("aborted", state == State.ABORTED);
    }
}

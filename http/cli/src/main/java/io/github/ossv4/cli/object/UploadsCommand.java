// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.ossv4.cli.bucket.BucketCommand;
import io.github.ossv4.cli.bucket.DurationConverter;
import io.github.ossv4.cli.bucket.OssUrl;
import io.github.ossv4.cli.output.ByteSize;
import io.github.ossv4.cli.output.Console;
import io.github.ossv4.cli.output.ExitCode;
import io.github.ossv4.cli.output.RefusedException;
import io.github.ossv4.cli.output.Result;
import io.github.ossv4.cli.output.UsageException;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.ServiceException;
import io.github.ossv4.internal.error.KnownError;
import io.github.ossv4.internal.text.PrintableText;
import io.github.ossv4.list.ListedUpload;
import io.github.ossv4.multipart.UploadedPart;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists and aborts multipart uploads that are not complete. */
@Command(
        name = "uploads",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ossv4 uploads --size oss://examplebucket",
            "  ossv4 uploads --older-than 7d --abort --yes oss://examplebucket/films/",
            "",
            "Prints the time of the start, the id and the object of each multipart upload that is neither",
            "completed nor aborted. OSS keeps its parts, and charges for them. The list has also uploads that",
            "still run or that 'ossv4 upload' can resume: an aborted one fails, or starts again.",
            "JSON: bucket, key, uploadId, initiated, aborted; with --size parts and bytes."
        })
public final class UploadsCommand extends BucketCommand {
    @SuppressWarnings("NullAway.Init") // Picocli requires it.
    @Parameters(index = "0", paramLabel = "oss://BUCKET/PREFIX", description = "Bucket, and the start of the keys.")
    private OssUrl url;

    @Option(names = "--size", description = "Print number and size of the parts too, by a request for each upload.")
    private boolean size;

    @Option(
            names = "--older-than",
            paramLabel = "AGE",
            converter = DurationConverter.Age.class,
            description = "Only uploads that were initiated longer ago than this, such as 90s, 12h or 7d.")
    private @Nullable Duration olderThan;

    @Option(names = "--abort", description = "Abort the uploads, and delete their parts.")
    private boolean abort;

    @Option(
            names = {"-y", "--yes"},
            description = "Allow --abort.")
    private boolean yes;

    @Override
    public ExitCode run(Console console) throws IOException {
        if (yes && !abort) {
            throw new UsageException("--yes requires --abort");
        }
        try (BucketClient client = connection.client(url.bucket(), console)) {
            List<ListedUpload> uploads = list(client, url, Instant.now());
            if (abort && !yes && !uploads.isEmpty()) {
                throw new RefusedException("nothing was changed: " + count(uploads.size()) + " of " + url
                        + " would be aborted: --yes aborts them");
            }
            int found = 0;
            long bytes = 0;
            for (ListedUpload upload : uploads) {
                try {
                    UnfinishedUpload unfinished = found(client, url, upload);
                    if (abort) {
                        client.multipartUpload(upload.key(), upload.uploadId()).abort();
                    }
                    console.print(unfinished);
                    bytes += Math.max(0, unfinished.bytes());
                    found++;
                } catch (ServiceException e) {
                    if (!KnownError.NO_UPLOAD.has(e.code())) {
                        throw e;
                    }
                    console.message("completed or aborted meanwhile: " + url.withKey(upload.key()) + " "
                            + PrintableText.escape(upload.uploadId()));
                }
            }
            console.message((abort ? "aborted " : "") + count(found) + (size ? ", " + ByteSize.format(bytes) : ""));
        }
        return ExitCode.SUCCESS;
    }

    private static String count(int uploads) {
        return uploads == 1 ? "1 upload" : uploads + " uploads";
    }

    private List<ListedUpload> list(BucketClient client, OssUrl at, Instant now) {
        List<ListedUpload> uploads = new ArrayList<>();
        client.listMultipartUploads(at.key()).forEach(uploads::add);
        uploads.removeIf(upload -> !UnfinishedUpload.isOlder(upload, olderThan, now));
        return uploads;
    }

    private UnfinishedUpload found(BucketClient client, OssUrl at, ListedUpload upload) throws IOException {
        return new UnfinishedUpload(
                at.withKey(upload.key()),
                upload,
                abort ? UnfinishedUpload.State.ABORTED : UnfinishedUpload.State.UNFINISHED,
                size ? client.multipartUpload(upload.key(), upload.uploadId()).listParts() : null);
    }

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
            return parts == null
                    ? -1
                    : parts.stream().mapToLong(UploadedPart::size).sum();
        }

        @Override
        public String text() {
            String size = parts == null
                    ? ""
                    : String.format(Locale.ROOT, "%5d parts %10s  ", parts.size(), ByteSize.format(bytes()));
            String started =
                    upload.initiated() == null ? "" : upload.initiated().toString();
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
}

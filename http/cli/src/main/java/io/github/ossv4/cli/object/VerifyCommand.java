// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import io.github.ossv4.cli.bucket.ConnectionOptions;
import io.github.ossv4.cli.bucket.OssUrl;
import io.github.ossv4.cli.output.Console;
import io.github.ossv4.cli.output.ExitCode;
import io.github.ossv4.cli.output.OutputOptions;
import io.github.ossv4.cli.output.UsageException;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.ServiceException;
import io.github.ossv4.text.PrintableText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compares files with objects by size and CRC64, without downloading. */
@Command(
        name = "verify",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ossv4 verify cat.mp4 oss://examplebucket/films/cat.mp4",
            "  ossv4 verify --extra photos oss://examplebucket/backup/photos",
            "",
            "Nothing is downloaded. The exit code is 1 if anything differs; there is a line per difference.",
            "JSON: result (SAME, MISSING, EXTRA, SIZE_DIFFERS, CRC64_DIFFERS, UNKNOWN), file, bucket, key,",
            "fileSize, objectSize, fileCrc64, objectCrc64; of a directory the differences, and",
            "summary {same, different, bytes}."
        })
public final class VerifyCommand implements io.github.ossv4.cli.output.Command {
    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Parameters(index = "0", paramLabel = "FILE", description = "File or directory.")
    private @Nullable Path source;

    @Parameters(
            index = "1",
            paramLabel = "oss://BUCKET/KEY",
            converter = OssUrl.Converter.class,
            description = "Object, or the folder of a directory's objects.")
    private @Nullable OssUrl url;

    @Option(names = "--extra", description = "Report objects that have no file in the directory.")
    private boolean extra;

    @Override
    public OutputOptions output() {
        return output;
    }

    @Override
    public ExitCode run(Console console) throws IOException, InterruptedException {
        if (source == null || url == null) {
            throw new UsageException("a file and an object are required");
        }
        if (!Files.exists(source)) {
            throw new NoSuchFileException(source.toString());
        }
        try (BucketClient client = connection.client(url.bucket(), console.process())) {
            if (Files.isDirectory(source)) {
                return new DirectoryVerification(console, client, source, url, extra).run();
            }
            if (!Files.isRegularFile(source)) {
                throw new UsageException("not a regular file: " + PrintableText.escape(source.toString()));
            }
            Comparison comparison = compare(client, source, url.withKey(UploadItem.key(source, url)));
            console.print(comparison);
            return comparison.state() == Comparison.State.SAME ? ExitCode.SUCCESS : ExitCode.REFUSED;
        }
    }

    private static Comparison compare(BucketClient client, Path file, OssUrl object) throws IOException {
        try {
            return Comparison.of(file.toString(), object, client.verify(object.key(), file));
        } catch (ServiceException e) {
            if ("NoSuchKey".equals(e.code())) {
                return Comparison.missing(file.toString(), object, Files.size(file));
            }
            throw e;
        }
    }
}

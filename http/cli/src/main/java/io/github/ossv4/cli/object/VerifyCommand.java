// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import io.github.ossv4.cli.bucket.OssUrl;
import io.github.ossv4.cli.bucket.RunCommand;
import io.github.ossv4.cli.output.Console;
import io.github.ossv4.cli.output.ExitCode;
import io.github.ossv4.cli.output.RunSummary;
import io.github.ossv4.cli.output.UsageException;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.ServiceException;
import io.github.ossv4.internal.text.PrintableText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compares files with objects by size and CRC64, without downloading. */
@Command(
        footer = {
            "  ossv4 verify cat.mp4 oss://examplebucket/films/cat.mp4",
            "  ossv4 verify --extra photos oss://examplebucket/backup/photos",
            "",
            "Nothing is downloaded. The exit code is 1 if anything differs; there is a line per difference.",
            "JSON: result (SAME, MISSING, EXTRA, SIZE_DIFFERS, CRC64_DIFFERS, UNKNOWN), file, bucket, key,",
            "fileSize, objectSize, fileCrc64, objectCrc64; of a directory the differences, and",
            "summary {same, different, bytes}; of a file that failed: error."
        })
public final class VerifyCommand extends RunCommand {
    @Mixin
    private NameFilter filter = new NameFilter();

    @Parameters(
            index = "0..*",
            arity = "1..*",
            paramLabel = "FILE oss://BUCKET/KEY",
            hideParamSyntax = true,
            description = "A file and its object, or a directory and the folder of its objects, in either order.")
    private List<String> operands = List.of();

    @Option(names = "--extra", description = "Report objects that have no file in the directory.")
    private boolean extra;

    @Override
    public ExitCode run(Console console) throws IOException, InterruptedException {
        TransferEnds ends = TransferEnds.of(operands, "a file and oss://BUCKET/KEY");
        Path file = ends.file();
        OssUrl url = ends.url();
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString());
        }
        try (BucketClient client = connection.client(url.bucket(), console)) {
            if (Files.isDirectory(file)) {
                return new DirectoryVerification(console, connection, ends, filter.select(console), extra).run(client);
            }
            filter.requireUnused("a directory");
            if (!Files.isRegularFile(file)) {
                throw new UsageException("not a regular file: " + PrintableText.escape(file.toString()));
            }
            ComparedFile compared = compare(client, file, url.withKey(Item.key(file, url)));
            if (compared.kind() == ComparedFile.Kind.SAME) {
                console.summary().add(RunSummary.Count.UNCHANGED, 1);
                console.print(compared);
                return ExitCode.SUCCESS;
            }
            console.summary().add(RunSummary.Count.DIFFERENT, 1);
            console.printDifference(compared);
            return ExitCode.REFUSED;
        }
    }

    private static ComparedFile compare(BucketClient client, Path file, OssUrl url) throws IOException {
        try {
            return ComparedFile.of(file.toString(), url, client.verify(url.key(), file));
        } catch (ServiceException e) {
            if (e.isNotFound()) {
                return ComparedFile.missing(file.toString(), url, Files.size(file));
            }
            throw e;
        }
    }
}

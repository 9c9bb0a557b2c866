// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import io.github.ossv4.cli.bucket.ConnectionOptions;
import io.github.ossv4.cli.bucket.OssUrl;
import io.github.ossv4.cli.output.Console;
import io.github.ossv4.cli.output.ExitCode;
import io.github.ossv4.cli.output.OutputOptions;
import io.github.ossv4.cli.output.UsageException;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.ListOptions;
import io.github.ossv4.http.ListVersionsOptions;
import io.github.ossv4.list.ListedObject;
import io.github.ossv4.list.ListedVersion;
import io.github.ossv4.list.ObjectList;
import io.github.ossv4.list.VersionList;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists objects and folders. */
@Command(
        name = "ls",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ossv4 ls -l --human oss://examplebucket/photos/",
            "  ossv4 ls -r --json oss://examplebucket | jq -r .key",
            "",
            "Without --recursive a folder is one line, which ends with a slash. -l prints time, size, storage",
            "class and key; with --versions also the id of the version, and whether it is the latest.",
            "JSON: key, size, etag, lastModified, storageClass, type; with --versions versionId, isLatest,",
            "deleteMarker; of a folder prefix."
        })
public final class ListCommand implements io.github.ossv4.cli.output.Command {
    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Parameters(
            index = "0",
            paramLabel = "oss://BUCKET/PREFIX",
            converter = OssUrl.Converter.class,
            description = "Bucket, and the start of the keys.")
    private @Nullable OssUrl url;

    @Option(
            names = {"-l", "--long"},
            description = "Print time, size and storage class too.")
    private boolean detailed;

    @Option(
            names = {"-r", "--recursive"},
            description = "List the objects of all folders.")
    private boolean recursive;

    @Option(names = "--human", description = "With -l: print sizes as 1.5 MiB.")
    private boolean human;

    @Option(names = "--versions", description = "List all versions and delete markers.")
    private boolean versions;

    @Override
    public OutputOptions output() {
        return output;
    }

    @Override
    public ExitCode run(Console console) throws IOException {
        if (url == null) {
            throw new UsageException("a bucket is required, as oss://BUCKET");
        }
        ListLine.Style style =
                !detailed ? ListLine.Style.NAMES : human ? ListLine.Style.HUMAN_SIZES : ListLine.Style.DETAILS;
        try (BucketClient client = connection.client(url.bucket(), console.process())) {
            if (versions) {
                listVersions(console, client, url, style);
            } else {
                list(console, client, url, style);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return ExitCode.SUCCESS;
    }

    private void list(Console console, BucketClient client, OssUrl at, ListLine.Style style) throws IOException {
        ListOptions.Builder options = ListOptions.builder().prefix(at.key());
        if (!recursive) {
            options.delimiter("/");
        }
        for (ObjectList page : client.list(options.build()).pages()) {
            for (String prefix : page.commonPrefixes()) {
                console.print(ListLine.of(prefix, style));
            }
            for (ListedObject object : page.objects()) {
                console.print(ListLine.of(object, style));
            }
        }
    }

    private void listVersions(Console console, BucketClient client, OssUrl at, ListLine.Style style)
            throws IOException {
        ListVersionsOptions.Builder options = ListVersionsOptions.builder().prefix(at.key());
        if (!recursive) {
            options.delimiter("/");
        }
        for (VersionList page : client.listVersions(options.build()).pages()) {
            for (String prefix : page.commonPrefixes()) {
                console.print(ListLine.of(prefix, style));
            }
            for (ListedVersion version : page.versions()) {
                console.print(ListLine.of(version, style));
            }
        }
    }
}

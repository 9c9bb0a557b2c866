// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import io.github.ossv4.cli.bucket.ConnectionOptions;
import io.github.ossv4.cli.bucket.OssUrl;
import io.github.ossv4.cli.output.Console;
import io.github.ossv4.cli.output.ExitCode;
import io.github.ossv4.cli.output.OutputOptions;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.HeadOptions;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Prints the metadata of objects. */
@Command(
        name = "stat",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ossv4 stat oss://examplebucket/photos/cat.jpg",
            "  ossv4 stat --json oss://examplebucket/photos/cat.jpg | jq -r .crc64",
            "",
            "JSON: bucket, key, size, crc64, etag, contentType, lastModified, storageClass, type, versionId,",
            "requestId, headers (others that OSS reports), metadata (x-oss-meta-)."
        })
public final class StatCommand implements io.github.ossv4.cli.output.Command {
    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Parameters(
            arity = "1..*",
            paramLabel = "oss://BUCKET/KEY",
            converter = OssUrl.Converter.class,
            description = "Objects.")
    private List<OssUrl> urls = List.of();

    @Mixin
    private VersionOption version = new VersionOption();

    @Override
    public OutputOptions output() {
        return output;
    }

    @Override
    public ExitCode run(Console console) throws IOException {
        for (OssUrl url : urls) {
            url.requireKey();
        }
        HeadOptions.Builder options = HeadOptions.builder();
        String versionId = version.of(urls);
        if (versionId != null) {
            options.versionId(versionId);
        }
        for (OssUrl url : urls) {
            try (BucketClient client = connection.client(url.bucket(), console.process())) {
                console.print(new ObjectFields(url, client.head(url.key(), options.build())));
            }
        }
        return ExitCode.SUCCESS;
    }
}

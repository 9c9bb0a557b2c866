// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import io.github.ossv4.cli.bucket.BucketCommand;
import io.github.ossv4.cli.bucket.OssUrl;
import io.github.ossv4.cli.output.Console;
import io.github.ossv4.cli.output.ExitCode;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.GetOptions;
import io.github.ossv4.http.ObjectMetadata;
import io.github.ossv4.http.ServiceException;
import io.github.ossv4.object.ObjectTags;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Prints the metadata of objects. */
@Command(
        footer = {
            "  ossv4 stat oss://examplebucket/photos/cat.jpg",
            "  ossv4 stat --json oss://examplebucket/photos/cat.jpg | jq -r .crc64",
            "",
            "JSON: bucket, key, size, crc64, etag, contentType, lastModified, storageClass, type, versionId,",
            "requestId, headers (others that OSS reports), metadata (x-oss-meta-), tags."
        })
public final class StatCommand extends BucketCommand {
    @Parameters(arity = "1..*", paramLabel = "oss://BUCKET/KEY", description = "Objects.")
    private List<OssUrl> urls = List.of();

    @Mixin
    private VersionOption version = new VersionOption();

    @Override
    public ExitCode run(Console console) throws IOException {
        urls.forEach(OssUrl::requireKey);
        GetOptions.Builder options = GetOptions.builder();
        version.check(urls);
        version.applyTo(options::versionId);
        for (OssUrl url : urls) {
            try (BucketClient client = connection.client(url.bucket(), console)) {
                ObjectMetadata metadata = client.head(url.key(), options.build());
                console.print(new ObjectFields(url, metadata, tags(console, client, url, metadata)));
            }
        }
        return ExitCode.SUCCESS;
    }

    /** Returns the tags, which need a request and a permission of their own; null if it is denied. */
    private @Nullable ObjectTags tags(Console console, BucketClient client, OssUrl url, ObjectMetadata metadata)
            throws IOException {
        if (metadata.header("x-oss-tagging-count") == null) {
            return ObjectTags.NONE;
        }
        try {
            return client.getTags(version.of(url.key()));
        } catch (ServiceException e) {
            if (e.status() != HttpURLConnection.HTTP_FORBIDDEN) {
                throw e;
            }
            console.message("cannot read the tags of " + url + ": " + e.getMessage());
            return null;
        }
    }
}

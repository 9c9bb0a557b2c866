// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import io.github.ossv4.cli.bucket.ObjectOptions;
import io.github.ossv4.cli.bucket.RunCommand;
import io.github.ossv4.cli.output.Console;
import io.github.ossv4.cli.output.ExitCode;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Changes headers, metadata, tags, ACL or storage class of objects. */
@Command(
        footer = {
            "  ossv4 set --acl public-read oss://examplebucket/index.html",
            "  ossv4 set --header Cache-Control=no-cache --meta color= oss://examplebucket/index.html",
            "  ossv4 set --recursive --storage-class IA --include '*.mp4' oss://examplebucket/films/",
            "",
            "Keeps what is not named. An empty value, as in --meta color=, removes a header or metadata, but",
            "--tag color= sets a tag without a value: --no-tags removes the tags that the object has.",
            "OSS changes ACL and tags in place. Headers, metadata and storage class are changed by a copy of",
            "the object onto itself: it has a new time, in a bucket with versioning also a new version, and an",
            "object of the classes Archive, ColdArchive and DeepColdArchive must be restored before.",
            "JSON: bucket, key, copied, versionId; of an object that failed with --recursive: error."
        })
public final class SetCommand extends RunCommand {
    @Mixin
    private ObjectArguments objects = new ObjectArguments();

    @Mixin
    private ObjectOptions options = new ObjectOptions();

    @Option(names = "--no-tags", description = "Remove all tags except those of --tag.")
    private boolean noTags;

    @Override
    public ExitCode run(Console console) throws IOException, InterruptedException {
        objects.check();
        ObjectChange change = ObjectChange.of(options, noTags);
        return objects.forEach(console, connection, "changed", null, change::apply);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import io.github.ossv4.cli.output.Console;
import io.github.ossv4.cli.output.ExitCode;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Copies objects within OSS. */
@Command(
        footer = {
            "  ossv4 cp oss://examplebucket/cat.jpg oss://otherbucket/photos/",
            "  ossv4 cp -r --storage-class IA oss://examplebucket/2025 oss://examplebucket/archive/2025",
            "  ossv4 cp --version-id CAEQMhiBgIDXiaaB0BYiIGQzYmRk oss://examplebucket/a oss://examplebucket/a",
            "",
            "OSS copies objects of any size itself, between buckets of a region: no bytes pass through this",
            "machine. Each copy is compared with its source by size and CRC64.",
            "--content-type, --header and --meta replace all headers and metadata of the source. --tag",
            "replaces all tags. Without them the copy has the headers, metadata and tags of the source.",
            "An ACL is not copied: see --acl.",
            "Objects of the classes Archive, ColdArchive and DeepColdArchive must be restored before.",
            "'ossv4 sync' copies only the objects of a folder that differ from their copies.",
            "JSON: sourceBucket, sourceKey, sourceVersionId, bucket, key, size, crc64, checked, etag,",
            "versionId, sourceDeleted; of an object that failed: bucket and key of the source, error; with",
            "--dry-run: dryRun, action (copy), sourceBucket, sourceKey, bucket, key, size."
        })
public final class CopyCommand extends CopyOrMoveCommand {
    @Mixin
    private VersionOption version = new VersionOption();

    /** Creates the command with the defaults of its options. */
    public CopyCommand() {
        super(CopyItem.Kind.COPY);
    }

    @Override
    public ExitCode run(Console console) throws IOException, InterruptedException {
        // A copy keeps all that exists in the source, so that it does not ask.
        return run(new Confirmation(console, true), version);
    }
}

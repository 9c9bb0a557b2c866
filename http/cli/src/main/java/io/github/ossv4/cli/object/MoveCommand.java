// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import io.github.ossv4.cli.output.Console;
import io.github.ossv4.cli.output.ExitCode;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Moves objects within OSS: copies them, and deletes each source after its copy was checked. */
@Command(
        footer = {
            "  ossv4 mv oss://examplebucket/cat.jpg oss://examplebucket/photos/tom.jpg",
            "  ossv4 mv --recursive --dry-run oss://examplebucket/inbox/ oss://otherbucket/2026/",
            "",
            "An object is deleted only after its copy has the same size and CRC64, and if it was not replaced",
            "meanwhile. In a bucket with versioning it is hidden by a delete marker. An object that cannot be",
            "moved is kept; run the same command again. See 'ossv4 cp --help' for headers, metadata and tags.",
            "JSON: sourceBucket, sourceKey, bucket, key, size, crc64, checked, etag, versionId, sourceDeleted;",
            "of an object that failed: bucket and key of the source, error; with --dry-run: dryRun, action",
            "(move), sourceBucket, sourceKey, bucket, key, size."
        })
public final class MoveCommand extends CopyOrMoveCommand {
    @Option(
            names = {"-y", "--yes"},
            description = "Move a whole bucket without a question; a script needs it for that.")
    private boolean yes;

    /** Creates the command with the defaults of its options. */
    public MoveCommand() {
        super(CopyItem.Kind.MOVE);
    }

    @Override
    public ExitCode run(Console console) throws IOException, InterruptedException {
        return run(new Confirmation(console, yes), new VersionOption());
    }
}

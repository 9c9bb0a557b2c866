// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import io.github.ossv4.cli.bucket.OssUrl;
import io.github.ossv4.cli.output.UsageException;
import io.github.ossv4.directories.FileOutcome;
import io.github.ossv4.internal.text.PrintableText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The source and the target of a command: a file or directory, and an object or folder, in either order; or two folders
 * of OSS.
 *
 * @param local the file or directory; null for two folders
 * @param source the folder of the source; null if one of the ends is local
 * @param url the object or folder of OSS; of two folders the target
 */
record TransferEnds(
        Direction direction, @Nullable Path local, @Nullable OssUrl source, OssUrl url) {
    static TransferEnds upload(Path file, OssUrl target) {
        return new TransferEnds(Direction.UPLOAD, file, null, target);
    }

    static TransferEnds download(OssUrl source, Path file) {
        return new TransferEnds(Direction.DOWNLOAD, file, null, source);
    }

    /** Returns the ends of a copy between two folders; slashes are added to URLs without one. */
    static TransferEnds copy(OssUrl source, OssUrl target) {
        return new TransferEnds(Direction.COPY, null, source.folder(), target.folder());
    }

    /** Returns the ends of a sync, which also may be two folders. */
    static TransferEnds ofSync(List<String> operands) {
        return operands.size() == 2 && operands.stream().allMatch(OssUrl::isOssUrl)
                ? copy(OssUrl.parse(operands.get(0)), OssUrl.parse(operands.get(1)))
                : of(operands, "a directory and oss://BUCKET/FOLDER, or two folders of OSS");
    }

    /** Returns the file or directory. */
    Path file() {
        return Objects.requireNonNull(local);
    }

    /** Returns the folder of the source of a copy. */
    OssUrl copied() {
        return Objects.requireNonNull(source);
    }

    /**
     * Returns the ends of a command.
     *
     * @param required what the operands must be, as a text
     * @throws UsageException if there are not two, or both are files, or both are objects
     */
    static TransferEnds of(List<String> operands, String required) {
        String were = ", was " + PrintableText.escape(String.join(" ", operands));
        if (operands.size() != 2) {
            throw new UsageException("two operands are required, " + required + were);
        }
        boolean fromObjects = OssUrl.isOssUrl(operands.get(0));
        if (fromObjects == OssUrl.isOssUrl(operands.get(1))) {
            throw new UsageException("the operands must be " + required + were + meant(operands));
        }
        return fromObjects
                ? download(OssUrl.parse(operands.get(0)), Path.of(operands.get(1)))
                : upload(Path.of(operands.get(0)), OssUrl.parse(operands.get(1)));
    }

    /** One of two files may be an object without {@code oss://}: one that does not exist. */
    private static String meant(List<String> operands) {
        for (String operand : List.of(operands.get(1), operands.get(0))) {
            if (!OssUrl.isOssUrl(operand) && !Files.exists(Path.of(operand))) {
                return OssUrl.meant(operand);
            }
        }
        return "";
    }

    /** Returns the path of a file below the directory, with slashes. */
    String name(FileOutcome outcome) {
        return outcome.key().substring(url.folder().key().length());
    }

    /** Returns the target, as a text that can be printed. */
    String target() {
        return direction == Direction.DOWNLOAD ? PrintableText.escape(file().toString()) : url.toString();
    }

    /** Returns the source, a directory or folder, as a text that can be printed. */
    String sourceText() {
        return switch (direction) {
            case UPLOAD -> PrintableText.escape(file().toString());
            case DOWNLOAD -> url.folder().toString();
            case COPY -> copied().toString();
        };
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import io.github.ossv4.cli.bucket.OssUrl;
import io.github.ossv4.cli.output.UsageException;
import io.github.ossv4.directories.FileOutcome;
import io.github.ossv4.text.PrintableText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The source and the target of a command: a file or directory, and an object or folder, in either order. */
record TransferEnds(Direction direction, Path file, OssUrl url) {
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
                ? new TransferEnds(Direction.DOWNLOAD, Path.of(operands.get(1)), OssUrl.parse(operands.get(0)))
                : new TransferEnds(Direction.UPLOAD, Path.of(operands.get(0)), OssUrl.parse(operands.get(1)));
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
        return direction == Direction.UPLOAD ? url.toString() : PrintableText.escape(file.toString());
    }
}

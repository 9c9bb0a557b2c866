// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;

/**
 * Files that are replaced as a whole: nobody sees an incomplete one, and links that others planted are not followed.
 */
public final class ReplacedFile {
    private ReplacedFile() {}

    /**
     * Writes a file.
     *
     * @param attributes of the new file, such as its permissions
     * @throws IOException if it cannot be written, or is a directory
     */
    public static void write(Path file, String text, FileAttribute<?>... attributes) throws IOException {
        if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(file + " is a directory");
        }
        Path written = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.deleteIfExists(written);
            Files.createFile(written, attributes);
            Files.writeString(written, text, StandardCharsets.US_ASCII, StandardOpenOption.WRITE);
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (NoSuchFileException e) {
            throw new IOException("cannot write " + file + ": its directory does not exist", e);
        } finally {
            Files.deleteIfExists(written);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.text.PrintableText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A small file that is replaced as a whole. */
final class CheckpointFile {
    /** Several times the size of a checkpoint of 10,000 parts. */
    private static final long MAX_BYTES = 4 * 1024 * 1024;

    private final Path file;

    CheckpointFile(Path file) {
        this.file = file;
    }

    /** Returns what was written last; null if the file does not exist. */
    byte @Nullable [] read() throws IOException {
        long size;
        byte[] bytes;
        if (Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file)) {
            throw new IOException("cannot read the checkpoint " + this + ": it is not a regular file");
        }
        try {
            size = Files.size(file);
            bytes = size > MAX_BYTES ? new byte[0] : Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            // Some reasons do not name the file, for example a directory's.
            throw new IOException("cannot read the checkpoint " + this + ": " + PrintableText.escape(e.toString()), e);
        }
        if (size > MAX_BYTES) {
            throw new IOException("not a checkpoint of this library, since it has " + size + " bytes: " + this);
        }
        return bytes;
    }

    void write(byte[] bytes) throws IOException {
        Path temporary = file.resolveSibling(".ossv4-checkpoint-" + Long.toHexString(System.nanoTime()) + ".part");
        try {
            Files.write(temporary, bytes);
            AtomicMove.replace(temporary, file);
        } catch (IOException e) {
            try {
                Files.deleteIfExists(temporary);
            } catch (IOException second) {
                e.addSuppressed(second);
            }
            throw new CannotWriteException(file, e);
        }
    }

    void delete() throws IOException {
        Files.deleteIfExists(file);
    }

    @Override
    public String toString() {
        return PrintableText.escape(file.toString());
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.text.PrintableText;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/** A small file that is replaced as a whole or not at all. */
final class CheckpointFile {
    /** 10,000 parts with what belongs to them, a few times over. */
    private static final long MAX_BYTES = 4 * 1024 * 1024;

    private final Path file;

    CheckpointFile(Path file) {
        this.file = file;
    }

    /** What was written last; null if there is no file. */
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
            // Not every reason names the file: a directory's does not.
            throw new IOException("cannot read the checkpoint " + this + ": " + PrintableText.escape(e.toString()), e);
        }
        if (size > MAX_BYTES) {
            throw new IOException("not a checkpoint of this library, it has " + size + " bytes: " + this);
        }
        return bytes;
    }

    void write(byte[] bytes) throws IOException {
        Path beside = file.resolveSibling(".ossv4-checkpoint-" + Long.toHexString(System.nanoTime()) + ".part");
        try {
            Files.write(beside, bytes);
            move(beside);
        } catch (IOException e) {
            try {
                Files.deleteIfExists(beside);
            } catch (IOException second) {
                e.addSuppressed(second);
            }
            throw new CannotWriteException(file, e);
        }
    }

    private void move(Path beside) throws IOException {
        try {
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException | FileAlreadyExistsException e) {
            Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
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

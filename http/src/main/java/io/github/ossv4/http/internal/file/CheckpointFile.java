// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.file;

import io.github.ossv4.internal.error.Suppressed;
import io.github.ossv4.internal.text.PrintableText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import org.jspecify.annotations.Nullable;

/** A small file that is replaced as a whole. The holder of its {@link CheckpointLock} writes it. */
public final class CheckpointFile {
    /** Several times the size of a checkpoint of 10,000 parts. */
    private static final long MAX_BYTES = 4 * 1024 * 1024;

    private final Path file;

    /** The next content. A killed process leaves it, and the next write or deletion deletes it. */
    private final Path temporary;

    public CheckpointFile(Path file) {
        this.file = file;
        this.temporary = file.resolveSibling(file.getFileName() + ".ossv4-part");
    }

    /**
     * Returns what was written last; null if the file does not exist or is empty, as a new temporary file is, and as a
     * power failure may leave it.
     *
     * @throws IOException if it is a link, or another file that is not regular
     */
    public byte @Nullable [] read() throws IOException {
        FileFacts facts;
        byte[] bytes;
        try {
            facts = FileFacts.of(file);
            bytes = facts.isRegular() && facts.size() <= MAX_BYTES ? Files.readAllBytes(file) : new byte[0];
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            // Some reasons do not name the file.
            throw new IOException("cannot read the checkpoint " + this + ": " + PrintableText.escape(e.toString()), e);
        }
        if (!facts.isRegular()) {
            throw new IOException("cannot read the checkpoint " + this + ": it is not a regular file");
        }
        if (facts.size() > MAX_BYTES) {
            throw new IOException("not a checkpoint of this library, since it has " + facts.size() + " bytes: " + this);
        }
        return bytes.length == 0 ? null : bytes;
    }

    /** Fails if the directory of the file does not exist. */
    public void checkDirectory() throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory != null && !Files.isDirectory(directory)) {
            throw new CannotWriteException(file, new NoSuchFileException(directory.toString()));
        }
    }

    /** Replaces the file by one that only its owner can read and write. */
    public void write(byte[] bytes) throws IOException {
        try {
            // Not opened: another user may have planted a link.
            Files.deleteIfExists(temporary);
            try (SeekableByteChannel channel = Files.newByteChannel(
                    temporary,
                    EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    FileFacts.ownerOnly(file))) {
                ByteBuffer left = ByteBuffer.wrap(bytes);
                while (left.hasRemaining()) {
                    channel.write(left);
                }
            }
            AtomicMove.replace(temporary, file);
        } catch (IOException e) {
            try {
                Files.deleteIfExists(temporary);
            } catch (IOException second) {
                Suppressed.add(e, second);
            }
            if (e instanceof ClosedByInterruptException) {
                throw e;
            }
            throw new CannotWriteException(file, e);
        }
    }

    public void delete() throws IOException {
        Files.deleteIfExists(temporary);
        Files.deleteIfExists(file);
    }

    @Override
    public String toString() {
        return PrintableText.escape(file.toString());
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import io.github.ossv4.checksum.Crc64;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** A body on its way into a file, checked as it passes. Not thread-safe. */
final class BodyWriter {
    private final Path file;
    private final FileChannel channel;
    private final MessageDigest md5 = md5();
    private final Crc64 crc64 = new Crc64();
    private long size;

    private BodyWriter(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Starts a body in a file that does not exist yet. */
    static BodyWriter into(Path file) throws IOException {
        return new BodyWriter(file, FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    }

    /** The bytes so far. */
    long size() {
        return size;
    }

    /** Appends what remains in {@code piece}, and leaves it empty. */
    void write(ByteBuffer piece) throws IOException {
        size += piece.remaining();
        md5.update(piece.duplicate());
        crc64.update(piece.duplicate());
        while (piece.hasRemaining()) {
            channel.write(piece);
        }
    }

    /** Ends the body; nothing may be written after that. */
    ObjectBody finish() throws IOException {
        channel.close();
        return ObjectBody.of(new ObjectFile(file), size, crc64.getValue(), md5.digest());
    }

    /** Gives the body up and deletes its file. Does nothing the second time. */
    void abort() throws IOException {
        channel.close();
        Files.deleteIfExists(file);
    }

    /** A digest that has seen nothing yet. */
    static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has MD5", e);
        }
    }
}

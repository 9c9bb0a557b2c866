// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.store;

import io.github.ossv4.checksum.Crc64;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;

/** A writer of a body to a file, which computes its checksums. Not thread-safe. */
public final class BodyWriter {
    private final Path file;
    private final FileChannel channel;
    private final MessageDigest md5 = Md5.newDigest();
    private final Crc64 crc64 = new Crc64();
    private long size;

    private BodyWriter(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Creates the file of a new body. */
    static BodyWriter create(Path file) throws IOException {
        return new BodyWriter(file, FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    }

    /** Returns the number of bytes written. */
    public long size() {
        return size;
    }

    /** Writes the remaining bytes of {@code piece}. */
    public void write(ByteBuffer piece) throws IOException {
        size += piece.remaining();
        md5.update(piece.duplicate());
        crc64.update(piece.duplicate());
        while (piece.hasRemaining()) {
            channel.write(piece);
        }
    }

    /** Completes the body. Nothing may be written afterwards. */
    public ObjectBody finish() throws IOException {
        channel.close();
        return ObjectBody.of(new ObjectFile(file), size, crc64.getValue(), md5.digest());
    }

    /** Deletes the file of an incomplete body. A second call has no effect. */
    public void abort() throws IOException {
        channel.close();
        Files.deleteIfExists(file);
    }
}

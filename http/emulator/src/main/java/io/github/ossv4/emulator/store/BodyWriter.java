// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.store;

import io.github.ossv4.checksum.Crc64;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** A writer of a body, which computes its checksums. Small bodies stay in memory, others are in a file. Not thread-safe. */
public final class BodyWriter {
    private final Path file;
    private final int fileBytes;
    private final MessageDigest md5 = Md5.newDigest();
    private final Crc64 crc64 = new Crc64();
    private final ByteArrayOutputStream small = new ByteArrayOutputStream(0);
    private @Nullable FileChannel channel;
    private long size;

    /**
     * Starts a body.
     *
     * @param file which does not exist yet
     * @param fileBytes the minimum size of a body in a file
     */
    BodyWriter(Path file, int fileBytes) throws IOException {
        this.file = file;
        this.fileBytes = fileBytes;
        if (fileBytes == 0) {
            this.channel = create(file);
        }
    }

    private static FileChannel create(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
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
        if (channel == null && size < fileBytes) {
            byte[] bytes = new byte[piece.remaining()];
            piece.get(bytes);
            small.writeBytes(bytes);
            return;
        }
        if (channel == null) {
            channel = create(file);
            channel.write(ByteBuffer.wrap(small.toByteArray()));
            small.reset();
        }
        while (piece.hasRemaining()) {
            channel.write(piece);
        }
    }

    /** Completes the body. Nothing may be written afterwards. */
    public ObjectBody finish() throws IOException {
        BodyContent content;
        if (channel == null) {
            content = new SmallContent(small.toByteArray());
        } else {
            channel.close();
            content = new ObjectFile(file);
        }
        return ObjectBody.of(content, size, crc64.getValue(), md5.digest());
    }

    /** Deletes the file of an incomplete body. A second call has no effect. */
    public void abort() throws IOException {
        if (channel != null) {
            channel.close();
            Files.deleteIfExists(file);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.file;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.multipart.Part;
import io.github.ossv4.multipart.UploadedPart;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.function.Consumer;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** Reads the bytes of a part again, to compare them with the part that OSS has. */
final class PartBytes {
    private static final int BUFFER = 64 * 1024;

    private PartBytes() {}

    /** Reads all bytes of a part. */
    interface Reader {
        void read(Consumer<ByteBuffer> bytes) throws IOException;
    }

    /**
     * Returns the part with its CRC64 if OSS has the same bytes: compares the CRC64 that OSS lists, otherwise the MD5, which
     * is the ETag of a part. Returns null if they differ.
     */
    static @Nullable UploadedPart matching(UploadedPart known, Part part, Reader reader) throws IOException {
        Crc64 crc = new Crc64();
        Long listed = known.crc64();
        MessageDigest md5 = listed == null ? md5() : null;
        reader.read(bytes -> {
            if (md5 != null) {
                md5.update(bytes.duplicate());
            }
            crc.update(bytes);
        });
        boolean same = md5 == null
                ? Long.valueOf(crc.getValue()).equals(listed)
                : ByteString.of(md5.digest()).hex().equalsIgnoreCase(known.etag());
        return same ? UploadedPart.of(part.number(), known.etag(), part.length(), crc.getValue()) : null;
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("MD5 is required of every Java platform", e);
        }
    }

    /** Returns the CRC64 of the bytes. */
    static long crc64(Reader reader) throws IOException {
        Crc64 crc = new Crc64();
        reader.read(crc::update);
        return crc.getValue();
    }

    /** Reads the part of a file. */
    static void read(UploadFile file, Part part, Consumer<ByteBuffer> bytes) throws IOException {
        try (SeekableByteChannel channel = file.open()) {
            channel.position(part.offset());
            ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(BUFFER, Math.max(1, part.length())));
            long remaining = part.length();
            while (remaining > 0) {
                buffer.clear();
                buffer.limit((int) Math.min(buffer.capacity(), remaining));
                int read = channel.read(buffer);
                if (read < 0) {
                    throw new EOFException(file + " ended within " + part);
                }
                buffer.flip();
                bytes.accept(buffer);
                remaining -= read;
            }
        }
    }
}

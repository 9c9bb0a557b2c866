// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.store;

import io.github.ossv4.checksum.Crc64;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of an object and their checksums. Immutable: the file may grow, but its first {@code size} bytes do not change.
 *
 * @param size in bytes
 * @param etag without quotes
 * @param contentMd5 in Base64; null if OSS does not compute it
 */
public record ObjectBody(
        ObjectFile file,
        long size,
        long crc64,
        String etag,
        @Nullable String contentMd5,
        ObjectType type) {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    /** Returns a body whose ETag is its MD5, as PutObject stores it. */
    public static ObjectBody of(ObjectFile file, long size, long crc64, byte[] md5) {
        return new ObjectBody(file, size, crc64, HEX.formatHex(md5), Md5.base64(md5), ObjectType.NORMAL);
    }

    /**
     * Joins parts in a new file.
     *
     * @param file which does not exist yet; deleted if this fails
     * @param withMd5 whether to compute the MD5 of the whole
     */
    public static ObjectBody join(Path file, List<StoredPart> parts, boolean withMd5) throws IOException {
        long size = 0;
        long crc64 = 0;
        boolean joined = false;
        try (FileChannel to = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (StoredPart part : parts) {
                ObjectBody body = part.body();
                try (FileChannel from = FileChannel.open(body.file.path(), StandardOpenOption.READ)) {
                    for (long done = 0; done < body.size; ) {
                        done += from.transferTo(done, body.size - done, to);
                    }
                }
                size += body.size;
                crc64 = Crc64.combine(crc64, body.crc64, body.size);
            }
            String contentMd5 = withMd5 ? contentMd5(file) : null;
            joined = true;
            return new ObjectBody(new ObjectFile(file), size, crc64, OpaqueId.next(), contentMd5, ObjectType.MULTIPART);
        } finally {
            if (!joined) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static String contentMd5(Path file) throws IOException {
        MessageDigest md5 = Md5.newDigest();
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                md5.update(buffer, 0, length);
            }
        }
        return Md5.base64(md5.digest());
    }

    /** Returns whether AppendObject created the object. */
    public boolean appendable() {
        return type == ObjectType.APPENDABLE;
    }

    /** Returns this body as the first one of an appendable object. */
    ObjectBody startAppending() {
        return appendable(file, size, crc64);
    }

    /** Returns a body whose ETag has OSS's form: it is not an MD5, but it changes with each append. */
    private static ObjectBody appendable(ObjectFile file, long size, long crc64) {
        String etag = HEX.toHexDigits(crc64) + HEX.toHexDigits(size, 8) + "00000000";
        return new ObjectBody(file, size, crc64, etag, null, ObjectType.APPENDABLE);
    }

    /**
     * Writes {@code piece} into the file after the bytes of this body, over what a failed attempt may have left there. The
     * caller must hold the monitor of the file.
     *
     * @return both bodies as one, in the same file
     */
    ObjectBody append(ObjectBody piece) throws IOException {
        try (FileChannel from = FileChannel.open(piece.file.path(), StandardOpenOption.READ);
                FileChannel to = FileChannel.open(file.path(), StandardOpenOption.WRITE)) {
            for (long done = 0; done < piece.size; ) {
                done += to.transferFrom(from, size + done, piece.size - done);
            }
        }
        return appendable(file, size + piece.size, Crc64.combine(crc64, piece.crc64, piece.size));
    }
}

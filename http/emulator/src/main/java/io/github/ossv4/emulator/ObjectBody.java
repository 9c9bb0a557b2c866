// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import io.github.ossv4.checksum.Crc64;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of an object and their checksums. Immutable: the file may grow, but what this is about, its first
 * {@code size} bytes, no longer changes.
 *
 * @param size in bytes
 * @param etag without its quotes
 * @param contentMd5 as the header has it; null where OSS does not know it
 * @param appendable whether AppendObject made it
 */
record ObjectBody(
        BodyFile file,
        long size,
        long crc64,
        String etag,
        @Nullable String contentMd5,
        boolean appendable) {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    /** What PutObject stores. The ETag is the MD5. */
    static ObjectBody of(BodyFile file, long size, long crc64, byte[] md5) {
        return new ObjectBody(
                file, size, crc64, HEX.formatHex(md5), Base64.getEncoder().encodeToString(md5), false);
    }

    /** The first bytes of an object that can be appended to. */
    ObjectBody startAppending() {
        return appendable(file, size, crc64);
    }

    /** The ETag looks like OSS's, which is no MD5 but is another one after each change. */
    private static ObjectBody appendable(BodyFile file, long size, long crc64) {
        String etag = HEX.toHexDigits(crc64) + HEX.toHexDigits(size, 8) + "00000000";
        return new ObjectBody(file, size, crc64, etag, null, true);
    }

    /**
     * Writes {@code piece} into the file, behind the bytes of this one; what a failed attempt has left there is written
     * over. Only for who holds the file's monitor.
     *
     * @return both as one, in the same file
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

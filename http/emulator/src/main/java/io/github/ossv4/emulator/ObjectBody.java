// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import io.github.ossv4.checksum.Crc64;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;

/** The bytes of an object, in a file that no longer changes, and their checksums. Immutable. */
final class ObjectBody {
    private final Path file;
    private final long size;
    private final long crc64;
    private final byte[] md5;

    ObjectBody(Path file, long size, long crc64, byte[] md5) {
        this.file = file;
        this.size = size;
        this.crc64 = crc64;
        this.md5 = md5.clone();
    }

    Path file() {
        return file;
    }

    /** In bytes. */
    long size() {
        return size;
    }

    long crc64() {
        return crc64;
    }

    /** The MD5 in Base64, as {@code Content-MD5} has it. */
    String contentMd5() {
        return Base64.getEncoder().encodeToString(md5);
    }

    /** The ETag without its quotes: the MD5 in upper-case hex. */
    String etag() {
        return HexFormat.of().withUpperCase().formatHex(md5);
    }

    /** Adds the headers that every answer about these bytes has. */
    Answer describe(Answer answer, Fault fault) {
        return answer.header("ETag", '"' + etag() + '"')
                .header("x-oss-hash-crc64ecma", Crc64.toString(fault.crc64(crc64)))
                .header("Content-MD5", contentMd5());
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.body;

import io.github.ossv4.checksum.Crc64;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of an object and their checksums. Immutable: a file may grow, but its first {@code size} bytes do not
 * change. A million of them must have space in the memory of a test.
 *
 * @param size the number of bytes
 * @param etagDigest the ETag without the number of parts
 * @param parts the number of parts, which is the suffix of the ETag; 0 if the object was not made of parts
 */
public record ObjectBody(
        BodyContent content,
        long size,
        long crc64,
        Digest etagDigest,
        @Nullable Digest md5,
        ObjectType type,
        int parts) {
    public ObjectBody {
        // Shared, since the ETag of most objects is their MD5.
        md5 = etagDigest.equals(md5) ? etagDigest : md5;
    }

    /** Returns a body whose ETag is its MD5, as PutObject stores it. */
    public static ObjectBody of(BodyContent content, long size, long crc64, byte[] md5) {
        Digest digest = Digest.of(md5);
        return new ObjectBody(content, size, crc64, digest, digest, ObjectType.NORMAL, 0);
    }

    /** Returns the body of a symbolic link to an object of the same bucket. Its size is 0. */
    public static ObjectBody symlink(String target) {
        byte[] bytes = target.getBytes(StandardCharsets.UTF_8);
        Digest etag = Digest.of(Digest.newMd5().digest(bytes));
        return new ObjectBody(new SmallContent(bytes), 0, 0, etag, null, ObjectType.SYMLINK, 0);
    }

    /**
     * Returns a body that was made of parts.
     *
     * @param content the bytes of all parts
     * @param withMd5 whether to compute the MD5 of the bytes
     */
    public static ObjectBody ofParts(BodyContent content, List<ObjectBody> parts, boolean withMd5) throws IOException {
        long size = 0;
        long crc64 = 0;
        for (ObjectBody part : parts) {
            size += part.size;
            crc64 = Crc64.combine(crc64, part.crc64, part.size);
        }
        MessageDigest md5 = Digest.newMd5();
        if (withMd5) {
            content.copyTo(md5::update, 0, size);
        }
        Digest digest = withMd5 ? Digest.of(md5.digest()) : null;
        return new ObjectBody(content, size, crc64, etag(parts), digest, ObjectType.MULTIPART, parts.size());
    }

    /** Returns the MD5 of the ETags of the parts, as OSS computes it. */
    private static Digest etag(List<ObjectBody> parts) {
        MessageDigest md5 = Digest.newMd5();
        parts.forEach(part -> md5.update(part.etag().getBytes(StandardCharsets.US_ASCII)));
        return Digest.of(md5.digest());
    }

    /**
     * Returns the bytes, to read them.
     *
     * @throws IOException if another program changed them
     */
    public BodyContent checkedContent() throws IOException {
        if (content instanceof ObjectFile file) {
            file.check(size, crc64);
        }
        return content;
    }

    /** Returns the ETag without quotes. */
    public String etag() {
        return parts == 0 ? etagDigest.hex() : etagDigest.hex() + "-" + parts;
    }

    /** Returns the MD5 in Base64; null if OSS does not compute it. */
    public @Nullable String contentMd5() {
        return md5 == null ? null : md5.base64();
    }

    /** Returns the key that a symbolic link refers to; null for other objects. */
    public @Nullable String symlinkTarget() {
        return type == ObjectType.SYMLINK && content instanceof SmallContent target
                ? new String(target.bytes(), StandardCharsets.UTF_8)
                : null;
    }

    /** Returns whether AppendObject created the object. */
    public boolean appendable() {
        return type == ObjectType.APPENDABLE;
    }

    /** Returns this body as the first one of an appendable object. */
    public ObjectBody startAppending() {
        return appendable(content, size, crc64);
    }

    /** Returns a body whose ETag has OSS's form: it is not an MD5, but it changes with each append. */
    private static ObjectBody appendable(BodyContent content, long size, long crc64) {
        return new ObjectBody(
                content, size, crc64, new Digest(crc64, size << Integer.SIZE), null, ObjectType.APPENDABLE, 0);
    }

    /**
     * Returns this body with a piece at its end.
     *
     * @param both the bytes of both
     */
    public ObjectBody appended(ObjectBody piece, BodyContent both) {
        return appendable(both, size + piece.size, Crc64.combine(crc64, piece.crc64, piece.size));
    }
}

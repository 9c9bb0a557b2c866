// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.store;

import io.github.ossv4.checksum.Crc64;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of an object and their checksums. Immutable: a file may grow, but its first {@code size} bytes do not change.
 * A million of them must have space in the memory of a test.
 */
public final class ObjectBody {
    private final BodyContent content;
    private final long size;
    private final long crc64;
    private final Digest etag;
    private final @Nullable Digest md5;
    private final ObjectType type;

    /** The number of parts, which is the suffix of the ETag; 0 if the object was not made of parts. */
    private final int parts;

    private ObjectBody(
            BodyContent content, long size, long crc64, Digest etag, @Nullable Digest md5, ObjectType type, int parts) {
        this.content = content;
        this.size = size;
        this.crc64 = crc64;
        this.etag = etag;
        this.md5 = md5;
        this.type = type;
        this.parts = parts;
    }

    /** Returns a body whose ETag is its MD5, as PutObject stores it. */
    public static ObjectBody of(BodyContent content, long size, long crc64, byte[] md5) {
        Digest digest = Digest.of(md5);
        return new ObjectBody(content, size, crc64, digest, digest, ObjectType.NORMAL, 0);
    }

    /** Returns a body that was stored before the emulator was started. */
    static ObjectBody restored(
            BodyContent content, long size, long crc64, Digest etag, @Nullable Digest md5, ObjectType type, int parts) {
        return new ObjectBody(content, size, crc64, etag, md5, type, parts);
    }

    /** Returns the body of a symbolic link to an object of the same bucket. Its size is 0. */
    public static ObjectBody symlink(String target) {
        byte[] bytes = target.getBytes(StandardCharsets.UTF_8);
        Digest etag = Digest.of(Md5.newDigest().digest(bytes));
        return new ObjectBody(new SmallContent(bytes), 0, 0, etag, null, ObjectType.SYMLINK, 0);
    }

    /**
     * Joins parts.
     *
     * @param withMd5 whether to compute the MD5 of the whole
     */
    static ObjectBody join(BodySpace space, List<StoredPart> parts, boolean withMd5) throws IOException {
        long size = 0;
        long crc64 = 0;
        for (StoredPart part : parts) {
            size += part.body().size;
            crc64 = Crc64.combine(crc64, part.body().crc64, part.body().size);
        }
        BodyContent content = space.join(parts.stream().map(StoredPart::body).toList());
        boolean joined = false;
        try {
            Digest md5 = withMd5 ? md5(content) : null;
            joined = true;
            return new ObjectBody(content, size, crc64, etag(parts), md5, ObjectType.MULTIPART, parts.size());
        } finally {
            if (!joined) {
                content.release();
            }
        }
    }

    /** Returns the MD5 of the ETags of the parts, as OSS computes it. */
    private static Digest etag(List<StoredPart> parts) {
        MessageDigest md5 = Md5.newDigest();
        parts.forEach(part -> md5.update(part.body().etag().getBytes(StandardCharsets.US_ASCII)));
        return Digest.of(md5.digest());
    }

    private static Digest md5(BodyContent content) throws IOException {
        MessageDigest md5 = Md5.newDigest();
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = content.newInputStream()) {
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                md5.update(buffer, 0, length);
            }
        }
        return Digest.of(md5.digest());
    }

    /** Returns the bytes. */
    public BodyContent content() {
        return content;
    }

    /** Returns the number of bytes. */
    public long size() {
        return size;
    }

    public long crc64() {
        return crc64;
    }

    /** Returns the ETag without quotes. */
    public String etag() {
        return parts == 0 ? etag.hex() : etag.hex() + "-" + parts;
    }

    /** Returns the ETag without the number of parts. */
    Digest etagDigest() {
        return etag;
    }

    /** Returns the number of parts; 0 if the object was not made of parts. */
    int parts() {
        return parts;
    }

    /** Returns the MD5 in Base64; null if OSS does not compute it. */
    public @Nullable String contentMd5() {
        return md5 == null ? null : md5.base64();
    }

    @Nullable
    Digest md5() {
        return md5;
    }

    public ObjectType type() {
        return type;
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
    ObjectBody startAppending() {
        return appendable(content, size, crc64);
    }

    /** Returns a body whose ETag has OSS's form: it is not an MD5, but it changes with each append. */
    private static ObjectBody appendable(BodyContent content, long size, long crc64) {
        return new ObjectBody(
                content, size, crc64, new Digest(crc64, size << Integer.SIZE), null, ObjectType.APPENDABLE, 0);
    }

    /**
     * Appends a body. A file is extended: this overwrites bytes that a failed attempt may have left at its end. Other content
     * is joined to a new one. The caller must hold the monitor of the content.
     *
     * @return both bodies as one
     */
    ObjectBody append(ObjectBody piece, BodySpace space) throws IOException {
        BodyContent both = content;
        if (content instanceof ObjectFile grown) {
            try (FileChannel to = FileChannel.open(grown.path(), StandardOpenOption.WRITE)) {
                piece.content.transferTo(to.position(size), piece.size);
            }
        } else {
            both = space.join(List.of(this, piece));
        }
        return appendable(both, size + piece.size, Crc64.combine(crc64, piece.crc64, piece.size));
    }
}

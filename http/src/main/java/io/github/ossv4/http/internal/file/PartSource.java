// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.file;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.http.Body;
import io.github.ossv4.http.UploadSource;
import io.github.ossv4.multipart.Part;
import io.github.ossv4.multipart.UploadedPart;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;
import java.util.function.Consumer;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** The bytes of an upload in parts. Immutable. */
public abstract class PartSource {
    private PartSource() {}

    public static PartSource of(UploadSource source) {
        return new OfOpener(source);
    }

    public static PartSource of(UploadFile file) throws IOException {
        return new OfFile(file, file.state());
    }

    /** Returns the length in bytes. */
    public abstract long length();

    /** Returns the modification time; null if there is none. */
    public abstract @Nullable FileTime lastModified();

    /** Returns what identifies the source in a checkpoint. */
    public abstract String identity();

    /** Returns all bytes. */
    public abstract Body body();

    public abstract Body body(Part part);

    /**
     * Returns a part with its CRC64 if OSS has the same bytes: compares the CRC64 that OSS lists, otherwise the MD5,
     * which is the ETag of a part. Returns null if they differ.
     */
    public final @Nullable UploadedPart matching(UploadedPart known, Part part) throws IOException {
        Crc64 crc = new Crc64();
        Long listed = known.crc64();
        MessageDigest md5 = listed == null ? md5() : null;
        read(part, bytes -> {
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

    /** Reads all bytes of a part. */
    abstract void read(Part part, Consumer<ByteBuffer> bytes) throws IOException;

    /** Returns the CRC64 of all bytes. */
    public abstract long crc64() throws IOException;

    /**
     * Checks that the bytes have not changed, as far as possible.
     *
     * @param crc64 the CRC64 of the bytes that were uploaded
     */
    public abstract void checkUnchanged(long crc64) throws IOException;

    /** Checks that a checkpoint would not replace the source. */
    public abstract void checkIsNot(Path checkpoint) throws IOException;

    private static final class OfFile extends PartSource {
        private final UploadFile file;
        private final FileState state;

        OfFile(UploadFile file, FileState state) {
            this.file = file;
            this.state = state;
        }

        @Override
        public long length() {
            return state.size();
        }

        @Override
        public FileTime lastModified() {
            return state.lastModified();
        }

        @Override
        public String identity() {
            return file.path().toAbsolutePath().normalize().toString();
        }

        @Override
        public Body body() {
            return FileBody.ofWhole(file, state.size());
        }

        @Override
        public Body body(Part part) {
            return FileBody.of(file, part.offset(), part.length());
        }

        @Override
        void read(Part part, Consumer<ByteBuffer> bytes) throws IOException {
            try (SeekableByteChannel channel = file.open()) {
                long end = part.offset() + part.length();
                if (!FileChecksum.read(channel, part.offset(), end, () -> false, bytes)) {
                    throw new EOFException(file + " ended within " + part);
                }
            }
        }

        @Override
        public long crc64() throws IOException {
            return FileChecksum.compute(file, 1);
        }

        @Override
        public void checkUnchanged(long crc64) throws IOException {
            state.checkUnchanged(crc64);
        }

        @Override
        public void checkIsNot(Path checkpoint) throws IOException {
            if (Files.exists(checkpoint) && Files.isSameFile(checkpoint, file.path())) {
                throw new IllegalArgumentException("the checkpoint must not be the uploaded file " + file);
            }
        }

        @Override
        public String toString() {
            return file.toString();
        }
    }

    private static final class OfOpener extends PartSource {
        private static final int BUFFER = 8192;

        private final UploadSource source;

        OfOpener(UploadSource source) {
            this.source = Objects.requireNonNull(source, "source");
        }

        private InputStream open(long offset) throws IOException {
            InputStream opened = source.opener().open(offset);
            if (opened == null) {
                throw new IOException("the opener of " + this + " returned null for offset " + offset);
            }
            return opened;
        }

        @Override
        public long length() {
            return source.length();
        }

        @Override
        public @Nullable FileTime lastModified() {
            return null;
        }

        @Override
        public String identity() {
            // Differs from the identity of every file, which is an absolute path.
            return "source:" + source.identity();
        }

        @Override
        public Body body() {
            return OpenedBody.ofAll(length(), () -> open(0));
        }

        @Override
        public Body body(Part part) {
            // Reading to the end detects an opener that ignores the offset, and a source that is longer.
            return part.offset() + part.length() == length()
                    ? OpenedBody.ofAll(part.length(), () -> open(part.offset()))
                    : OpenedBody.ofStart(part.length(), () -> open(part.offset()));
        }

        @Override
        void read(Part part, Consumer<ByteBuffer> bytes) throws IOException {
            byte[] buffer = new byte[BUFFER];
            try (InputStream stream = open(part.offset())) {
                long remaining = part.length();
                while (remaining > 0) {
                    int most = (int) Math.min(remaining, BUFFER);
                    int read = stream.read(buffer, 0, most);
                    if (ExactCopy.isEnd(read, most, toString())) {
                        throw new EOFException(this + " ended within " + part);
                    }
                    bytes.accept(ByteBuffer.wrap(buffer, 0, read));
                    remaining -= read;
                }
            }
        }

        @Override
        public long crc64() throws IOException {
            Crc64 crc = new Crc64();
            read(Part.of(1, 0, length()), crc::update);
            return crc.getValue();
        }

        @Override
        public void checkUnchanged(long crc64) {
            // A change would show only in the bytes, which are read once.
        }

        @Override
        public void checkIsNot(Path checkpoint) {
            // The source is not known to be a file.
        }

        @Override
        public String toString() {
            return source.toString();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.multipart.Part;
import io.github.ossv4.multipart.UploadedPart;
import io.github.ossv4.text.PrintableText;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A source of bytes for an upload in parts, other than a file, that can be opened at any position: a {@code content://}
 * URI of Android, a {@code Resource} of Spring, a channel, another storage. Immutable.
 *
 * <pre>{@code
 * UploadSource source = UploadSource.of(uri + " of " + modified, length, offset -> {
 *     FileInputStream stream = resolver.openAssetFileDescriptor(uri, "r").createInputStream();
 *     stream.getChannel().position(offset);
 *     return stream;
 * });
 * bucket.upload("films/cat.mp4", source, UploadOptions.builder().checkpoint(file).build());
 * }</pre>
 */
public abstract class UploadSource {
    private UploadSource() {}

    /** Opens the bytes of a source. Called by several threads in parallel. */
    @FunctionalInterface
    public interface Opener {
        /**
         * Opens a new stream of the bytes from {@code offset} to the end, which is closed after the bytes of one part were
         * read. Do not rely on {@link InputStream#skip}, which may skip fewer bytes. If the last part is followed by more
         * bytes, the upload fails.
         *
         * @param offset 0 to the length of the source
         * @throws IOException if the bytes cannot be opened
         */
        InputStream open(long offset) throws IOException;
    }

    /**
     * Returns a source of bytes.
     *
     * @param identity a name of the bytes, such as a URI with a version or a time of modification. A checkpoint is
     *     resumed only for the same identity; parts are then compared by checksum
     * @param length in bytes
     * @throws IllegalArgumentException if the identity is empty or the length is negative
     */
    public static UploadSource of(String identity, long length, Opener opener) {
        if (identity.isEmpty()) {
            throw new IllegalArgumentException("identity must not be empty");
        }
        if (length < 0) {
            throw new IllegalArgumentException("length must not be negative, was " + length);
        }
        return new OpenedSource(identity, length, Objects.requireNonNull(opener, "opener"));
    }

    static UploadSource of(Path file) throws IOException {
        return of(UploadFile.of(file));
    }

    static UploadSource of(UploadFile file) throws IOException {
        return new FileUploadSource(file, FileState.of(file));
    }

    /** Returns the length in bytes. */
    abstract long length();

    /** Returns the name of the bytes in a checkpoint. */
    abstract String identity();

    /** Returns all bytes. */
    abstract Body body();

    abstract Body body(Part part);

    /** Returns {@code known} if it has the bytes of {@code part}, as {@link PartBytes#matching} does. */
    final @Nullable UploadedPart matching(UploadedPart known, Part part) throws IOException {
        return PartBytes.matching(known, part, bytes -> read(part, bytes));
    }

    abstract void read(Part part, Consumer<ByteBuffer> bytes) throws IOException;

    /** Returns the CRC64 of all bytes. */
    abstract long crc64() throws IOException;

    /**
     * Checks that the bytes have not changed, as far as possible.
     *
     * @param crc64 of the bytes that were uploaded
     */
    abstract void checkUnchanged(long crc64) throws IOException;

    /** Checks that a checkpoint would not replace the source. */
    abstract void checkIsNot(Path checkpoint) throws IOException;

    private static final class FileUploadSource extends UploadSource {
        private final UploadFile file;
        private final FileState state;

        FileUploadSource(UploadFile file, FileState state) {
            this.file = file;
            this.state = state;
        }

        @Override
        long length() {
            return state.size();
        }

        @Override
        String identity() {
            return file.path().toAbsolutePath().normalize().toString();
        }

        @Override
        Body body() {
            return Body.of(file);
        }

        @Override
        Body body(Part part) {
            return Body.of(file, part.offset(), part.length());
        }

        @Override
        void read(Part part, Consumer<ByteBuffer> bytes) throws IOException {
            PartBytes.read(file, part, bytes);
        }

        @Override
        long crc64() throws IOException {
            return FileCrc64.compute(file, 1);
        }

        @Override
        void checkUnchanged(long crc64) throws IOException {
            state.checkUnchanged(crc64);
        }

        @Override
        void checkIsNot(Path checkpoint) throws IOException {
            if (Files.exists(checkpoint) && Files.isSameFile(checkpoint, file.path())) {
                throw new IllegalArgumentException("the checkpoint must not be the uploaded file " + file);
            }
        }

        @Override
        public String toString() {
            return file.toString();
        }
    }

    private static final class OpenedSource extends UploadSource {
        private static final int BUFFER = 8192;

        private final String identity;
        private final long length;
        private final Opener opener;

        OpenedSource(String identity, long length, Opener opener) {
            this.identity = identity;
            this.length = length;
            this.opener = opener;
        }

        private InputStream open(long offset) throws IOException {
            InputStream opened = opener.open(offset);
            if (opened == null) {
                throw new IOException("the opener of " + this + " returned null for offset " + offset);
            }
            return opened;
        }

        @Override
        long length() {
            return length;
        }

        @Override
        String identity() {
            // Differs from the identity of every file, which is an absolute path.
            return "source:" + identity;
        }

        @Override
        Body body() {
            return Body.of(length, () -> open(0));
        }

        @Override
        Body body(Part part) {
            // The end of the last part shows an opener that ignores the offset, or a longer source.
            return part.offset() + part.length() == length
                    ? Body.of(part.length(), () -> open(part.offset()))
                    : Body.ofStart(part.length(), () -> open(part.offset()));
        }

        @Override
        void read(Part part, Consumer<ByteBuffer> bytes) throws IOException {
            byte[] buffer = new byte[BUFFER];
            try (InputStream stream = open(part.offset())) {
                long left = part.length();
                while (left > 0) {
                    int read = stream.read(buffer, 0, (int) Math.min(left, BUFFER));
                    if (read < 0) {
                        throw new EOFException(this + " ended within " + part);
                    }
                    bytes.accept(ByteBuffer.wrap(buffer, 0, read));
                    left -= read;
                }
            }
        }

        @Override
        long crc64() throws IOException {
            return PartBytes.crc64(bytes -> read(Part.of(1, 0, length), bytes));
        }

        @Override
        void checkUnchanged(long crc64) {
            // A change is visible in the bytes alone, and they are read once.
        }

        @Override
        void checkIsNot(Path checkpoint) {
            // The source is not known to be a file.
        }

        @Override
        public String toString() {
            return PrintableText.escape(identity);
        }
    }
}

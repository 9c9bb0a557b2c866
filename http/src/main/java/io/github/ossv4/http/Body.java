// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.http.internal.file.ExactBody;
import io.github.ossv4.http.internal.file.ExactCopy;
import io.github.ossv4.http.internal.file.FileBody;
import io.github.ossv4.http.internal.file.OpenedBody;
import io.github.ossv4.http.internal.file.UploadFile;
import io.github.ossv4.http.internal.okhttp.RequiredVersions;
import io.github.ossv4.internal.text.PrintableText;
import io.github.ossv4.internal.text.Utf8;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Objects;
import okhttp3.RequestBody;
import okio.BufferedSink;
import okio.Okio;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of an upload: an array, a text, a file, or a stream of known length. They are streamed and never held in
 * memory as a whole.
 *
 * <p>Bodies of arrays, files and openers can be sent any number of times, also in parallel. A body of a stream can be
 * sent once: an upload that fails while it is sent is not retried.
 */
public abstract class Body {
    /** The bytes that okio moves at a time. */
    private static final int SEGMENT = 8192;

    /** Creates a body of your own. The factories of this class are sufficient for most applications. */
    protected Body() {}

    /** Returns a body of all {@code bytes}. They are not copied: do not change them until they are sent. */
    public static Body of(byte[] bytes) {
        return of(Objects.requireNonNull(bytes, "bytes"), 0, bytes.length);
    }

    /**
     * Returns a body of a range of {@code bytes}. They are not copied: do not change them until they are sent.
     *
     * @param offset the first byte of the range
     * @throws IndexOutOfBoundsException if the range is not within {@code bytes}
     */
    public static Body of(byte[] bytes, int offset, int length) {
        Objects.requireNonNull(bytes, "bytes");
        if (offset < 0 || length < 0 || offset > bytes.length - length) {
            throw new IndexOutOfBoundsException("offset and length must be within the array of " + bytes.length
                    + " bytes, were " + offset + " and " + length);
        }
        return new ArrayBody(bytes, offset, length);
    }

    /**
     * Returns a body of a text in UTF-8. It suggests the content type {@code text/plain; charset=utf-8}, for an object
     * whose key has no known extension.
     *
     * @throws IllegalArgumentException if the text has an unpaired surrogate
     */
    public static Body of(String text) {
        byte[] bytes = Utf8.encode("text", Objects.requireNonNull(text, "text"));
        return new ArrayBody(bytes, 0, bytes.length) {
            @Override
            public String contentType() {
                return "text/plain; charset=utf-8";
            }
        };
    }

    /**
     * Returns a body of a regular file. Its length is read when the upload starts. If the length changes during the
     * upload, the upload fails and nothing is stored.
     */
    public static Body of(Path file) {
        // Before classes of okio are loaded.
        RequiredVersions.check();
        return FileBody.of(UploadFile.of(file));
    }

    /**
     * Returns a body of a range of a regular file. If the file ends before the range does, the upload fails and nothing
     * is stored.
     *
     * @throws IllegalArgumentException if {@code offset} or {@code length} is negative
     */
    public static Body of(Path file, long offset, long length) {
        if (offset < 0 || length < 0) {
            throw new IllegalArgumentException(
                    "offset and length must not be negative, were " + offset + " and " + length);
        }
        return FileBody.of(UploadFile.of(file), offset, length);
    }

    /**
     * Returns a body of the next {@code length} bytes of a stream; the rest is not read. The stream is not closed. If
     * it ends earlier, the upload fails and nothing is stored.
     *
     * @throws IllegalArgumentException if {@code length} is negative
     */
    public static Body of(InputStream stream, long length) {
        if (length < 0) {
            throw new IllegalArgumentException("length must not be negative, was " + length);
        }
        return new StreamBody(Objects.requireNonNull(stream, "stream"), length);
    }

    /** Opens the bytes of a body. */
    @FunctionalInterface
    public interface Opener {
        /**
         * Opens a new stream of all bytes. It is called once for each attempt, on the thread that sends. The stream is
         * closed after it was read.
         *
         * @throws IOException if the bytes cannot be opened
         */
        InputStream open() throws IOException;
    }

    /**
     * Returns a body whose bytes are opened again for each attempt, such as a {@code content://} URI of Android or a
     * {@code Resource} of Spring.
     *
     * <pre>{@code
     * Body body = Body.of(resource.contentLength(), resource::getInputStream);
     * }</pre>
     *
     * <p>If a stream has fewer or more than {@code length} bytes, the upload fails and nothing is stored. The upload
     * also fails if a retry sends other bytes than the attempt before, which is detected by CRC64.
     *
     * @param length the length of each stream, in bytes
     * @throws IllegalArgumentException if {@code length} is negative
     */
    public static Body of(long length, Opener opener) {
        if (length < 0) {
            throw new IllegalArgumentException("length must not be negative, was " + length);
        }
        return OpenedBody.ofAll(length, Objects.requireNonNull(opener, "opener"));
    }

    /**
     * Returns a body of an OkHttp {@link RequestBody}. Its {@code contentLength} must be known. It can be sent
     * repeatedly unless it {@linkplain RequestBody#isOneShot is one-shot}, and suggests its content type for an object
     * whose key has no known extension. If it writes fewer or more bytes than its length, the upload fails and nothing
     * is stored.
     *
     * @throws IllegalArgumentException if it {@linkplain RequestBody#isDuplex is duplex}
     */
    public static Body of(RequestBody body) {
        if (Objects.requireNonNull(body, "body").isDuplex()) {
            throw new IllegalArgumentException("a duplex body cannot be uploaded: " + body);
        }
        return new OkHttpBody(body);
    }

    /** Returns the content type for an object whose key has no known extension; null if unknown. */
    public @Nullable String contentType() {
        return null;
    }

    /**
     * Returns the number of bytes to send; for a file, its current size.
     *
     * @throws IOException if it cannot be determined
     */
    public abstract long length() throws IOException;

    /** Returns whether {@link #writeTo} can be called more than once. */
    public abstract boolean isReplayable();

    /**
     * Writes exactly {@code length} bytes. If it writes more or fewer, or throws, the upload fails and nothing is
     * stored.
     *
     * @param length as {@link #length} returned it when the upload started
     * @throws IOException if the bytes cannot be read or written, or their number differs
     */
    public abstract void writeTo(BufferedSink sink, long length) throws IOException;

    private static class ArrayBody extends Body implements ExactBody {
        private final byte[] bytes;
        private final int offset;
        private final int length;

        ArrayBody(byte[] bytes, int offset, int length) {
            this.bytes = bytes;
            this.offset = offset;
            this.length = length;
        }

        @Override
        public long length() {
            return length;
        }

        @Override
        public boolean isReplayable() {
            return true;
        }

        @Override
        public void writeTo(BufferedSink sink, long length) throws IOException {
            // In pieces: otherwise okio copies the whole array before it sends the first byte.
            for (int sent = 0; sent < this.length; sent += SEGMENT) {
                sink.write(bytes, offset + sent, Math.min(SEGMENT, this.length - sent));
            }
        }

        @Override
        public String toString() {
            return length + " bytes";
        }
    }

    private static final class StreamBody extends Body implements ExactBody {
        private final InputStream stream;
        private final long length;
        private boolean spent;

        StreamBody(InputStream stream, long length) {
            this.stream = stream;
            this.length = length;
        }

        @Override
        public long length() {
            return length;
        }

        @Override
        public boolean isReplayable() {
            return false;
        }

        @Override
        public synchronized void writeTo(BufferedSink sink, long length) throws IOException {
            if (spent) {
                throw new IOException("the stream was already sent: create a new Body for each upload");
            }
            spent = true;
            ExactCopy.copy(Okio.source(stream), sink, length, "stream", false);
        }

        @Override
        public String toString() {
            return "stream of " + length + " bytes";
        }
    }

    private static final class OkHttpBody extends Body {
        private final RequestBody body;

        OkHttpBody(RequestBody body) {
            this.body = body;
        }

        @Override
        public @Nullable String contentType() {
            return body.contentType() == null ? null : body.contentType().toString();
        }

        @Override
        public long length() throws IOException {
            long length = body.contentLength();
            if (length < 0) {
                throw new IOException("the contentLength of a RequestBody must be known, was " + length);
            }
            return length;
        }

        @Override
        public boolean isReplayable() {
            return !body.isOneShot();
        }

        @Override
        public void writeTo(BufferedSink sink, long length) throws IOException {
            body.writeTo(sink);
        }

        @Override
        public String toString() {
            return "RequestBody of " + PrintableText.escape(String.valueOf(body.contentType()));
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.text.PrintableText;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CompletionException;
import okio.BufferedSink;
import okio.Okio;
import okio.Pipe;

/**
 * A stream whose bytes become an object, of any length. Parts are sent while you write; a write blocks while all workers are
 * busy. Not thread-safe.
 *
 * <pre>{@code
 * try (UploadStream out = bucket.openUpload("reports/2026.csv", UploadOptions.NONE)) {
 *     writeReport(out);
 *     PutResult stored = out.complete();
 * }
 * }</pre>
 *
 * <p>Only {@link #complete} stores the object. Closing the stream before that aborts the upload, deletes its parts and
 * throws, so that an exception in the middle never stores half of an object. Before {@code complete}, finish a stream
 * that wraps this one, such as a {@link java.util.zip.GZIPOutputStream}, but do not close it: it would close this
 * stream, too.
 */
public final class UploadStream extends OutputStream {
    /** The size of the buffer between the thread that writes and the thread that reads the parts, in bytes. */
    private static final long PIPE_BYTES = 256 * 1024;

    private enum State {
        OPEN,
        COMPLETED,
        FAILED,
        CLOSED
    }

    private final String key;
    private final BufferedSink sink;
    private final Transfer<PutResult> transfer;
    private State state = State.OPEN;

    private UploadStream(String key, BufferedSink sink, Transfer<PutResult> transfer) {
        this.key = key;
        this.sink = sink;
        this.transfer = transfer;
    }

    static UploadStream open(Transport transport, String key, UploadOptions options) throws IOException {
        Pipe pipe = new Pipe(PIPE_BYTES);
        Transfer<PutResult> transfer =
                StreamUpload.start(transport, key, Okio.buffer(pipe.source()).inputStream(), options);
        // Otherwise a write would block forever after the upload has failed.
        transfer.whenIdle((result, failure) -> closeQuietly(pipe));
        return new UploadStream(key, Okio.buffer(pipe.sink()), transfer);
    }

    private static void closeQuietly(Pipe pipe) {
        try {
            pipe.source().close();
        } catch (IOException e) {
            // The source of a pipe has nothing to flush.
        }
    }

    @Override
    public void write(int b) throws IOException {
        checkOpen();
        try {
            sink.writeByte(b);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /**
     * Writes bytes.
     *
     * @throws IOException if the upload has failed, with its exception as the cause, or if this stream is closed or completed
     */
    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        checkOpen();
        try {
            sink.write(bytes, offset, length);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Does nothing: bytes are sent when a part is full. */
    @Override
    public void flush() {}

    /**
     * Completes the upload, and waits until the object is stored.
     *
     * @return the result of {@link BucketClient#upload(String, java.io.InputStream, UploadOptions)}; the exceptions are
     *     the same
     * @throws IOException also if this stream is closed or completed
     */
    public PutResult complete() throws IOException {
        checkOpen();
        state = State.COMPLETED;
        try {
            sink.close();
        } catch (IOException e) {
            // The upload has failed; await() throws its exception.
        }
        return transfer.await();
    }

    /**
     * Closes the stream. Before {@link #complete} it aborts the upload and waits until its parts are deleted.
     *
     * @throws IOException if the stream was not completed, unless a method has thrown the failure before
     */
    @Override
    public void close() throws IOException {
        State before = state;
        state = State.CLOSED;
        if (before == State.OPEN || before == State.FAILED) {
            IOException aborted = abort();
            if (before == State.OPEN) {
                throw aborted;
            }
        }
    }

    private IOException abort() {
        IOException aborted = transfer.isCompletedExceptionally()
                ? failure()
                : new IOException(name() + " was closed before complete(): it is aborted");
        transfer.cancel(true);
        try {
            // Ends a read that waits for more bytes.
            sink.close();
        } catch (IOException e) {
            // The upload has stopped reading.
        }
        try {
            transfer.idle().join();
        } catch (CompletionException e) {
            aborted.addSuppressed(e);
        }
        return aborted;
    }

    private void checkOpen() throws IOException {
        if (state != State.OPEN) {
            throw new IOException(name() + " must be open, was " + state);
        }
    }

    private IOException failed(IOException thrown) {
        state = State.FAILED;
        if (transfer.isCompletedExceptionally()) {
            return failure();
        }
        return thrown;
    }

    private IOException failure() {
        try {
            transfer.join();
        } catch (CompletionException e) {
            Throwable cause = e.getCause();
            String message = cause == null ? null : cause.getMessage();
            return new IOException(name() + " failed: " + PrintableText.escape(String.valueOf(message)), cause);
        }
        throw new IllegalStateException("the transfer has not failed");
    }

    private String name() {
        return "the upload of " + PrintableText.escape(key);
    }

    @Override
    public String toString() {
        return "UploadStream{" + PrintableText.escape(key) + ", " + state + "}";
    }
}

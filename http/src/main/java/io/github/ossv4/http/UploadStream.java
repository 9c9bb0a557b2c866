// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import java.io.IOException;
import java.io.OutputStream;

/**
 * An output stream of any length; its bytes become an object. Parts are sent while you write; a write blocks while the
 * parallel parts are being sent. Not thread-safe.
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
 *
 * <p>An upload is aborted 10 to 20 minutes after the last write, unless {@code complete} or {@code close} is called.
 * Then the next call of the stream throws an {@link IOException}. A write or {@code complete} that is interrupted
 * aborts it, too. An open stream uses a thread of the client, which keeps the JVM running. If the system property
 * {@code ossv4.streams} is {@code trace}, the stack trace of {@code openUpload} is printed to the standard error stream
 * for each stream that is aborted for lack of writes, or that is open when its client is closed.
 *
 * <p>Rule: An object is stored by {@code complete()} alone; {@code close()} aborts ({@code AnySourceTest}).
 */
public abstract class UploadStream extends OutputStream {
    /** Creates a stream, for a test of your code. */
    protected UploadStream() {}

    /**
     * Completes the upload, and waits until the object is stored.
     *
     * @return the result of {@link BucketClient#upload(String, java.io.InputStream, UploadOptions)}; the exceptions are
     *     the same
     * @throws IOException if this stream is closed or completed
     */
    public abstract PutResult complete() throws IOException;

    /**
     * Closes the stream. Before {@link #complete} it aborts the upload and waits until its parts are deleted.
     *
     * @throws IOException if the stream was not completed, unless a method has thrown the failure before
     */
    @Override
    public abstract void close() throws IOException;
}

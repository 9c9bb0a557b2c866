// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.transfer;

import io.github.ossv4.http.PutResult;
import io.github.ossv4.http.UploadOptions;
import io.github.ossv4.http.UploadStream;
import io.github.ossv4.http.internal.call.AsyncCall;
import io.github.ossv4.http.internal.call.CallFailures;
import io.github.ossv4.http.internal.call.Transport;
import io.github.ossv4.internal.error.Suppressed;
import io.github.ossv4.internal.text.PrintableText;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import okio.Buffer;
import okio.BufferedSink;
import okio.ForwardingSource;
import okio.Okio;
import okio.Pipe;
import okio.Source;
import org.jspecify.annotations.Nullable;

/**
 * A stream whose bytes are uploaded in parts by another thread. Not thread-safe.
 *
 * <p>Rule: A stream is aborted 10 to 20 minutes after its last write; the time in which the network is slow does not
 * count ({@code PipedUploadTest}).
 */
public final class PipedUpload extends UploadStream {
    /** The size of the buffer between the thread that writes and the thread that reads the parts, in bytes. */
    private static final long PIPE_BYTES = 256 * 1024;

    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

    /** The system property with which a stream that is left open is printed, with the place that opened it. */
    private static final String TRACED = "ossv4.streams";

    private enum State {
        OPEN,
        COMPLETED,
        FAILED,
        CLOSED
    }

    private final String key;
    private final BufferedSink sink;
    private final AsyncCall<PutResult> transfer;
    private final AtomicInteger writes;
    private State state = State.OPEN;
    private @Nullable IOException failure;

    private PipedUpload(String key, BufferedSink sink, AsyncCall<PutResult> transfer, AtomicInteger writes) {
        this.key = key;
        this.sink = sink;
        this.transfer = transfer;
        this.writes = writes;
    }

    public static PipedUpload open(Transport transport, String key, UploadOptions options) throws IOException {
        return open(transport, key, options, LONGEST_PAUSE);
    }

    /** @param pause the upload is aborted one to two such times after the last write */
    @SuppressWarnings("FutureReturnValueIgnored")
    static PipedUpload open(Transport transport, String key, UploadOptions options, Duration pause) throws IOException {
        Pipe pipe = new Pipe(PIPE_BYTES);
        pipe.source().timeout().timeout(pause.toMillis(), TimeUnit.MILLISECONDS);
        Throwable opened = "trace".equals(System.getProperty(TRACED)) ? new Throwable("the stream was opened") : null;
        AtomicInteger writes = new AtomicInteger();
        Source written = new ForwardingSource(pipe.source()) {
            @Override
            public long read(Buffer target, long byteCount) throws IOException {
                while (true) {
                    int before = writes.get();
                    try {
                        return super.read(target, byteCount);
                    } catch (InterruptedIOException e) {
                        // okio restores the interrupt status.
                        if (Thread.currentThread().isInterrupted()) {
                            throw e;
                        }
                        // Small writes do not reach the pipe until they fill a segment.
                        if (writes.get() == before) {
                            throw leftOpen(
                                    "nothing was written for " + pause.toMillis() / 1000
                                            + " seconds: close the stream, for example by try-with-resources",
                                    opened);
                        }
                    }
                }
            }
        };
        AsyncCall<PutResult> transfer = StreamUpload.start(
                transport,
                key,
                Okio.buffer(written).inputStream(),
                options,
                () -> leftOpen("the client is closed", opened));
        // Otherwise a writer would wait for a failed upload to read, and a reader for bytes.
        transfer.whenComplete((result, failure) -> pipe.cancel());
        return new PipedUpload(key, Okio.buffer(pipe.sink()), transfer, writes);
    }

    private static IOException leftOpen(String message, @Nullable Throwable opened) {
        IOException failure = new IOException(message, opened);
        if (opened != null) {
            // No call would report this failure, since the stream is not used.
            failure.printStackTrace();
        }
        return failure;
    }

    private void countWrite() {
        // Only this thread writes it: cheaper than an increment, even for a single byte.
        writes.lazySet(writes.get() + 1);
    }

    @Override
    public void write(int b) throws IOException {
        checkOpen();
        countWrite();
        try {
            sink.writeByte(b);
        } catch (IOException | IllegalStateException e) {
            throw failed(e);
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        checkOpen();
        countWrite();
        try {
            sink.write(bytes, offset, length);
        } catch (IOException | IllegalStateException e) {
            throw failed(e);
        }
    }

    /** Does nothing: bytes are sent when a part is full. */
    @Override
    public void flush() {}

    @Override
    public PutResult complete() throws IOException {
        checkOpen();
        state = State.COMPLETED;
        closeSink();
        return transfer.await();
    }

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
        // Ends a read that waits for more bytes.
        closeSink();
        try {
            transfer.idle().join();
        } catch (CompletionException e) {
            Suppressed.add(aborted, e);
        }
        return aborted;
    }

    private void closeSink() {
        try {
            sink.close();
        } catch (IOException | IllegalStateException e) {
            // The upload has failed, or the client is closed: the transfer has the exception.
        }
    }

    private void checkOpen() throws IOException {
        IOException before = failure;
        if (before != null && state == State.FAILED) {
            throw new IOException(name() + " has failed: " + before.getMessage(), before);
        }
        if (state != State.OPEN) {
            throw new IOException(name() + " is closed");
        }
    }

    /** @param thrown by the pipe: an IllegalStateException if the client was closed */
    private IOException failed(Exception thrown) {
        state = State.FAILED;
        IOException failed = transfer.isCompletedExceptionally()
                ? failure()
                : thrown instanceof IOException
                        ? CallFailures.withCall(name(), (IOException) thrown, "")
                        : new IOException(name() + " is closed", thrown);
        failure = failed;
        return failed;
    }

    private IOException failure() {
        try {
            transfer.join();
        } catch (CancellationException e) {
            return new IOException(name() + " was cancelled", e);
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

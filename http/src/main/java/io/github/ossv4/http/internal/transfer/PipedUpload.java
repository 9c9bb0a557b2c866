// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.transfer;

import io.github.ossv4.http.PutResult;
import io.github.ossv4.http.UploadOptions;
import io.github.ossv4.http.UploadStream;
import io.github.ossv4.http.internal.call.AsyncCall;
import io.github.ossv4.http.internal.call.CallFailures;
import io.github.ossv4.http.internal.call.Scope;
import io.github.ossv4.http.internal.call.Transport;
import io.github.ossv4.internal.error.Suppressed;
import io.github.ossv4.internal.text.PrintableText;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
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
        Thread opener = Thread.currentThread();
        Source written = new ForwardingSource(pipe.source()) {
            @Override
            public long read(Buffer target, long byteCount) throws IOException {
                if (Thread.currentThread() == opener) {
                    throw new IOException("the executor runs its tasks on the thread that calls openUpload");
                }
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
        AsyncCall<PutResult> transfer = StreamUpload.of(
                        transport, key, Okio.buffer(written).inputStream(), pipe::cancel, options)
                .startNow();
        transfer.whenComplete((result, failure) -> {
            // Otherwise a writer would wait for a failed upload to read.
            pipe.cancel();
            if (opened != null && failure != null && transport.isClosed()) {
                leftOpen("the client is closed", opened);
            }
        });
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
        try {
            // Closing the sink would end the stream even if the last bytes could not be written.
            sink.flush();
        } catch (InterruptedIOException e) {
            throw failed(e);
        } catch (IOException | IllegalStateException e) {
            // The upload has failed, or fails.
        }
        state = State.COMPLETED;
        closeSink();
        return await();
    }

    /** Waits for the result. An interrupt ends the upload, not the wait, so that its outcome is known if possible. */
    private PutResult await() throws IOException {
        boolean isInterrupted = false;
        try {
            while (true) {
                try {
                    return transfer.get();
                } catch (InterruptedException e) {
                    isInterrupted = true;
                    transfer.endScope(Scope.End.INTERRUPTED);
                }
            }
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (isInterrupted && cause instanceof IOException && !(cause instanceof InterruptedIOException)) {
                throw (IOException) new InterruptedIOException(name() + " was interrupted: "
                                + PrintableText.escape(String.valueOf(cause.getMessage())))
                        .initCause(cause);
            }
            CallFailures.rethrow(cause == null ? e : cause);
            throw new AssertionError(e);
        } finally {
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
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
        // After an interrupt, for example, the upload still waits for bytes.
        transfer.endScope(Scope.End.INTERRUPTED);
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

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.transfer;

import io.github.ossv4.http.Body;
import io.github.ossv4.http.PartOptions;
import io.github.ossv4.http.PutResult;
import io.github.ossv4.http.UploadOptions;
import io.github.ossv4.http.internal.call.CancellableFuture;
import io.github.ossv4.http.internal.call.ObservedAttempt;
import io.github.ossv4.http.internal.call.Transport;
import io.github.ossv4.http.internal.operation.MultipartCalls;
import io.github.ossv4.multipart.Part;
import io.github.ossv4.multipart.PartPlan;
import io.github.ossv4.multipart.UploadedPart;
import io.github.ossv4.sign.ResourceNames;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Uploads a stream of unknown length. A thread of the dispatcher reads the next part while a buffer is free, and sends it
 * while it reads on. No thread waits for a buffer.
 */
public final class StreamUpload {
    private enum State {
        /** The stream may have more bytes. */
        OPEN,
        /** The stream has ended; parts may be in progress. */
        AT_END,
        /** The stream or a part failed, or the upload was cancelled; parts may be in progress. */
        FAILED,
        /** No part is in progress, and none follows: {@link UploadSteps} completes the upload. */
        FINISHED
    }

    private final UploadSteps steps;
    private final InputStream stream;
    private final int partSize;
    private final ArrayDeque<byte[]> free = new ArrayDeque<>();
    private final Map<Integer, CancellableFuture<UploadedPart>> inProgress = new HashMap<>();
    private final Map<Integer, UploadedPart> done = new TreeMap<>();
    private State state = State.OPEN;

    /** Whether a thread reads the stream, or will after the upload is initiated. */
    private boolean reading;

    private @Nullable Throwable failure;
    private int buffers;
    private int parts;
    private long bytes;
    private @Nullable MultipartCalls upload;

    private StreamUpload(UploadSteps steps, InputStream stream, int partSize) {
        this.steps = steps;
        this.stream = stream;
        this.partSize = partSize;
    }

    /** Starts the upload. */
    public static TransferFuture<PutResult> start(
            Transport transport, String key, InputStream stream, UploadOptions options) throws IOException {
        Objects.requireNonNull(stream, "stream");
        if (Objects.requireNonNull(options, "options").checkpoint() != null) {
            throw new IllegalArgumentException(
                    "a stream must not have a checkpoint: another process cannot read its bytes again");
        }
        transport.checkOpen();
        StreamUpload upload = new StreamUpload(
                new UploadSteps(transport, ResourceNames.checkKey(key), options, options.progress(), null),
                stream,
                partSize(options));
        upload.steps.transfer().onCancel(upload::stop);
        upload.readMore();
        return upload.steps.started();
    }

    private static int partSize(UploadOptions options) {
        Long partSize = options.partSize();
        if (partSize != null && partSize > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("part size of a stream must be less than 2 GB, was " + partSize);
        }
        return partSize == null ? (int) PartPlan.DEFAULT_PART_SIZE : partSize.intValue();
    }

    /** Stops what is in progress. A read that blocks returns later. */
    private void stop() {
        fail(new CancellationException());
    }

    private void fail(Throwable thrown) {
        List<CancellableFuture<UploadedPart>> cancelled;
        synchronized (this) {
            if (failure == null) {
                failure = thrown;
            }
            if (state != State.FINISHED) {
                state = State.FAILED;
            }
            cancelled = new ArrayList<>(inProgress.values());
        }
        cancelled.forEach(part -> part.cancel(true));
        finishIfIdle();
    }

    private void readMore() throws IOException {
        synchronized (this) {
            if (reading || state != State.OPEN || !isBufferFree()) {
                return;
            }
            reading = true;
        }
        try {
            steps.transport().execute(this::read);
        } catch (IOException e) {
            stopReading();
            throw e;
        }
    }

    private synchronized void stopReading() {
        reading = false;
    }

    private boolean isBufferFree() {
        return !free.isEmpty() || buffers < steps.options().workers();
    }

    private synchronized byte @Nullable [] buffer() {
        if (state != State.OPEN || !isBufferFree()) {
            reading = false;
            return null;
        }
        byte[] buffer = free.pollFirst();
        if (buffer == null) {
            buffers++;
            buffer = new byte[partSize];
        }
        return buffer;
    }

    private void read() {
        try {
            byte[] buffer = buffer();
            while (buffer != null) {
                int length = fill(buffer);
                if (isFailed() || !take(buffer, length)) {
                    return;
                }
                buffer = buffer();
            }
            finishIfIdle();
        } catch (Throwable t) {
            stopReading();
            fail(t);
        }
    }

    private synchronized boolean isFailed() {
        return failure != null;
    }

    /** Reads until the buffer is full or the stream ends. */
    private int fill(byte[] buffer) throws IOException {
        int length = 0;
        while (length < buffer.length && !isFailed()) {
            int read = stream.read(buffer, length, buffer.length - length);
            if (read < 0) {
                markAtEnd();
                break;
            }
            length += read;
        }
        return length;
    }

    private synchronized void markAtEnd() {
        if (state == State.OPEN) {
            state = State.AT_END;
        }
    }

    /**
     * Sends what was read.
     *
     * @return whether the caller reads on; false if a step that was started here does
     */
    private boolean take(byte[] buffer, int length) throws IOException {
        MultipartCalls initiated = upload;
        if (initiated == null) {
            if (isWholeStream()) {
                steps.proceed(() -> steps.put(Body.of(buffer, 0, length), result -> {}));
            } else {
                steps.proceed(() -> steps.initiate(null, started -> sendFirst(started, buffer, length)));
            }
            return false;
        }
        if (length == 0) {
            synchronized (this) {
                free.addFirst(buffer);
            }
            return true;
        }
        send(initiated, buffer, length);
        return true;
    }

    /** Whether the stream ended before its first part was full: then one request uploads it. */
    private synchronized boolean isWholeStream() {
        boolean whole = state == State.AT_END;
        reading = !whole;
        if (whole) {
            state = State.FINISHED;
        }
        return whole;
    }

    private void sendFirst(MultipartCalls initiated, byte[] buffer, int length) {
        upload = initiated;
        steps.transfer().onCancel(this::stop);
        try {
            send(initiated, buffer, length);
            stopReading();
            readMore();
            // The part may have completed while this thread was still reading.
            finishIfIdle();
        } catch (Throwable t) {
            stopReading();
            fail(t);
        }
    }

    private void send(MultipartCalls initiated, byte[] buffer, int length) throws IOException {
        Part part;
        synchronized (this) {
            if (parts == PartPlan.MAX_PARTS) {
                throw new IOException("the stream has more than " + PartPlan.MAX_PARTS + " parts of " + partSize
                        + " bytes: use a larger part size");
            }
            parts++;
            part = Part.of(parts, bytes, length);
            bytes += length;
            if (state == State.AT_END) {
                steps.meter().total(bytes, parts);
            }
        }
        PartOptions options = steps.partOptions(part.number());
        CancellableFuture<UploadedPart> sending = initiated
                .uploadPartExchange(part.number(), Body.of(buffer, 0, length), options)
                .enqueue();
        boolean late;
        synchronized (this) {
            inProgress.put(part.number(), sending);
            late = failure != null;
        }
        if (late) {
            sending.cancel(true);
        }
        sending.whenIdle((sent, thrown) -> sent(part, buffer, sent, thrown));
    }

    private void sent(Part part, byte[] buffer, @Nullable UploadedPart sent, @Nullable Throwable thrown) {
        synchronized (this) {
            inProgress.remove(part.number());
            free.addFirst(buffer);
            if (sent != null) {
                done.put(part.number(), sent);
            }
        }
        if (thrown != null) {
            fail(thrown);
            return;
        }
        try {
            steps.meter().done(part.number(), part.length());
            ObservedAttempt.notifyListener(steps.transport().listener(), to -> to.partCompleted(steps.key(), part));
            readMore();
        } catch (Throwable t) {
            fail(t);
            return;
        }
        finishIfIdle();
    }

    private void finishIfIdle() {
        Throwable thrown;
        List<UploadedPart> uploaded = new ArrayList<>();
        synchronized (this) {
            // A failed upload does not wait for a read that blocks.
            boolean readsOn = state == State.OPEN || (state == State.AT_END && reading);
            if (state == State.FINISHED || readsOn || !inProgress.isEmpty()) {
                return;
            }
            state = State.FINISHED;
            thrown = failure;
            uploaded.addAll(done.values());
            free.clear();
        }
        if (thrown != null) {
            steps.fail(thrown);
        } else {
            // The end of the stream may have been found after the last part was sent.
            steps.meter().total(bytes, parts);
            steps.meter().report();
            steps.proceed(() -> steps.complete(Collections.unmodifiableList(uploaded), parts, bytes));
        }
    }
}

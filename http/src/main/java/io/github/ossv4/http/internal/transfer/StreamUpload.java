// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.transfer;

import io.github.ossv4.http.Body;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Uploads a stream of unknown length. A thread of the dispatcher reads the next part while a buffer is free, and sends
 * it while it reads on. No thread waits for a buffer.
 */
public final class StreamUpload {
    /** The memory of a client that has loaded OkHttp and sends some requests. */
    private static final long CLIENT_BYTES = 4 * 1024 * 1024;

    private final UploadSteps steps;
    private final InputStream stream;
    private final int partSize;
    private final PartsRun<UploadedPart> run = new PartsRun<>(this::send);
    private final ArrayDeque<byte[]> free = new ArrayDeque<>();

    /** The buffers with the bytes of the parts in progress, by part number. */
    private final Map<Integer, byte[]> filled = new HashMap<>();

    /** Whether a thread reads the stream, or will after the upload is initiated. */
    private boolean reading;

    /** Whether the stream has ended. */
    private boolean atEnd;

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
        UploadSteps steps = new UploadSteps(transport, ResourceNames.checkKey(key), options, options.progress(), null);
        StreamUpload upload = new StreamUpload(steps, stream, partSize(options));
        // A failed upload does not wait for a read that blocks: that returns later.
        steps.continueAfter(upload.run.future(), upload::complete);
        upload.readMore();
        return steps.started();
    }

    private static int partSize(UploadOptions options) {
        Long partSize = options.partSize();
        if (partSize != null && partSize > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("part size of a stream must be less than 2 GB, was " + partSize);
        }
        return partSize == null ? (int) PartPlan.DEFAULT_PART_SIZE : partSize.intValue();
    }

    private void readMore() throws IOException {
        synchronized (this) {
            if (reading || !mayRead()) {
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

    private boolean mayRead() {
        boolean isBufferFree = !free.isEmpty() || buffers < steps.options().workers();
        return isBufferFree && !atEnd && !run.isOver();
    }

    private synchronized byte @Nullable [] buffer() throws IOException {
        if (!mayRead()) {
            reading = false;
            return null;
        }
        byte[] buffer = free.pollFirst();
        if (buffer == null) {
            buffers++;
            checkHeap();
            try {
                buffer = new byte[partSize];
            } catch (OutOfMemoryError e) {
                throw noRoom(e);
            }
        }
        return buffer;
    }

    /**
     * Checks that the heap can hold the parts so far, another one or 6 MB that fragmentation wastes, and the client. An
     * allocation that fails could take memory from other threads: OkHttp loses calls then, and the upload never ends.
     */
    private void checkHeap() throws IOException {
        long wasted = Math.min(partSize, PartPlan.DEFAULT_PART_SIZE);
        if ((long) buffers * partSize + wasted + CLIENT_BYTES
                > Runtime.getRuntime().maxMemory()) {
            throw noRoom(null);
        }
    }

    private IOException noRoom(@Nullable Throwable cause) {
        return new IOException(
                "the heap of at most " + Runtime.getRuntime().maxMemory() + " bytes has no room for "
                        + steps.options().workers() + " parts of " + partSize
                        + " bytes of the stream: set a smaller part size, fewer workers or a larger heap (-Xmx)",
                cause);
    }

    private void read() {
        try {
            byte[] buffer = buffer();
            while (buffer != null) {
                int length = fill(buffer);
                if (run.isOver() || !take(buffer, length)) {
                    return;
                }
                buffer = buffer();
            }
            if (isAtEnd()) {
                run.end();
            }
        } catch (Throwable t) {
            stopReading();
            run.fail(t);
        }
    }

    private synchronized boolean isAtEnd() {
        return atEnd;
    }

    /** Reads until the buffer is full or the stream ends. */
    private int fill(byte[] buffer) throws IOException {
        int length = 0;
        while (length < buffer.length && !run.isOver()) {
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
        atEnd = true;
    }

    /**
     * Sends what was read.
     *
     * @return whether the caller reads on; false if a step that was started here does
     */
    private boolean take(byte[] buffer, int length) throws IOException {
        if (upload == null) {
            if (isAtEnd()) {
                // The stream ended before its first part was full: one request uploads it.
                steps.proceed(() -> steps.put(Body.of(buffer, 0, length), result -> {}));
            } else {
                steps.proceed(() -> steps.initiate(null, initiated -> sendFirst(initiated, buffer, length)));
            }
            return false;
        }
        if (length == 0) {
            synchronized (this) {
                free.addFirst(buffer);
            }
        } else {
            add(buffer, length);
        }
        return true;
    }

    private void sendFirst(MultipartCalls initiated, byte[] buffer, int length) {
        upload = initiated;
        steps.transfer().cancels(run.future());
        try {
            add(buffer, length);
            stopReading();
            readMore();
        } catch (Throwable t) {
            stopReading();
            run.fail(t);
        }
    }

    private void add(byte[] buffer, int length) throws IOException {
        Part part;
        synchronized (this) {
            if (parts == PartPlan.MAX_PARTS) {
                throw new IOException("the stream has more than " + PartPlan.MAX_PARTS + " parts of " + partSize
                        + " bytes: use a larger part size");
            }
            parts++;
            part = Part.of(parts, bytes, length);
            bytes += length;
            filled.put(part.number(), buffer);
            if (atEnd) {
                steps.meter().total(bytes, parts);
            }
        }
        run.add(part);
    }

    private CancellableFuture<UploadedPart> send(Part part) throws IOException {
        Body body = Body.of(buffer(part), 0, (int) part.length());
        return Objects.requireNonNull(upload)
                .uploadPartExchange(part.number(), body, steps.partOptions(part.number()))
                .enqueue()
                .convert(sent -> {
                    release(part);
                    steps.meter().done(part.number(), part.length());
                    ObservedAttempt.notifyListener(
                            steps.transport().listener(), to -> to.partCompleted(steps.key(), part));
                    readMore();
                    return sent;
                });
    }

    private synchronized byte[] buffer(Part part) {
        return Objects.requireNonNull(filled.get(part.number()));
    }

    private synchronized void release(Part part) {
        free.addFirst(Objects.requireNonNull(filled.remove(part.number())));
    }

    private void complete(List<UploadedPart> uploaded) throws IOException {
        free.clear();
        // The end of the stream may have been found after the last part was sent.
        steps.meter().total(bytes, parts);
        steps.meter().report();
        steps.complete(uploaded, parts, bytes);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.multipart.Part;
import io.github.ossv4.multipart.PartPlan;
import io.github.ossv4.multipart.UploadedPart;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Uploads a stream of unknown length: a thread of the dispatcher reads parts as long as there is a free buffer for the next,
 * and each is sent while others are read. No thread waits for a buffer.
 */
final class StreamUpload {
    private final UploadSteps steps;
    private final InputStream stream;
    private final int partSize;
    private final ArrayDeque<byte[]> free = new ArrayDeque<>();
    private final Map<Integer, CancellableFuture<UploadedPart>> underWay = new HashMap<>();
    private final Map<Integer, UploadedPart> done = new TreeMap<>();
    private int buffers;
    private int parts;
    private long bytes;
    private boolean reading;
    private boolean atEnd;
    private boolean over;
    private @Nullable MultipartUpload upload;
    private @Nullable Throwable failure;

    private StreamUpload(UploadSteps steps, InputStream stream, int partSize) {
        this.steps = steps;
        this.stream = stream;
        this.partSize = partSize;
    }

    /** Begins. */
    static Transfer<PutResult> begin(Transport transport, String key, InputStream stream, UploadOptions options)
            throws IOException {
        if (options.checkpoint() != null) {
            throw new IllegalArgumentException(
                    "a checkpoint for a stream: its bytes cannot be had again by another process");
        }
        StreamUpload upload =
                new StreamUpload(new UploadSteps(transport, key, options, null), stream, options.streamPartSize());
        upload.steps.transfer().onCancel(upload::stop);
        upload.readMore();
        return upload.steps.transfer();
    }

    /** Ends what is under way. A read that blocks goes on until it returns. */
    private void stop() {
        fail(new CancellationException());
    }

    private void fail(Throwable thrown) {
        List<CancellableFuture<UploadedPart>> cancelled;
        synchronized (this) {
            if (failure == null) {
                failure = thrown;
            }
            cancelled = new ArrayList<>(underWay.values());
        }
        cancelled.forEach(part -> part.cancel(true));
        endIfQuiet();
    }

    private void readMore() throws IOException {
        synchronized (this) {
            if (reading || atEnd || failure != null || !isBufferFree()) {
                return;
            }
            reading = true;
        }
        try {
            steps.transport().execute(this::read);
        } catch (IOException e) {
            synchronized (this) {
                reading = false;
            }
            throw e;
        }
    }

    private boolean isBufferFree() {
        return !free.isEmpty() || buffers < steps.options().workers();
    }

    private synchronized byte @Nullable [] buffer() {
        if (atEnd || failure != null || !isBufferFree()) {
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
                if (isOver() || !take(buffer, length)) {
                    return;
                }
                buffer = buffer();
            }
            endIfQuiet();
        } catch (Throwable t) {
            synchronized (this) {
                reading = false;
            }
            fail(t);
        }
    }

    private synchronized boolean isOver() {
        return failure != null;
    }

    /** As much as there is, or as the buffer holds. */
    private int fill(byte[] buffer) throws IOException {
        int length = 0;
        while (length < buffer.length && !isOver()) {
            int read = stream.read(buffer, length, buffer.length - length);
            if (read < 0) {
                synchronized (this) {
                    atEnd = true;
                }
                break;
            }
            length += read;
        }
        return length;
    }

    /**
     * Has a part sent.
     *
     * @return whether to read on; false if that is up to what has been begun here
     */
    private boolean take(byte[] buffer, int length) throws IOException {
        MultipartUpload begun = upload;
        if (begun == null) {
            boolean all;
            synchronized (this) {
                all = atEnd;
                reading = !all;
                over = all;
            }
            if (all) {
                // It ended before its first part was full.
                steps.proceed(() -> steps.put(Body.of(buffer, 0, length), result -> {}));
            } else {
                steps.proceed(() -> steps.initiate(initiated -> initiated(initiated, buffer, length)));
            }
            return false;
        }
        if (length == 0) {
            synchronized (this) {
                free.addFirst(buffer);
            }
            return true;
        }
        send(begun, buffer, length);
        return true;
    }

    private void initiated(MultipartUpload begun, byte[] buffer, int length) {
        upload = begun;
        steps.transfer().onCancel(this::stop);
        try {
            send(begun, buffer, length);
            synchronized (this) {
                reading = false;
            }
            readMore();
            // The part may have ended while this was still reading.
            endIfQuiet();
        } catch (Throwable t) {
            synchronized (this) {
                reading = false;
            }
            fail(t);
        }
    }

    private void send(MultipartUpload begun, byte[] buffer, int length) throws IOException {
        Part part;
        synchronized (this) {
            if (parts == PartPlan.MAX_PARTS) {
                throw new IOException("the stream has more than " + PartPlan.MAX_PARTS + " parts of " + partSize
                        + " bytes: it needs a larger part size");
            }
            parts++;
            part = Part.of(parts, bytes, length);
            bytes += length;
            if (atEnd) {
                steps.meter().total(bytes, parts);
            }
        }
        PartOptions options =
                steps.options().forPart((passed, total) -> steps.meter().passed(part.number(), passed));
        CancellableFuture<UploadedPart> sending = begun.uploadPartExchange(
                        part.number(), Body.of(buffer, 0, length), options)
                .enqueue();
        boolean late;
        synchronized (this) {
            underWay.put(part.number(), sending);
            late = failure != null;
        }
        if (late) {
            sending.cancel(true);
        }
        sending.whenQuiet((sent, thrown) -> sent(part, buffer, sent, thrown));
    }

    private void sent(Part part, byte[] buffer, @Nullable UploadedPart sent, @Nullable Throwable thrown) {
        synchronized (this) {
            underWay.remove(part.number());
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
            CallAttempt.tell(steps.transport().listener(), to -> to.partDone(steps.key(), part));
            readMore();
        } catch (Throwable t) {
            fail(t);
            return;
        }
        endIfQuiet();
    }

    private void endIfQuiet() {
        Throwable thrown;
        List<UploadedPart> uploaded = new ArrayList<>();
        synchronized (this) {
            // A read that blocks is not waited for once the upload has failed.
            boolean readingOn = failure == null && (reading || !atEnd);
            if (over || readingOn || !underWay.isEmpty()) {
                return;
            }
            over = true;
            thrown = failure;
            uploaded.addAll(done.values());
            free.clear();
        }
        if (thrown != null) {
            steps.fail(thrown);
        } else {
            // That there is no more may have been found after the last part was done.
            steps.meter().total(bytes, parts);
            steps.meter().report();
            steps.proceed(() -> steps.complete(Collections.unmodifiableList(uploaded), parts, bytes));
        }
    }
}

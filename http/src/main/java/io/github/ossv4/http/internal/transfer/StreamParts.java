// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.transfer;

import io.github.ossv4.http.Body;
import io.github.ossv4.http.internal.call.CallFailures;
import io.github.ossv4.http.internal.call.Scope;
import io.github.ossv4.http.internal.call.Transport;
import io.github.ossv4.http.internal.file.ExactCopy;
import io.github.ossv4.multipart.Part;
import io.github.ossv4.multipart.PartPlan;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a stream. A thread reads the next part while a buffer is free; other threads send the full parts.
 * If the upload fails, they do not wait for a read that blocks.
 */
final class StreamParts implements Iterator<Part> {
    /** The memory of a client that has loaded OkHttp and sends some requests. */
    private static final long CLIENT_BYTES = 4 * 1024 * 1024;

    private final InputStream stream;
    private final int partSize;
    private final int maxBuffers;
    private final Scope owner;
    private final Scope reader;
    private final ArrayDeque<byte[]> free = new ArrayDeque<>();

    /** The parts that no thread has taken yet. */
    private final ArrayDeque<Part> full = new ArrayDeque<>();

    /** The bytes of the parts that were not sent yet. */
    private final Map<Part, byte[]> filled = new HashMap<>();

    /** Sends the parts; null during the first one. */
    private @Nullable Parts<?> parts;

    private int buffers;
    private int count;
    private long bytes;
    private boolean isAtEnd;
    private @Nullable Throwable failure;

    /**
     * @param maxBuffers the most parts in memory
     * @param owner the scope of the upload, in which its thread waits
     */
    StreamParts(InputStream stream, int partSize, int maxBuffers, Scope owner) {
        this.stream = stream;
        this.partSize = partSize;
        this.maxBuffers = maxBuffers;
        this.owner = owner;
        this.reader = owner.child();
    }

    void start(Transport transport) throws IOException {
        transport.execute(this::read);
    }

    /** Ends the reading, after a read that blocks. */
    void stop() {
        reader.end();
        owner.leave(reader);
    }

    /** Returns the number of parts so far. */
    synchronized int count() {
        return count;
    }

    /** Returns the number of bytes so far. */
    synchronized long bytes() {
        return bytes;
    }

    synchronized boolean isAtEnd() {
        return isAtEnd;
    }

    /**
     * Waits until a part is full.
     *
     * @param isOver whether no part is needed any more
     * @return false after the last one, or if none is needed
     * @throws IOException if the stream cannot be read
     */
    boolean await(BooleanSupplier isOver) throws IOException {
        owner.await(() -> isOver.getAsBoolean() || isReady());
        synchronized (this) {
            if (failure != null) {
                CallFailures.rethrow(failure);
            }
            return !isOver.getAsBoolean() && !(isAtEnd && full.isEmpty());
        }
    }

    private synchronized boolean isReady() {
        return isAtEnd || failure != null || !full.isEmpty();
    }

    /** Returns the part that is taken next; null if none is full. */
    synchronized @Nullable Part peek() {
        return full.peekFirst();
    }

    @Override
    public synchronized boolean hasNext() {
        return !full.isEmpty();
    }

    @Override
    public synchronized Part next() {
        return full.removeFirst();
    }

    synchronized Body body(Part part) {
        return Body.of(Objects.requireNonNull(filled.get(part)), 0, (int) part.length());
    }

    /** Makes the buffer of a part free that was sent. */
    void release(Part sent) {
        synchronized (this) {
            free.addFirst(Objects.requireNonNull(filled.remove(sent)));
        }
        reader.wake();
    }

    /** Sets what sends the parts that follow, and is notified of them. */
    synchronized void sentBy(Parts<?> sending) {
        parts = sending;
    }

    private synchronized @Nullable Parts<?> parts() {
        return parts;
    }

    private void read() {
        try {
            int length = partSize;
            while (length == partSize && hasBuffer()) {
                byte[] buffer = buffer();
                length = fill(buffer);
                add(buffer, length);
                Parts<?> sending = parts();
                if (sending != null) {
                    sending.callHelpers();
                }
                owner.wake();
            }
            if (!isAtEnd()) {
                // The stream may have interrupted its reader.
                fail(new InterruptedIOException("the thread that reads the stream was interrupted"));
            }
        } catch (Throwable t) {
            fail(t);
        }
    }

    private void fail(Throwable thrown) {
        synchronized (this) {
            failure = thrown;
        }
        Parts<?> sending = parts();
        if (sending != null) {
            sending.fail(thrown);
        }
        owner.wake();
    }

    private synchronized void add(byte[] buffer, int length) throws IOException {
        if (count == PartPlan.MAX_PARTS && length > 0) {
            throw new IOException("the stream has more than " + PartPlan.MAX_PARTS + " parts of " + partSize
                    + " bytes: use a larger part size");
        }
        if (length > 0) {
            count++;
            Part part = Part.of(count, bytes, length);
            full.addLast(part);
            filled.put(part, buffer);
            bytes += length;
        }
        isAtEnd = length < partSize;
    }

    /** Waits for a buffer; returns false if none is needed any more. */
    private boolean hasBuffer() {
        reader.await(() -> reader.isOver() || isBufferFree());
        return !reader.isOver();
    }

    private synchronized boolean isBufferFree() {
        return !free.isEmpty() || buffers < maxBuffers;
    }

    private synchronized byte[] buffer() throws IOException {
        byte[] buffer = free.pollFirst();
        if (buffer == null) {
            buffers++;
            checkHeap();
            buffer = new byte[partSize];
        }
        return buffer;
    }

    /**
     * Checks that the heap can hold the parts so far, the client, and for fragmentation one more part, at most 6 MB. An
     * allocation that fails could take memory from other threads: OkHttp loses calls then.
     */
    private void checkHeap() throws IOException {
        long wasted = Math.min(partSize, PartPlan.DEFAULT_PART_SIZE);
        long heap = Runtime.getRuntime().maxMemory();
        if ((long) buffers * partSize + wasted + CLIENT_BYTES > heap) {
            throw new IOException(
                    "the heap of at most " + heap + " bytes has no room for " + maxBuffers + " parts of " + partSize
                            + " bytes of the stream: set a smaller part size, fewer parts in parallel, or a larger heap (-Xmx)");
        }
    }

    /** Reads until the buffer is full or the stream ends. Returns fewer bytes only then. */
    private int fill(byte[] buffer) throws IOException {
        int length = 0;
        while (length < buffer.length) {
            reader.check();
            int read = stream.read(buffer, length, buffer.length - length);
            if (ExactCopy.isEnd(read, buffer.length - length, "the stream")) {
                break;
            }
            length += read;
        }
        return length;
    }
}

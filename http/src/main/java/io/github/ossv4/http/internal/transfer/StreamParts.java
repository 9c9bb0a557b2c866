// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.transfer;

import io.github.ossv4.http.Body;
import io.github.ossv4.http.internal.call.CallFailures;
import io.github.ossv4.http.internal.call.Scope;
import io.github.ossv4.http.internal.call.Transport;
import io.github.ossv4.http.internal.file.ExactBody;
import io.github.ossv4.http.internal.file.ExactCopy;
import io.github.ossv4.multipart.Part;
import io.github.ossv4.multipart.PartPlan;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a stream. A thread reads the next part while memory is free; other threads send the full parts. If the
 * upload fails, they do not wait for a read that blocks.
 */
final class StreamParts implements Iterator<Part> {
    private final InputStream stream;
    private final StreamPartSizes sizes;
    private final Scope owner;
    private final Scope reader;
    private final ArrayDeque<byte[]> free = new ArrayDeque<>();

    /** The parts that no thread has taken yet. */
    private final ArrayDeque<Part> full = new ArrayDeque<>();

    /** The bytes of the parts that were not sent yet. */
    private final Map<Part, Chunks> filled = new HashMap<>();

    /** Sends the parts; null during the first one. */
    private @Nullable Parts<?> parts;

    private long chunks;
    private int count;
    private long bytes;
    private boolean isAtEnd;
    private @Nullable Throwable failure;

    /** @param owner the scope of the upload, in which its thread waits */
    StreamParts(InputStream stream, StreamPartSizes sizes, Scope owner) {
        this.stream = stream;
        this.sizes = sizes;
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
        return Objects.requireNonNull(filled.get(part));
    }

    /** Makes the memory of a part free that was sent. */
    void release(Part sent) {
        synchronized (this) {
            free.addAll(Objects.requireNonNull(filled.remove(sent)).arrays);
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
            long size = sizes.size(0);
            for (Chunks part = fill(size); part != null; part = isAtEnd() ? null : fill(size)) {
                add(part, size);
                Parts<?> sending = parts();
                if (sending != null) {
                    sending.callHelpers();
                }
                owner.wake();
                size = sizes.size(bytes());
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

    private synchronized void add(Chunks chunks, long size) throws IOException {
        long length = chunks.length;
        if (count == PartPlan.MAX_PARTS && length > 0) {
            throw new IOException("the stream has more than " + PartPlan.MAX_PARTS + " parts, the last one of " + size
                    + " bytes: set a larger part size, or a larger heap (-Xmx)");
        }
        if (length > 0) {
            count++;
            Part part = Part.of(count, bytes, length);
            full.addLast(part);
            filled.put(part, chunks);
            bytes += length;
        }
        isAtEnd = length < size;
    }

    /** Reads until a part is full or the stream ends. Returns null if none is needed any more. */
    private @Nullable Chunks fill(long size) throws IOException {
        if (!sizes.fits(size)) {
            throw new IOException("the heap of at most " + Runtime.getRuntime().maxMemory()
                    + " bytes has no room for a part of " + size
                    + " bytes of the stream: set a smaller part size, or a larger heap (-Xmx)");
        }
        Chunks part = new Chunks();
        boolean isEnd = false;
        while (!isEnd && part.length < size) {
            reader.await(() -> reader.isOver() || isChunkFree(size));
            if (reader.isOver()) {
                return null;
            }
            byte[] chunk = chunk();
            int most = (int) Math.min(chunk.length, size - part.length);
            int length = fill(chunk, most);
            part.add(chunk, length);
            isEnd = length < most;
        }
        return part;
    }

    private synchronized boolean isChunkFree(long size) {
        return !free.isEmpty() || chunks < sizes.chunks(size);
    }

    private synchronized byte[] chunk() {
        byte[] chunk = free.pollFirst();
        if (chunk == null) {
            chunks++;
            chunk = new byte[StreamPartSizes.CHUNK];
        }
        return chunk;
    }

    /** Returns fewer bytes only if the stream ends. */
    private int fill(byte[] chunk, int most) throws IOException {
        int length = 0;
        while (length < most) {
            reader.check();
            int read = stream.read(chunk, length, most - length);
            if (ExactCopy.isEnd(read, most - length, "the stream")) {
                break;
            }
            length += read;
        }
        return length;
    }

    /** The bytes of a part; all arrays but the last are full. */
    private static final class Chunks extends Body implements ExactBody {
        private final List<byte[]> arrays = new ArrayList<>();
        private long length;

        void add(byte[] array, int filled) {
            arrays.add(array);
            length += filled;
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
            long left = length;
            for (byte[] array : arrays) {
                int filled = (int) Math.min(array.length, left);
                Body.of(array, 0, filled).writeTo(sink, filled);
                left -= filled;
            }
        }
    }
}

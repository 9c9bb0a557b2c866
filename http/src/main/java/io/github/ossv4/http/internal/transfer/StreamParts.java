// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.transfer;

import io.github.ossv4.http.Body;
import io.github.ossv4.http.internal.call.Scope;
import io.github.ossv4.http.internal.file.ExactBody;
import io.github.ossv4.http.internal.file.ExactCopy;
import io.github.ossv4.multipart.Part;
import io.github.ossv4.multipart.PartPlan;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a stream, in memory until they are sent. The thread of the upload reads them ({@link #make}); any thread
 * takes and releases them.
 */
final class StreamParts implements Iterator<Part>, Parts.Maker {
    private final InputStream stream;
    private final Runnable stopRead;
    private final StreamPartSizes sizes;
    private final Scope owner;
    private final ArrayDeque<byte[]> free = new ArrayDeque<>();

    /** The parts that no thread has taken yet. */
    private final ArrayDeque<Part> full = new ArrayDeque<>();

    /** The bytes of the parts that were not sent yet. */
    private final Map<Part, Chunks> filled = new HashMap<>();

    /** The part that is read. */
    private Chunks current = new Chunks();

    /** The size of the part that is read, unless the stream ends before. */
    private long size;

    private long chunks;
    private int count;
    private long bytes;
    private boolean isAtEnd;

    /**
     * @param stopRead lets a read fail that waits for bytes
     * @param owner the scope of the upload, in which its thread waits
     */
    StreamParts(InputStream stream, Runnable stopRead, StreamPartSizes sizes, Scope owner) {
        this.stream = stream;
        this.stopRead = stopRead;
        this.sizes = sizes;
        this.owner = owner;
        this.size = sizes.size(0);
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

    /** Reads the first part, which is not taken. Returns null if the stream is empty. */
    @Nullable
    Part first() throws IOException {
        Parts.Step step = Parts.Step.STARTED;
        while (step == Parts.Step.STARTED) {
            step = make();
        }
        synchronized (this) {
            return full.peekFirst();
        }
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
        owner.wake();
    }

    /** Reads some bytes of the next part. */
    @Override
    public Parts.Step make() throws IOException {
        owner.check();
        if (isAtEnd()) {
            return Parts.Step.END;
        }
        if (!sizes.fits(size)) {
            throw new IOException("the heap of at most " + Runtime.getRuntime().maxMemory()
                    + " bytes has no room for a part of " + size
                    + " bytes of the stream: set a smaller part size, or a larger heap (-Xmx)");
        }
        byte[] chunk = chunk();
        if (chunk == null) {
            return Parts.Step.NO_ROOM;
        }
        int most = (int) Math.min(chunk.length, size - current.length);
        int length = fill(chunk, most);
        current.add(chunk, length);
        if (length == most && current.length < size) {
            return Parts.Step.STARTED;
        }
        add(current);
        current = new Chunks();
        return Parts.Step.MADE;
    }

    private synchronized void add(Chunks part) throws IOException {
        long length = part.length;
        if (count == PartPlan.MAX_PARTS && length > 0) {
            throw new IOException("the stream has more than " + PartPlan.MAX_PARTS + " parts, the last one of " + size
                    + " bytes: set a larger part size, or a larger heap (-Xmx)");
        }
        if (length > 0) {
            count++;
            Part made = Part.of(count, bytes, length);
            full.addLast(made);
            filled.put(made, part);
            bytes += length;
        }
        isAtEnd = length < size;
        size = sizes.size(bytes);
    }

    @Override
    public synchronized boolean hasRoom() {
        return !free.isEmpty() || chunks < sizes.chunks(size);
    }

    /** Returns memory for some bytes; null if there is no room. */
    private synchronized byte @Nullable [] chunk() {
        if (!hasRoom()) {
            return null;
        }
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
        owner.inFlight(stopRead);
        try {
            while (length < most) {
                owner.check();
                int read = stream.read(chunk, length, most - length);
                if (ExactCopy.isEnd(read, most - length, "the stream")) {
                    break;
                }
                length += read;
            }
        } catch (IOException e) {
            // A read that was stopped has no reason of its own.
            owner.check();
            throw e;
        } finally {
            owner.landed();
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

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.multipart.Part;
import io.github.ossv4.multipart.PartPlan;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The parts of an object that are there, beside the file that they are for, and the note that is kept of them. Thread-safe. */
final class DownloadedParts {
    private static final long NOTE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int BUFFER = 64 * 1024;

    private final TargetFile target;
    private final DownloadCheckpoint outline;
    private final @Nullable CheckpointFile checkpoint;
    private final ReentrantLock noting = new ReentrantLock();

    /** Of each part that is there, or was said to be. */
    private final SortedMap<Integer, Long> crcs;

    /** Whether there is a note that tells of what is beside the file. */
    private boolean noted;

    private long notedAt = System.nanoTime() - NOTE_NANOS;

    /** @param checkpoint null to keep no note, and nothing of a download that fails */
    DownloadedParts(TargetFile target, DownloadCheckpoint outline, @Nullable CheckpointFile checkpoint) {
        this.target = target;
        this.outline = outline;
        this.checkpoint = checkpoint;
        this.crcs = outline.parts();
        this.noted = !crcs.isEmpty();
    }

    TargetFile target() {
        return target;
    }

    PartPlan plan() {
        return outline.plan;
    }

    /**
     * Finds the parts that the note tells of, and whose bytes have the CRC64 that it tells; forgets the others.
     *
     * @param stopped asked between bytes, whether to stop; what was not read by then stays noted
     */
    List<Part> find(BooleanSupplier stopped) throws IOException {
        List<Part> found = new ArrayList<>();
        for (Map.Entry<Integer, Long> noted : outline.parts().entrySet()) {
            Part part = plan().part(noted.getKey());
            Long crc = crc64(part, stopped);
            if (stopped.getAsBoolean()) {
                break;
            }
            if (noted.getValue().equals(crc)) {
                found.add(part);
            } else {
                forget(part);
            }
        }
        return found;
    }

    /** Null if the bytes are not there, or it was stopped. */
    private @Nullable Long crc64(Part part, BooleanSupplier stopped) throws IOException {
        Crc64 crc = new Crc64();
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(BUFFER, part.length()));
        long left = part.length();
        while (left > 0) {
            bytes.clear();
            bytes.limit((int) Math.min(bytes.capacity(), left));
            int read = stopped.getAsBoolean() ? -1 : target.read(bytes, part.offset() + part.length() - left);
            if (read < 0) {
                return null;
            }
            bytes.flip();
            crc.update(bytes);
            left -= read;
        }
        return crc.getValue();
    }

    /** Those that are not there, in their order. */
    synchronized List<Part> missing() {
        List<Part> missing = new ArrayList<>();
        for (int number = 1; number <= plan().count(); number++) {
            if (!crcs.containsKey(number)) {
                missing.add(plan().part(number));
            }
        }
        return missing;
    }

    /** Says that a part is there. It is noted at once, or with one that follows within a second. */
    void done(Part part, long crc) throws IOException {
        add(part, crc);
        if (checkpoint != null && isTime() && noting.tryLock()) {
            try {
                write();
            } finally {
                noting.unlock();
            }
        }
    }

    private synchronized void add(Part part, long crc) {
        crcs.put(part.number(), crc);
    }

    private synchronized void forget(Part part) {
        crcs.remove(part.number());
    }

    private synchronized boolean isTime() {
        long now = System.nanoTime();
        if (now - notedAt < NOTE_NANOS) {
            return false;
        }
        notedAt = now;
        return true;
    }

    /** Notes all parts that are there; nothing where no note is kept. */
    void note() throws IOException {
        noting.lock();
        try {
            write();
        } finally {
            noting.unlock();
        }
    }

    private void write() throws IOException {
        if (checkpoint == null) {
            return;
        }
        DownloadCheckpoint now;
        synchronized (this) {
            now = outline.with(crcs);
        }
        checkpoint.write(now.json());
        synchronized (this) {
            noted = true;
        }
    }

    /** The CRC64 of the whole, when all parts are there. */
    synchronized long crc64() {
        long whole = 0;
        for (Map.Entry<Integer, Long> part : crcs.entrySet()) {
            whole = Crc64.combine(
                    whole, part.getValue(), plan().part(part.getKey()).length());
        }
        return whole;
    }

    /** Has the whole take its place. Nothing is left beside it. */
    void move() throws IOException {
        target.move();
        if (checkpoint != null) {
            checkpoint.delete();
        }
    }

    /** Ends without the whole: what is there stays for the next time if a note is kept of it, and goes otherwise. */
    void leave(Throwable failure) {
        if (checkpoint == null) {
            target.discard(failure);
            return;
        }
        try {
            note();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
        if (!isNoted()) {
            target.discard(failure);
            return;
        }
        try {
            target.close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    private synchronized boolean isNoted() {
        return noted;
    }

    /** Ends without the whole, and leaves nothing. */
    void discard(Throwable failure) {
        target.discard(failure);
        if (checkpoint != null) {
            try {
                checkpoint.delete();
            } catch (IOException e) {
                failure.addSuppressed(e);
            }
        }
    }
}

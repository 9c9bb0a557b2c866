// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.multipart.Part;
import io.github.ossv4.multipart.PartPlan;
import java.io.IOException;
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
    /** Notes take at most a twentieth of the time: ten thousand parts make one of 300 KB. */
    private static final int NOTE_SHARE = 20;

    /** So much more they may take at the beginning. */
    private static final long NOTE_ADVANCE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final TargetFile target;
    private final DownloadCheckpoint outline;
    private final @Nullable CheckpointFile checkpoint;
    private final ReentrantLock noting = new ReentrantLock();

    /** Of each part that is there, or was said to be. */
    private final SortedMap<Integer, Long> crcs;

    /** Whether there is a note that tells of what is beside the file. */
    private boolean noted;

    private final long startedNanos = System.nanoTime();

    /** How long all notes have taken. */
    private long notingNanos;

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
            Long crc = target.crc64(part.offset(), part.length(), stopped);
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

    /** Adds a part that has been written. It is noted at once, unless notes have become slow. */
    void done(Part part, long crc) throws IOException {
        add(part, crc);
        if (checkpoint != null && isTime()) {
            note();
        }
    }

    private synchronized void add(Part part, long crc) {
        crcs.put(part.number(), crc);
    }

    private synchronized void forget(Part part) {
        crcs.remove(part.number());
    }

    private synchronized boolean isTime() {
        return notingNanos <= NOTE_ADVANCE_NANOS + (System.nanoTime() - startedNanos) / NOTE_SHARE;
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
        long started = System.nanoTime();
        checkpoint.write(now.json());
        synchronized (this) {
            noted = true;
            notingNanos += System.nanoTime() - started;
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
        target.checkSize(plan().size());
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

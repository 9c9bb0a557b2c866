// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.transfer;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.http.ObjectMetadata;
import io.github.ossv4.http.UnexpectedResponseException;
import io.github.ossv4.http.internal.file.CheckpointFile;
import io.github.ossv4.http.internal.file.TargetFile;
import io.github.ossv4.internal.error.Suppressed;
import io.github.ossv4.internal.text.PrintableText;
import io.github.ossv4.multipart.Part;
import io.github.ossv4.multipart.PartPlan;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a download that are complete, in the temporary file, and their checkpoint. Thread-safe.
 *
 * <p>Rule: Parts of a download belong to one object ({@code DownloadOnTheWireTest}).
 */
final class DownloadedParts {
    /** Writing checkpoints takes at most a twentieth of the time: the one of ten thousand parts has 300 KB. */
    private static final int NOTE_SHARE = 20;

    /** Additional time for checkpoints at the start. */
    private static final long NOTE_ADVANCE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final TargetFile target;
    private final ObjectMetadata metadata;
    private final DownloadCheckpoint outline;
    private final @Nullable CheckpointFile checkpoint;
    private final ReentrantLock recording = new ReentrantLock();

    /** The CRC64 of each part that is complete, or that the checkpoint names. */
    private final SortedMap<Integer, Long> crcs;

    /** Whether a checkpoint for the temporary file exists. */
    private boolean isRecorded;

    private final long startedNanos = System.nanoTime();

    /** The time that writing checkpoints has taken. */
    private long recordingNanos;

    /** @param checkpoint null for no checkpoint; then a download that fails keeps nothing */
    DownloadedParts(
            TargetFile target,
            ObjectMetadata metadata,
            DownloadCheckpoint outline,
            @Nullable CheckpointFile checkpoint) {
        this.target = target;
        this.metadata = metadata;
        this.outline = outline;
        this.checkpoint = checkpoint;
        this.crcs = outline.parts();
        this.isRecorded = !crcs.isEmpty();
    }

    TargetFile target() {
        return target;
    }

    PartPlan plan() {
        return outline.plan;
    }

    ObjectMetadata metadata() {
        return metadata;
    }

    /** Checks that a response belongs to the object of the other parts. A proxy may ignore If-Match. */
    void checkUnchanged(ObjectMetadata received) throws IOException {
        boolean otherEtag = metadata.etag() != null
                && received.etag() != null
                && !metadata.etag().equals(received.etag());
        if (otherEtag || received.size() != metadata.size()) {
            throw new UnexpectedResponseException("the object changed during the download: the response has "
                    + PrintableText.escape("the ETag " + received.etag() + " and " + received.size() + " bytes, not "
                            + metadata.etag() + " and " + metadata.size()));
        }
    }

    /** Returns the parts that are complete, or that the checkpoint names and were not {@linkplain #check checked}. */
    synchronized List<Part> complete() {
        List<Part> complete = new ArrayList<>();
        crcs.keySet().forEach(number -> complete.add(plan().part(number)));
        return complete;
    }

    /**
     * Reads a part that the checkpoint names, and removes it if it has another CRC64.
     *
     * @param stopped checked between reads; a part that was not read by then stays in the checkpoint
     */
    void check(Part part, BooleanSupplier stopped) throws IOException {
        Long crc = target.crc64(part.offset(), part.length(), stopped);
        if (!stopped.getAsBoolean() && !Objects.equals(crc, outline.parts().get(part.number()))) {
            forget(part);
        }
    }

    /** Returns the parts from a number on that are not complete, in their order. */
    synchronized Iterator<Part> missing(int from) {
        List<Part> missing = new ArrayList<>();
        for (int number = from; number <= plan().count(); number++) {
            if (!crcs.containsKey(number)) {
                missing.add(plan().part(number));
            }
        }
        return missing.iterator();
    }

    /** Adds a part that was written. The checkpoint is written immediately, unless this takes too long. */
    void done(Part part, long crc) throws IOException {
        add(part, crc);
        if (checkpoint != null && isTime()) {
            record();
        }
    }

    private synchronized void add(Part part, long crc) {
        crcs.put(part.number(), crc);
    }

    private synchronized void forget(Part part) {
        crcs.remove(part.number());
    }

    private synchronized boolean isTime() {
        return recordingNanos <= NOTE_ADVANCE_NANOS + (System.nanoTime() - startedNanos) / NOTE_SHARE;
    }

    /** Writes the checkpoint, if there is one. */
    void record() throws IOException {
        recording.lock();
        try {
            write();
        } finally {
            recording.unlock();
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
            isRecorded = true;
            recordingNanos += System.nanoTime() - started;
        }
    }

    /** Returns the CRC64 of the whole, when all parts are complete. */
    synchronized long crc64() {
        long whole = 0;
        for (Map.Entry<Integer, Long> part : crcs.entrySet()) {
            whole = Crc64.combine(
                    whole, part.getValue(), plan().part(part.getKey()).length());
        }
        return whole;
    }

    /**
     * Replaces the target file, and deletes the checkpoint.
     *
     * @param lastModified the modification time of the file; null for the present
     */
    void move(@Nullable Instant lastModified) throws IOException {
        target.move(plan().size(), lastModified);
        if (checkpoint != null) {
            checkpoint.delete();
        }
    }

    /** Closes an incomplete download: keeps its parts if a checkpoint exists, and deletes them otherwise. */
    void keepOrDiscard(Throwable failure) {
        if (checkpoint == null) {
            target.discard(failure);
            return;
        }
        try {
            record();
        } catch (Throwable t) {
            Suppressed.add(failure, t);
        }
        if (!isRecorded()) {
            target.discard(failure);
            return;
        }
        try {
            target.close();
        } catch (IOException e) {
            Suppressed.add(failure, e);
        }
    }

    private synchronized boolean isRecorded() {
        return isRecorded;
    }

    /** Closes an incomplete download, and deletes its parts. */
    void discard(Throwable failure) {
        target.discard(failure);
        if (checkpoint != null) {
            try {
                checkpoint.delete();
            } catch (IOException e) {
                Suppressed.add(failure, e);
            }
        }
    }
}

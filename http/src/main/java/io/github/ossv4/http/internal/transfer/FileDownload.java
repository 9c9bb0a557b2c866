// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.transfer;

import io.github.ossv4.http.ChecksumMismatchException;
import io.github.ossv4.http.DownloadOptions;
import io.github.ossv4.http.GetOptions;
import io.github.ossv4.http.ObjectMetadata;
import io.github.ossv4.http.SavedObject;
import io.github.ossv4.http.ServiceException;
import io.github.ossv4.http.TransferListener;
import io.github.ossv4.http.internal.call.CallFailures;
import io.github.ossv4.http.internal.call.CancellableFuture;
import io.github.ossv4.http.internal.call.ObservedAttempt;
import io.github.ossv4.http.internal.call.Operation;
import io.github.ossv4.http.internal.call.Transport;
import io.github.ossv4.http.internal.file.CannotWriteException;
import io.github.ossv4.http.internal.file.CheckpointFile;
import io.github.ossv4.http.internal.file.CheckpointLock;
import io.github.ossv4.http.internal.file.DownloadTarget;
import io.github.ossv4.http.internal.file.ModificationTime;
import io.github.ossv4.http.internal.file.TargetFile;
import io.github.ossv4.http.internal.operation.ChecksumMismatches;
import io.github.ossv4.http.internal.operation.GetObject;
import io.github.ossv4.http.internal.operation.HeadObject;
import io.github.ossv4.http.internal.redaction.Suppressed;
import io.github.ossv4.multipart.Part;
import io.github.ossv4.multipart.PartPlan;
import io.github.ossv4.sign.ResourceNames;
import io.github.ossv4.text.PrintableText;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.Iterator;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Downloads an object in parts: creates the temporary file, requests the first part, whose response has the metadata of
 * the object and completes the plan, downloads the parts in parallel, compares the CRC64 of the whole, and replaces the
 * file. A download that is resumed requests the metadata first, and reads the parts in the file. No thread waits for
 * the requests.
 */
public final class FileDownload {
    private static final int RANGE_NOT_SATISFIABLE = 416;

    private final Transport transport;
    private final String key;
    private final DownloadTarget target;
    private final Path file;
    private final DownloadOptions options;
    private final @Nullable CheckpointFile checkpoint;

    /** Null if there is no checkpoint, or if it is not locked. */
    private volatile @Nullable CheckpointLock lock;

    private final TransferMeter meter;
    private boolean discardsUnwritable;
    private final TransferFuture<SavedObject> transfer = new TransferFuture<>();

    /** The CRC64s of the parts; none for a response that was not used. */
    private final PartsRun<Optional<Long>> run;

    /** The temporary file of a download that is not resumed; null before it exists. */
    private volatile @Nullable TargetFile created;

    /** Null until the plan is complete. */
    private volatile @Nullable DownloadedParts parts;

    /** @throws IllegalArgumentException if file and checkpoint are the same */
    public FileDownload(Transport transport, String key, Path file, DownloadOptions options) {
        this(
                transport,
                ResourceNames.checkKey(key),
                DownloadTarget.of(file),
                Objects.requireNonNull(options, "options"),
                options.progress());
    }

    /**
     * Creates a download that has not started.
     *
     * @param progress receives the progress, in place of the options' listener; null for none
     * @throws IllegalArgumentException if file and checkpoint are the same
     */
    public FileDownload(
            Transport transport,
            String key,
            DownloadTarget target,
            DownloadOptions options,
            @Nullable TransferListener progress) {
        this.transport = transport;
        this.key = key;
        this.target = target;
        this.file = target.file();
        this.options = options;
        Path path = options.checkpoint();
        if (path != null
                && path.toAbsolutePath()
                        .normalize()
                        .equals(file.toAbsolutePath().normalize())) {
            throw new IllegalArgumentException(
                    "the checkpoint must not be the target file " + PrintableText.escape(file.toString()));
        }
        this.checkpoint = path == null ? null : new CheckpointFile(path);
        this.meter = new TransferMeter(progress, System::nanoTime);
        this.run = new PartsRun<>(Collections.emptyIterator(), options.workers(), this::fetch);
    }

    /**
     * Deletes the parts if the file cannot be written, even if there is a checkpoint. One of many files must not keep
     * the disk full for the others.
     */
    public FileDownload discardUnwritable() {
        discardsUnwritable = true;
        return this;
    }

    /**
     * Starts the download. Throws for bad input; all other failures complete the transfer. A file that cannot be
     * written fails it before a request is sent.
     */
    public TransferFuture<SavedObject> start() {
        try {
            if (checkpoint != null) {
                checkpoint.checkDirectory();
                lock = CheckpointLock.acquireIfPossible(Objects.requireNonNull(options.checkpoint()));
            }
            DownloadCheckpoint recorded = readCheckpoint();
            if (recorded == null) {
                startFirst();
            } else {
                resume(recorded);
            }
        } catch (IOException | Error e) {
            fail(e);
        }
        transfer.limit(transport, options.timeout(), "the download of " + PrintableText.escape(key), transfer::abandon);
        return transfer;
    }

    private String name() throws IOException {
        return target.resolve().getFileName().toString();
    }

    /** Returns the checkpoint of an interrupted download; null for none. */
    private @Nullable DownloadCheckpoint readCheckpoint() throws IOException {
        byte[] json = checkpoint == null ? null : checkpoint.read();
        if (json == null) {
            return null;
        }
        DownloadCheckpoint recorded;
        try {
            recorded = DownloadCheckpoint.parse(json);
        } catch (IOException e) {
            throw new IOException(checkpoint + " is not a checkpoint of a download: " + e.getMessage(), e);
        }
        String name = name();
        if (!recorded.bucket.equals(transport.bucket()) || !recorded.key.equals(key) || !recorded.file.equals(name)) {
            throw new IOException(checkpoint + " belongs to another download: of " + PrintableText.escape(recorded.key)
                    + " in bucket " + PrintableText.escape(recorded.bucket + " to a file " + recorded.file));
        }
        return recorded;
    }

    /** Creates the temporary file first: if it cannot be written, no request is sent. */
    private void startFirst() throws IOException {
        created = checkpoint == null ? TargetFile.createLocked(target) : TargetFile.create(target);
        long length = options.partSize() == null ? PartPlan.DEFAULT_PART_SIZE : options.partSize();
        run(Collections.singleton(Part.of(1, 0, length)).iterator());
    }

    /** Starts the run of the parts, after which the download finishes. */
    private void run(Iterator<Part> first) {
        transfer.cancels(run.future());
        run.future().whenIdle((crcs, failure) -> runOnExecutor(() -> finish(failure)), this::fail);
        run.start(first);
    }

    private CancellableFuture<Optional<Long>> fetch(Part part) throws IOException {
        DownloadedParts planned = parts;
        if (planned == null) {
            return fetchFirst(part, Objects.requireNonNull(created));
        }
        return PartToFile.of(planned, part, options, meter)
                .exchange(transport, received -> {
                    planned.checkUnchanged(received);
                    return part;
                })
                .enqueue()
                .convert(crc -> done(planned, part, crc));
    }

    /**
     * Requests the first part of an object whose metadata is unknown.
     *
     * @param requested without bytes for the whole object
     */
    private CancellableFuture<Optional<Long>> fetchFirst(Part requested, TargetFile temporary) throws IOException {
        CancellableFuture<Optional<Long>> saving = PartToFile.first(key, requested, options, temporary, meter)
                .exchange(transport, received -> firstPart(received, requested, temporary))
                .enqueue()
                .convert(crc -> {
                    DownloadedParts planned = parts;
                    return planned == null ? crc : done(planned, planned.plan().part(1), crc);
                });
        CancellableFuture<Optional<Long>> fetching = new CancellableFuture<>();
        fetching.after(saving, fetching::succeed, failure -> {
            try {
                // Only the response to a range can mean that the object is empty.
                if (parts == null && requested.length() > 0 && isOfEmptyObject(failure) && !fetching.isDone()) {
                    fetching.completeWith(fetchFirst(Part.of(1, 0, 0), temporary));
                } else {
                    fetching.fail(failure);
                }
            } catch (Throwable t) {
                fetching.fail(t);
            }
        });
        return fetching;
    }

    /**
     * Returns the part that the first response has; null if the response is not used. A retry must receive the same
     * object.
     */
    private @Nullable Part firstPart(ObjectMetadata received, Part requested, TargetFile temporary) throws IOException {
        DownloadedParts planned = parts;
        boolean isRetry = planned != null;
        if (planned == null) {
            try {
                planned = plan(received, temporary);
            } catch (Throwable t) {
                // Not thrown: a retry would fail as well.
                run.fail(t);
                return null;
            }
        }
        planned.checkUnchanged(received);
        Part first = planned.plan().part(1);
        // The parts of an object of more than 60 GB are longer than requested.
        boolean isReceived = first.length() <= requested.length();
        if (!isRetry) {
            run.start(planned.missing(isReceived ? 2 : 1));
        }
        return isReceived ? first : null;
    }

    private DownloadedParts plan(ObjectMetadata metadata, TargetFile temporary) throws IOException {
        PartPlan plan = planOf(metadata);
        // A download of one part is not resumed.
        CheckpointFile resumed = plan.count() == 1 ? null : checkpoint;
        if (resumed != null) {
            if (readCheckpoint() != null) {
                // Created while the first request was in progress, by a process that does not see the lock.
                throw new IOException("another download with the checkpoint " + checkpoint + " is in progress");
            }
            temporary.lock();
        }
        DownloadedParts planned = newParts(temporary, metadata, plan, resumed);
        begin(planned);
        return planned;
    }

    private DownloadedParts newParts(
            TargetFile temporary, ObjectMetadata metadata, PartPlan plan, @Nullable CheckpointFile resumed)
            throws IOException {
        DownloadCheckpoint outline = DownloadCheckpoint.of(
                transport.bucket(),
                metadata,
                plan,
                name(),
                temporary.temporary().getFileName().toString());
        return new DownloadedParts(temporary, metadata, outline, resumed);
    }

    private PartPlan planOf(ObjectMetadata metadata) throws IOException {
        if (metadata.size() > PartPlan.MAX_SIZE) {
            throw new IOException(
                    "OSS returned an invalid size of " + PrintableText.escape(key) + ": " + metadata.size());
        }
        if (metadata.size() < 0) {
            throw new IOException("OSS did not return the size of " + PrintableText.escape(key) + " (request id "
                    + metadata.requestId() + ")");
        }
        Long partSize = options.partSize();
        PartPlan plan = partSize == null ? PartPlan.of(metadata.size()) : PartPlan.of(metadata.size(), partSize);
        if (plan.count() > 1 && metadata.etag() == null && metadata.versionId() == null) {
            throw new IOException("OSS returned neither ETag nor version of " + PrintableText.escape(key)
                    + ", its parts may belong to several objects (request id " + metadata.requestId() + ")");
        }
        return plan;
    }

    private void begin(DownloadedParts planned) throws IOException {
        meter.total(planned.plan().size(), planned.plan().count());
        for (Part part : planned.complete()) {
            meter.found(part.length());
            notifyCompleted(part);
        }
        planned.target().endAt(planned.plan().size());
        // Before the first byte: a killed process then leaves no bytes without a checkpoint.
        planned.record();
        parts = planned;
        meter.report();
    }

    private void resume(DownloadCheckpoint recorded) throws IOException {
        Operation operation = HeadObject.operation(key, options.requesterPays(), options.conditions())
                .query("versionId", options.versionId());
        transfer.after(
                HeadObject.exchange(transport, key, operation).enqueue(),
                metadata -> runOnExecutor(() -> open(metadata, recorded)),
                failure -> runOnExecutor(() -> fail(failure)));
    }

    private void open(ObjectMetadata metadata, DownloadCheckpoint recorded) {
        try {
            DownloadedParts opened = reopen(metadata, recorded, Objects.requireNonNull(checkpoint));
            parts = opened;
            PartsRun<Part> reading =
                    new PartsRun<>(opened.complete().iterator(), options.workers(), part -> read(opened, part));
            transfer.after(
                    reading.future(),
                    done -> runOnExecutor(() -> fetchMissing(opened)),
                    failure -> runOnExecutor(() -> fail(failure)));
            reading.start();
        } catch (Throwable t) {
            fail(t);
        }
    }

    private DownloadedParts reopen(ObjectMetadata metadata, DownloadCheckpoint recorded, CheckpointFile resumed)
            throws IOException {
        PartPlan plan = planOf(metadata);
        TargetFile fresh = TargetFile.create(target);
        try {
            TargetFile before = fresh.reopen(recorded.temporary, resumed);
            if (before != null && recorded.isOf(metadata)) {
                // Only its attributes were needed. An empty file that is left does not prevent the download.
                fresh.discardQuietly();
                return new DownloadedParts(before, metadata, recorded, resumed);
            }
            if (before != null) {
                before.discardQuietly();
            }
            fresh.lock();
            return newParts(fresh, metadata, plan, resumed);
        } catch (Throwable t) {
            fresh.discard(t);
            throw t;
        }
    }

    /** Reads a part that an earlier process wrote. */
    private CancellableFuture<Part> read(DownloadedParts opened, Part part) throws IOException {
        CancellableFuture<Part> reading = new CancellableFuture<>();
        transport.execute(() -> {
            try {
                opened.check(part, reading::isDone);
                reading.succeed(part);
            } catch (Throwable t) {
                reading.fail(t);
            }
        });
        return reading;
    }

    private void fetchMissing(DownloadedParts opened) {
        try {
            begin(opened);
            run(opened.missing(1));
        } catch (Throwable t) {
            fail(t);
        }
    }

    private Optional<Long> done(DownloadedParts planned, Part part, Optional<Long> crc) throws IOException {
        if (crc.isPresent()) {
            planned.done(part, crc.get());
            meter.done(part.number(), part.length());
            notifyCompleted(part);
        }
        return crc;
    }

    private void notifyCompleted(Part part) {
        ObservedAttempt.notifyListener(transport.listener(), listener -> listener.partCompleted(key, part));
    }

    private void finish(@Nullable Throwable failure) {
        DownloadedParts complete = parts;
        try {
            Throwable failed = transfer.isDone() ? new CancellationException() : failure;
            if (failed != null || complete == null) {
                fail(changed(Objects.requireNonNull(failed)));
                return;
            }
            SavedObject saved = saved(complete);
            CheckpointLock.release(lock);
            meter.afterReports(() -> transfer.succeed(saved));
        } catch (ChecksumMismatchException e) {
            // The corrupt part is unknown.
            Objects.requireNonNull(complete).discard(e);
            CheckpointLock.release(lock);
            transfer.fail(e);
        } catch (Throwable t) {
            fail(t);
        }
    }

    private SavedObject saved(DownloadedParts complete) throws IOException {
        ObjectMetadata metadata = complete.metadata();
        long crc = complete.crc64();
        Long expected = metadata.crc64();
        if (expected != null && expected != crc) {
            throw ChecksumMismatches.downloaded(
                    GetObject.operation(key, GetOptions.NONE).by(transport), crc, expected);
        }
        complete.move(options.keepsTime() ? timeOf(metadata) : null);
        return SavedObject.of(file, metadata, expected != null);
    }

    /** Returns the modification time that the file of an object gets; null if it is unknown. */
    static @Nullable Instant timeOf(ObjectMetadata metadata) {
        Instant kept = ModificationTime.parse(metadata.metadata().get(ModificationTime.METADATA));
        return kept == null ? metadata.lastModified() : kept;
    }

    /**
     * Converts a 412, as the only condition of a part is the ETag of the object, and the 416 of an object that became
     * shorter.
     */
    private Throwable changed(Throwable failure) {
        return parts != null && (CallFailures.isPreconditionFailed(failure) || isOfEmptyObject(failure))
                ? new IOException(
                        "the object changed during the download, start again: " + failure.getMessage(), failure)
                : failure;
    }

    /** Returns whether OSS has refused the range because the object is empty. */
    private static boolean isOfEmptyObject(Throwable failure) {
        return failure instanceof ServiceException && ((ServiceException) failure).status() == RANGE_NOT_SATISFIABLE;
    }

    /** Completes the download exceptionally, even if the cleanup fails. */
    private void fail(Throwable failure) {
        try {
            DownloadedParts incomplete = parts;
            TargetFile unused = created;
            if (incomplete != null && discardsUnwritable && isCausedByFile(failure)) {
                incomplete.discard(failure);
            } else if (incomplete != null) {
                incomplete.keepOrDiscard(failure);
            } else if (unused != null) {
                unused.discard(failure);
            }
        } catch (Throwable t) {
            Suppressed.add(failure, t);
        }
        CheckpointLock.release(lock);
        transfer.fail(failure);
    }

    private static boolean isCausedByFile(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CannotWriteException) {
                return true;
            }
        }
        return false;
    }

    /** Runs a step that blocks, on a thread that no other call needs. */
    private void runOnExecutor(Runnable step) {
        try {
            transport.executor().execute(step);
        } catch (Throwable t) {
            // The client is closed, or no thread can be created: files are cleaned up nevertheless.
            step.run();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.transfer;

import io.github.ossv4.http.ChecksumMismatchException;
import io.github.ossv4.http.DownloadOptions;
import io.github.ossv4.http.GetOptions;
import io.github.ossv4.http.ObjectMetadata;
import io.github.ossv4.http.SavedObject;
import io.github.ossv4.http.ServiceException;
import io.github.ossv4.http.internal.call.CallFailures;
import io.github.ossv4.http.internal.call.ObservedAttempt;
import io.github.ossv4.http.internal.call.Operation;
import io.github.ossv4.http.internal.call.Scope;
import io.github.ossv4.http.internal.call.Transport;
import io.github.ossv4.http.internal.file.CannotWriteException;
import io.github.ossv4.http.internal.file.CheckpointFile;
import io.github.ossv4.http.internal.file.CheckpointLock;
import io.github.ossv4.http.internal.file.DownloadTarget;
import io.github.ossv4.http.internal.file.ModificationTime;
import io.github.ossv4.http.internal.file.TargetFile;
import io.github.ossv4.http.internal.file.TransferMeter;
import io.github.ossv4.http.internal.operation.ChecksumMismatches;
import io.github.ossv4.http.internal.operation.GetObject;
import io.github.ossv4.http.internal.operation.HeadObject;
import io.github.ossv4.internal.error.Suppressed;
import io.github.ossv4.internal.text.PrintableText;
import io.github.ossv4.internal.text.ResourceNames;
import io.github.ossv4.multipart.Part;
import io.github.ossv4.multipart.PartPlan;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.Iterator;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Downloads an object in parts: creates the temporary file, requests the first part, whose response has the metadata of
 * the object and completes the plan, downloads the parts in parallel, compares the CRC64 of the whole, and replaces the
 * file. A download that is resumed requests the metadata first, and reads the parts in the file. Other parts are not
 * read again: that took a tenth of the time, and read the page cache instead of the disk.
 *
 * <p>Rule: The response with the first part completes the plan of a download; a retry must have the same object ({@code
 * DownloadOnTheWireTest}).
 */
public final class FileDownload {
    private static final int RANGE_NOT_SATISFIABLE = 416;

    private final Transport transport;
    private final String key;
    private final DownloadTarget target;
    private final Path file;
    private final DownloadOptions options;
    private final @Nullable CheckpointFile checkpoint;
    private final TransferMeter meter;
    private boolean discardsUnwritable;

    /** The temporary file of a download that is not resumed; null before it exists, or if it does not any more. */
    private @Nullable TargetFile created;

    /** Null until the plan is complete, or if the temporary file does not exist any more. */
    private volatile @Nullable DownloadedParts parts;

    /** @throws IllegalArgumentException if file and checkpoint are the same */
    public FileDownload(Transport transport, String key, Path file, DownloadOptions options) {
        this(
                transport,
                ResourceNames.checkKey(key),
                DownloadTarget.of(file),
                Objects.requireNonNull(options, "options"));
    }

    /**
     * Creates a download that has not started.
     *
     * @throws IllegalArgumentException if file and checkpoint are the same
     */
    FileDownload(Transport transport, String key, DownloadTarget target, DownloadOptions options) {
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
        this.meter = new TransferMeter(options.progress(), System::nanoTime);
    }

    /**
     * Deletes the parts if the file cannot be written, even if there is a checkpoint. One of many files must not keep
     * the disk full for the others.
     */
    FileDownload discardUnwritable() {
        discardsUnwritable = true;
        return this;
    }

    /** Returns the download. A file that cannot be written fails it before a request is sent. */
    public TransferCall<SavedObject> call() {
        return new TransferCall<>(transport, label(key), options.timeout(), this::run);
    }

    static String label(String key) {
        return "the download of " + PrintableText.escape(key);
    }

    /** Downloads, and blocks until there is a result. Single use. */
    private SavedObject run(Scope scope) throws IOException {
        // The size of a processed object is not known before, and it has no ranges.
        return options.process() == null
                ? runInParts(scope)
                : new SaveToFile(transport, key, target, options).execute(scope);
    }

    private SavedObject runInParts(Scope scope) throws IOException {
        CheckpointLock lock = null;
        try {
            if (checkpoint != null) {
                checkpoint.checkDirectory();
                lock = CheckpointLock.acquireIfPossible(Objects.requireNonNull(options.checkpoint()));
            }
            DownloadCheckpoint recorded = readCheckpoint();
            return save(recorded == null ? fetchAll(scope) : resume(recorded, scope));
        } catch (IOException e) {
            IOException failure = named(e);
            keepOrDiscard(failure);
            throw failure;
        } catch (RuntimeException | Error e) {
            keepOrDiscard(e);
            throw e;
        } finally {
            CheckpointLock.release(lock);
        }
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
    private DownloadedParts fetchAll(Scope scope) throws IOException {
        TargetFile temporary = TargetFile.create(target);
        created = temporary;
        long length = options.partSize() == null ? PartPlan.DEFAULT_PART_SIZE : options.partSize();
        Part first = Part.of(1, 0, length);
        Fetching fetching = new Fetching(scope, temporary);
        fetching.run(Collections.singleton(first).iterator());
        return Objects.requireNonNull(parts);
    }

    /** The requests of the parts. Their results are the CRC64s of the parts; none for a response that was not used. */
    private final class Fetching {
        private final Parts<Optional<Long>> run;
        private final TargetFile temporary;

        Fetching(Scope scope, TargetFile temporary) {
            this.run = new Parts<>(transport, scope, options.parallel(), this::fetch);
            this.temporary = temporary;
        }

        void run(Iterator<Part> first) throws IOException {
            run.run(first);
        }

        private Optional<Long> fetch(Part part, Scope scope) throws IOException {
            DownloadedParts planned = parts;
            if (planned == null) {
                return fetchFirst(part, scope);
            }
            Optional<Long> crc = PartToFile.of(planned, part, options, meter)
                    .exchange(transport, received -> {
                        planned.checkUnchanged(received);
                        return part;
                    })
                    .execute(scope);
            return done(planned, part, crc);
        }

        /**
         * Requests the first part of an object whose metadata is unknown.
         *
         * @param requested without bytes for the whole object
         */
        private Optional<Long> fetchFirst(Part requested, Scope scope) throws IOException {
            try {
                Optional<Long> crc = PartToFile.first(key, requested, options, temporary, meter)
                        .exchange(transport, received -> firstPart(received, requested))
                        .execute(scope);
                DownloadedParts planned = parts;
                return planned == null ? crc : done(planned, planned.plan().part(1), crc);
            } catch (ServiceException e) {
                // Only the response to a range can mean that the object is empty.
                if (parts == null && requested.length() > 0 && isOfEmptyObject(e)) {
                    return fetchFirst(Part.of(1, 0, 0), scope);
                }
                throw e;
            }
        }

        /**
         * Returns the part that the first response has; null if the response is not used. A retry must receive the same
         * object.
         */
        private @Nullable Part firstPart(ObjectMetadata received, Part requested) throws IOException {
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
                run.follow(planned.missing(isReceived ? 2 : 1));
            }
            return isReceived ? first : null;
        }
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

    private DownloadedParts resume(DownloadCheckpoint recorded, Scope scope) throws IOException {
        Operation operation = HeadObject.operation(key, options.conditions()).query("versionId", options.versionId());
        ObjectMetadata metadata = HeadObject.exchange(transport, key, operation).execute(scope);
        DownloadedParts opened = reopen(metadata, recorded, Objects.requireNonNull(checkpoint));
        parts = opened;
        // Another process wrote them.
        new Parts<Part>(transport, scope, options.parallel(), (part, ofPart) -> {
                    opened.check(part, ofPart::isOver);
                    return part;
                })
                .run(opened.complete().iterator());
        begin(opened);
        new Fetching(scope, opened.target()).run(opened.missing(1));
        return opened;
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

    private SavedObject save(DownloadedParts complete) throws IOException {
        try {
            return saved(complete);
        } catch (ChecksumMismatchException e) {
            // The corrupt part is unknown.
            complete.discard(e);
            parts = null;
            created = null;
            throw e;
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
        complete.move(options.keepTime() ? timeOf(metadata) : null);
        return SavedObject.of(file, metadata, expected != null);
    }

    /** Returns the modification time that the file of an object gets; null if it is unknown. */
    static @Nullable Instant timeOf(ObjectMetadata metadata) {
        Instant kept = ModificationTime.parse(metadata.metadata().get(ModificationTime.METADATA));
        return kept == null ? metadata.lastModified() : kept;
    }

    /**
     * Converts a 412, as the only condition of a part is the ETag of the object, the 416 of an object that became
     * shorter, and an interrupt, which has no message.
     */
    private IOException named(IOException failure) {
        if (failure instanceof ClosedByInterruptException) {
            return CallFailures.withCall(label(key), failure, "");
        }
        return parts != null && (CallFailures.isPreconditionFailed(failure) || isOfEmptyObject(failure))
                ? new IOException(
                        "the object changed during the download, start again: " + failure.getMessage(), failure)
                : failure;
    }

    /** Returns whether OSS has refused the range because the object is empty. */
    private static boolean isOfEmptyObject(Throwable failure) {
        return failure instanceof ServiceException && ((ServiceException) failure).status() == RANGE_NOT_SATISFIABLE;
    }

    /** Closes the file of a download that has failed, even if the cleanup fails. */
    private void keepOrDiscard(Throwable failure) {
        try {
            DownloadedParts incomplete = parts;
            if (incomplete != null && discardsUnwritable && isCausedByFile(failure)) {
                incomplete.discard(failure);
            } else if (incomplete != null) {
                incomplete.keepOrDiscard(failure);
            } else if (created != null) {
                created.discard(failure);
            }
        } catch (Throwable t) {
            Suppressed.add(failure, t);
        }
    }

    private static boolean isCausedByFile(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CannotWriteException) {
                return true;
            }
        }
        return false;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.transfer;

import io.github.ossv4.http.ChecksumMismatchException;
import io.github.ossv4.http.DownloadOptions;
import io.github.ossv4.http.GetOptions;
import io.github.ossv4.http.ObjectMetadata;
import io.github.ossv4.http.SavedObject;
import io.github.ossv4.http.TransferListener;
import io.github.ossv4.http.internal.call.CallFailures;
import io.github.ossv4.http.internal.call.CancellableFuture;
import io.github.ossv4.http.internal.call.ObservedAttempt;
import io.github.ossv4.http.internal.call.Operation;
import io.github.ossv4.http.internal.call.Transport;
import io.github.ossv4.http.internal.file.CheckpointFile;
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
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Downloads an object in parts: creates the temporary file, downloads the first part, whose response has the metadata of the
 * object, and the others in parallel, compares the CRC64 of the whole, and replaces the file. A download that is resumed requests
 * the metadata first. No thread waits for the requests.
 */
public final class FileDownload {
    private final Transport transport;
    private final String key;
    private final DownloadTarget target;
    private final Path file;
    private final DownloadOptions options;
    private final @Nullable CheckpointFile checkpoint;
    private final TransferMeter meter;
    private final TransferFuture<SavedObject> transfer = new TransferFuture<>();

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
    }

    /**
     * Starts the download. Throws for bad input; all other failures complete the transfer. A file that cannot be written
     * fails it before a request is sent.
     */
    public TransferFuture<SavedObject> start() {
        try {
            String name = target.resolve().getFileName().toString();
            DownloadCheckpoint recorded = readCheckpoint(name);
            if (recorded == null) {
                get(name);
            } else {
                head(name, recorded);
            }
        } catch (IOException | Error e) {
            fail(e);
        }
        transfer.limit(transport, options.timeout(), "the download of " + PrintableText.escape(key), transfer::abandon);
        return transfer;
    }

    /** Returns the checkpoint of an interrupted download; null for none. */
    private @Nullable DownloadCheckpoint readCheckpoint(String name) throws IOException {
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
        if (!recorded.bucket.equals(transport.bucket()) || !recorded.key.equals(key) || !recorded.file.equals(name)) {
            throw new IOException(checkpoint + " belongs to another download: of " + PrintableText.escape(recorded.key)
                    + " in bucket " + PrintableText.escape(recorded.bucket + " to a file " + recorded.file));
        }
        Long partSize = options.partSize();
        if (partSize != null && partSize != recorded.plan.partSize()) {
            throw new IOException(checkpoint + " belongs to a download with a part size of " + recorded.plan.partSize()
                    + " bytes, not " + partSize);
        }
        return recorded;
    }

    /** Creates the temporary file first: if it cannot be written, no request is sent. */
    private void get(String name) throws IOException {
        if (checkpoint != null) {
            checkpoint.checkDirectory();
        }
        TargetFile created = TargetFile.create(target);
        FirstPart first = new FirstPart(key, options, (started, metadata) -> begin(name, metadata, created, started));
        transfer.cancels(first.future());
        first.future()
                .whenIdle(
                        (crc, failure) -> {
                            if (failure != null && !first.hasBegun()) {
                                runOnExecutor(() -> notBegun(name, created, first.reason(failure)));
                            }
                        },
                        thrown -> notBegun(name, created, thrown));
        try {
            first.start(transport);
        } catch (Throwable t) {
            created.discard(t);
            throw t;
        }
    }

    private PartToFile begin(String name, ObjectMetadata metadata, TargetFile created, FirstPart first)
            throws IOException {
        PartPlan plan = plan(metadata);
        // A download of one part is not resumed.
        CheckpointFile resumed = plan.count() == 1 ? null : checkpoint;
        if (resumed != null) {
            requireNoCheckpoint(name);
            created.lock();
        }
        DownloadedParts parts = parts(created, metadata, plan, name, resumed);
        // Before the other parts start: it may fail.
        PartToFile file = toFile(metadata, plan.part(1), parts);
        fetch(metadata, parts, first);
        return file;
    }

    /** Another download, or another program, may have created it while the first request was in progress. */
    private void requireNoCheckpoint(String name) throws IOException {
        if (readCheckpoint(name) != null) {
            throw new IOException("another download with the checkpoint " + checkpoint + " is in progress");
        }
    }

    private void notBegun(String name, TargetFile created, Throwable failure) {
        created.discard(failure);
        try {
            if (FirstPart.isOfEmptyObject(failure) && !transfer.isDone()) {
                head(name, null);
            } else {
                fail(failure);
            }
        } catch (Throwable t) {
            fail(t);
        }
    }

    private void head(String name, @Nullable DownloadCheckpoint recorded) throws IOException {
        Operation operation = HeadObject.operation(key, options.requesterPays(), options.conditions())
                .query("versionId", options.versionId());
        CancellableFuture<ObjectMetadata> finding =
                HeadObject.exchange(transport, key, operation).enqueue();
        transfer.cancels(finding);
        finding.whenIdle(
                (metadata, failure) -> runOnExecutor(() -> {
                    if (failure != null) {
                        fail(failure);
                    } else {
                        found(name, metadata, recorded);
                    }
                }),
                this::fail);
    }

    private void found(String name, ObjectMetadata metadata, @Nullable DownloadCheckpoint recorded) {
        DownloadedParts parts;
        try {
            parts = open(name, metadata, recorded);
        } catch (Throwable t) {
            fail(t);
            return;
        }
        try {
            fetch(metadata, parts, null);
        } catch (Throwable t) {
            fail(parts, t);
        }
    }

    /** Completes the download exceptionally, even if the cleanup fails. */
    private void fail(DownloadedParts parts, Throwable failure) {
        try {
            parts.keepOrDiscard(failure);
        } catch (Throwable t) {
            Suppressed.add(failure, t);
        }
        fail(failure);
    }

    private DownloadedParts open(String name, ObjectMetadata metadata, @Nullable DownloadCheckpoint recorded)
            throws IOException {
        PartPlan plan = plan(metadata);
        TargetFile fresh = TargetFile.create(target);
        try {
            TargetFile before =
                    recorded == null || checkpoint == null ? null : fresh.reopen(recorded.temporary, checkpoint);
            if (before != null && recorded != null) {
                if (recorded.isOf(metadata)) {
                    // Only its attributes were needed. An empty file that is left does not prevent the download.
                    fresh.discardQuietly();
                    return new DownloadedParts(before, recorded, checkpoint);
                }
                discard(before);
            }
            if (recorded == null) {
                // An empty object.
                return parts(fresh, metadata, plan, name, null);
            }
            if (checkpoint != null) {
                fresh.lock();
            }
        } catch (Throwable t) {
            fresh.discard(t);
            throw t;
        }
        return parts(fresh, metadata, plan, name, checkpoint);
    }

    private DownloadedParts parts(
            TargetFile created, ObjectMetadata metadata, PartPlan plan, String name, @Nullable CheckpointFile resumed) {
        String temporary = created.temporary().getFileName().toString();
        return new DownloadedParts(
                created, DownloadCheckpoint.of(transport.bucket(), metadata, plan, name, temporary), resumed);
    }

    private PartPlan plan(ObjectMetadata metadata) throws IOException {
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

    private static void discard(TargetFile outdated) throws IOException {
        IOException failure = new IOException("cannot delete " + outdated.temporary());
        outdated.discard(failure);
        if (failure.getSuppressed().length > 0) {
            throw failure;
        }
    }

    /** @param first the request for the first part that is in progress; null for none */
    private void fetch(ObjectMetadata metadata, DownloadedParts parts, @Nullable FirstPart first) throws IOException {
        meter.total(parts.plan().size(), parts.plan().count());
        for (Part part : parts.find(transfer::isDone)) {
            meter.found(part.length());
            notifyCompleted(part);
        }
        parts.target().endAt(parts.plan().size());
        // Before the first byte: a killed process then leaves no bytes without a checkpoint.
        parts.record();
        meter.report();
        PartsRun<Long> run = new PartsRun<>(
                parts.missing().iterator(), options.workers(), part -> start(metadata, part, parts, first));
        transfer.onCancel(() -> {
            if (first != null) {
                first.future().cancel(true);
            }
            run.future().cancel(true);
        });
        Consumer<Throwable> onFailure = thrown -> fail(parts, thrown);
        run.future()
                .whenIdle(
                        (done, failure) -> {
                            Runnable finish = () -> runOnExecutor(() -> finish(metadata, parts, failure));
                            if (first == null) {
                                finish.run();
                            } else {
                                // A run that is cancelled before its start does not wait for the first request.
                                first.future().whenIdle((crc, firstFailure) -> finish.run(), onFailure);
                            }
                        },
                        onFailure);
        run.start();
    }

    private CancellableFuture<Long> start(
            ObjectMetadata metadata, Part part, DownloadedParts parts, @Nullable FirstPart first) throws IOException {
        CancellableFuture<Long> receiving = first != null && part.number() == 1
                ? received(metadata, part, parts, first)
                : request(metadata, part, parts);
        return receiving.convert(crc -> {
            parts.done(part, crc);
            meter.done(part.number(), part.length());
            notifyCompleted(part);
            return crc;
        });
    }

    private CancellableFuture<Long> request(ObjectMetadata metadata, Part part, DownloadedParts parts)
            throws IOException {
        return toFile(metadata, part, parts).exchange(transport).enqueue();
    }

    /** Returns the first part, which is in the first response, or is requested if it is longer than that. */
    private CancellableFuture<Long> received(
            ObjectMetadata metadata, Part part, DownloadedParts parts, FirstPart first) {
        CancellableFuture<Long> receiving = new CancellableFuture<>();
        receiving.after(
                first.future(),
                crc -> {
                    if (crc.isPresent()) {
                        receiving.succeed(crc.get());
                    } else if (receiving.isDone()) {
                        receiving.markIdle();
                    } else {
                        receiving.completeWith(request(metadata, part, parts));
                    }
                },
                receiving::fail);
        return receiving;
    }

    private PartToFile toFile(ObjectMetadata metadata, Part part, DownloadedParts parts) {
        return new PartToFile(metadata, part, options, parts.target(), meter);
    }

    private void notifyCompleted(Part part) {
        ObservedAttempt.notifyListener(transport.listener(), listener -> listener.partCompleted(key, part));
    }

    private void finish(ObjectMetadata metadata, DownloadedParts parts, @Nullable Throwable failure) {
        try {
            Throwable failed = transfer.isDone() ? new CancellationException() : failure;
            if (failed != null) {
                Throwable reason = changed(failed);
                fail(parts, reason);
                return;
            }
            SavedObject saved = saved(metadata, parts);
            meter.afterReports(() -> transfer.succeed(saved));
        } catch (ChecksumMismatchException e) {
            // The corrupt part is unknown.
            parts.discard(e);
            fail(e);
        } catch (Throwable t) {
            fail(parts, t);
        }
    }

    private SavedObject saved(ObjectMetadata metadata, DownloadedParts parts) throws IOException {
        long crc = parts.crc64();
        Long expected = metadata.crc64();
        if (expected != null && expected != crc) {
            throw ChecksumMismatches.downloaded(
                    GetObject.operation(key, GetOptions.NONE).at(transport.host()), crc, expected);
        }
        parts.move(options.keepsTime() ? timeOf(metadata) : null);
        return SavedObject.of(file, metadata, expected != null);
    }

    /** Returns the modification time that the file of an object gets; null if it is unknown. */
    static @Nullable Instant timeOf(ObjectMetadata metadata) {
        Instant kept = ModificationTime.parse(metadata.metadata().get(ModificationTime.METADATA));
        return kept == null ? metadata.lastModified() : kept;
    }

    /** Converts a 412, as the only condition of a part is the ETag of the object, and the 416 of an object that became shorter. */
    private static Throwable changed(Throwable failure) {
        return CallFailures.isPreconditionFailed(failure) || FirstPart.isOfEmptyObject(failure)
                ? new IOException(
                        "the object changed during the download, start again: " + failure.getMessage(), failure)
                : failure;
    }

    private void fail(Throwable failure) {
        transfer.fail(failure);
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

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.multipart.Part;
import io.github.ossv4.multipart.PartPlan;
import io.github.ossv4.text.PrintableText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Downloads an object in parts: asks for the object, opens what is written beside the file, fetches the parts that are
 * missing, compares the CRC64 of the whole, and has it take its place. No thread waits for any of it.
 */
final class FileDownload {
    private static final int PRECONDITION_FAILED = 412;

    private final Transport transport;
    private final String key;
    private final Path file;
    private final DownloadOptions options;
    private final @Nullable CheckpointFile checkpoint;
    private final TransferMeter meter;
    private final Transfer<SavedObject> transfer = new Transfer<>();

    /** @throws IllegalArgumentException if file and checkpoint are the same */
    FileDownload(Transport transport, String key, Path file, DownloadOptions options) {
        this.transport = transport;
        this.key = key;
        this.file = file;
        this.options = options;
        Path noted = options.checkpoint();
        if (noted != null
                && noted.toAbsolutePath()
                        .normalize()
                        .equals(file.toAbsolutePath().normalize())) {
            throw new IllegalArgumentException(
                    "the checkpoint is the file that is downloaded to: " + PrintableText.escape(file.toString()));
        }
        this.checkpoint = noted == null ? null : new CheckpointFile(noted);
        this.meter = new TransferMeter(options.progress(), System::nanoTime);
    }

    /** Begins. What cannot be right is thrown; all else fails the transfer, a file that cannot be written to before anything is sent. */
    Transfer<SavedObject> start() {
        try {
            String name = TargetFile.target(file).getFileName().toString();
            ask(name, noted(name));
        } catch (IOException | Error e) {
            end(e);
        }
        return transfer;
    }

    /** What a download before this one noted; null if there was none. */
    private @Nullable DownloadCheckpoint noted(String name) throws IOException {
        byte[] json = checkpoint == null ? null : checkpoint.read();
        // An empty file is what a temporary one is at first, or what a computer that lost its power leaves.
        if (json == null || json.length == 0) {
            return null;
        }
        DownloadCheckpoint noted;
        try {
            noted = DownloadCheckpoint.parse(json);
        } catch (IOException e) {
            throw new IOException(checkpoint + " is not the checkpoint of a download: " + e.getMessage(), e);
        }
        if (!noted.bucket.equals(transport.bucket()) || !noted.key.equals(key) || !noted.file.equals(name)) {
            throw new IOException(
                    checkpoint + " is the checkpoint of another download: of " + PrintableText.escape(noted.key)
                            + " in bucket " + PrintableText.escape(noted.bucket + " to a file " + noted.file));
        }
        Long partSize = options.partSize();
        if (partSize != null && partSize != noted.plan.partSize()) {
            throw new IOException(checkpoint + " is the checkpoint of a download in parts of " + noted.plan.partSize()
                    + " bytes, not " + partSize);
        }
        return noted;
    }

    private void ask(String name, @Nullable DownloadCheckpoint noted) throws IOException {
        Operation operation = new Operation("HeadObject", "HEAD", key);
        options.applyToHead(operation);
        CancellableFuture<ObjectMetadata> heading =
                HeadObject.exchange(transport, key, operation).enqueue();
        transfer.cancels(heading);
        heading.whenIdle((metadata, failure) -> later(() -> {
            if (failure != null) {
                end(failure);
            } else {
                answered(name, metadata, noted);
            }
        }));
    }

    private void answered(String name, ObjectMetadata metadata, @Nullable DownloadCheckpoint noted) {
        DownloadedParts parts;
        try {
            parts = open(name, metadata, noted);
        } catch (Throwable t) {
            end(t);
            return;
        }
        try {
            fetch(metadata, parts);
        } catch (Throwable t) {
            leave(parts, t);
        }
    }

    /** Whatever goes wrong with what is left, the download ends. */
    private void leave(DownloadedParts parts, Throwable failure) {
        try {
            parts.leave(failure);
        } catch (Throwable t) {
            failure.addSuppressed(t);
        }
        end(failure);
    }

    private DownloadedParts open(String name, ObjectMetadata metadata, @Nullable DownloadCheckpoint noted)
            throws IOException {
        PartPlan plan = plan(metadata);
        TargetFile before = noted == null ? null : reopen(noted);
        if (before != null && noted != null) {
            if (noted.isOf(metadata)) {
                return new DownloadedParts(before, noted, checkpoint);
            }
            discard(before);
        }
        TargetFile target = TargetFile.create(file);
        if (checkpoint != null) {
            target.lock();
        }
        String beside = target.beside().getFileName().toString();
        return new DownloadedParts(
                target, DownloadCheckpoint.of(transport.bucket(), metadata, plan, name, beside), checkpoint);
    }

    private PartPlan plan(ObjectMetadata metadata) throws IOException {
        if (metadata.size() > PartPlan.MAX_SIZE) {
            throw new IOException(
                    "OSS reports an impossible size of " + PrintableText.escape(key) + ": " + metadata.size());
        }
        if (metadata.size() < 0) {
            throw new IOException("OSS does not tell the size of " + PrintableText.escape(key) + " (request id "
                    + metadata.requestId() + ")");
        }
        Long partSize = options.partSize();
        PartPlan plan = partSize == null ? PartPlan.of(metadata.size()) : PartPlan.of(metadata.size(), partSize);
        if (plan.count() > 1 && metadata.etag() == null && metadata.versionId() == null) {
            throw new IOException("OSS tells neither ETag nor version of " + PrintableText.escape(key)
                    + ", its parts could be those of several objects (request id " + metadata.requestId() + ")");
        }
        return plan;
    }

    /** What was written before; null if it is not there any more. */
    private @Nullable TargetFile reopen(DownloadCheckpoint noted) throws IOException {
        TargetFile target = TargetFile.reopen(file, noted.beside);
        if (target != null && !target.lock()) {
            target.close();
            throw new IOException("another download with the checkpoint " + checkpoint + " is under way");
        }
        return target;
    }

    private static void discard(TargetFile outdated) throws IOException {
        IOException failure = new IOException("cannot delete " + outdated.beside());
        outdated.discard(failure);
        if (failure.getSuppressed().length > 0) {
            throw failure;
        }
    }

    private void fetch(ObjectMetadata metadata, DownloadedParts parts) throws IOException {
        meter.total(parts.plan().size(), parts.plan().count());
        for (Part part : parts.find(transfer::isDone)) {
            meter.found(part.length());
            tellDone(part);
        }
        // Before the first byte: a process that is killed leaves nothing that is not noted.
        parts.note();
        meter.report();
        PartsRun run =
                new PartsRun(parts.missing().iterator(), options.workers(), part -> begin(metadata, part, parts));
        transfer.cancels(run.future());
        run.future().whenIdle((done, failure) -> later(() -> ended(metadata, parts, failure)));
        run.start();
    }

    private CancellableFuture<Long> begin(ObjectMetadata metadata, Part part, DownloadedParts parts)
            throws IOException {
        CancellableFuture<Long> fetching = new PartToFile(metadata, part, options, parts.target(), meter)
                .exchange(transport)
                .enqueue();
        CancellableFuture<Long> future = new CancellableFuture<>();
        future.cancels(fetching);
        fetching.whenIdle((crc, failure) -> {
            try {
                if (failure != null) {
                    future.fail(failure);
                } else {
                    parts.done(part, crc);
                    meter.done(part.number(), part.length());
                    tellDone(part);
                    future.succeed(crc);
                }
            } catch (Throwable t) {
                future.fail(t);
            }
        });
        return future;
    }

    private void tellDone(Part part) {
        CallAttempt.notifyListener(transport.listener(), listener -> listener.partCompleted(key, part));
    }

    private void ended(ObjectMetadata metadata, DownloadedParts parts, @Nullable Throwable failure) {
        Throwable failed = transfer.isDone() ? new CancellationException() : failure;
        if (failed != null) {
            Throwable reason = changed(failed);
            leave(parts, reason);
            return;
        }
        try {
            SavedObject saved = saved(metadata, parts);
            meter.afterReports(() -> transfer.succeed(saved));
        } catch (ChecksumMismatchException e) {
            // Nobody knows which part it is.
            parts.discard(e);
            end(e);
        } catch (Throwable t) {
            leave(parts, t);
        }
    }

    private SavedObject saved(ObjectMetadata metadata, DownloadedParts parts) throws IOException {
        long crc = parts.crc64();
        Long expected = metadata.crc64();
        if (expected != null && expected != crc) {
            throw ChecksumMismatchException.downloaded(key, crc, expected);
        }
        parts.move();
        return new SavedObject(file, metadata, expected != null);
    }

    /** Parts are asked for on one condition alone. */
    private Throwable changed(Throwable failure) {
        if (failure instanceof ServiceException && ((ServiceException) failure).status() == PRECONDITION_FAILED) {
            return new IOException(
                    "the object changed while it was downloaded, begin anew: " + failure.getMessage(), failure);
        }
        return failure;
    }

    private void end(Throwable failure) {
        transfer.fail(failure);
    }

    /** Runs a step that blocks: not on a thread that other calls need. */
    private void later(Runnable step) {
        try {
            transport.executor().execute(step);
        } catch (Throwable t) {
            // The client has been closed, or no thread can be created: files must be cleaned up all the same.
            step.run();
        }
    }
}

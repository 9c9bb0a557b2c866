// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.transfer;

import io.github.ossv4.http.HeadOptions;
import io.github.ossv4.http.ObjectMetadata;
import io.github.ossv4.http.OutcomeUnknownException;
import io.github.ossv4.http.PutResult;
import io.github.ossv4.http.ServiceException;
import io.github.ossv4.http.TransferListener;
import io.github.ossv4.http.UploadOptions;
import io.github.ossv4.http.UploadSource;
import io.github.ossv4.http.internal.call.CallFailures;
import io.github.ossv4.http.internal.call.CancellableFuture;
import io.github.ossv4.http.internal.call.ObservedAttempt;
import io.github.ossv4.http.internal.call.Transport;
import io.github.ossv4.http.internal.file.CheckpointFile;
import io.github.ossv4.http.internal.file.CheckpointLock;
import io.github.ossv4.http.internal.file.ModificationTime;
import io.github.ossv4.http.internal.file.PartSource;
import io.github.ossv4.http.internal.file.UploadFile;
import io.github.ossv4.http.internal.operation.CallbackFailures;
import io.github.ossv4.http.internal.operation.ExpectedObject;
import io.github.ossv4.http.internal.operation.HeadObject;
import io.github.ossv4.http.internal.operation.MultipartCalls;
import io.github.ossv4.http.internal.operation.StoredResponse;
import io.github.ossv4.multipart.Part;
import io.github.ossv4.multipart.PartList;
import io.github.ossv4.multipart.PartPlan;
import io.github.ossv4.multipart.UploadedPart;
import io.github.ossv4.sign.ResourceNames;
import io.github.ossv4.text.PrintableText;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The upload of a file or another source, in parts if it is large, or the resumption of an interrupted one. */
public final class FileUpload {
    private final UploadSteps steps;
    private final PartSource source;

    /** The parts of an interrupted upload that OSS lists, by number; not compared with the file yet. */
    private final Map<Integer, UploadedPart> listedParts = new ConcurrentHashMap<>();

    private FileUpload(UploadSteps steps, PartSource source) {
        this.steps = steps;
        this.source = source;
    }

    /** Starts the upload of a file. */
    public static TransferFuture<PutResult> start(Transport transport, String key, Path file, UploadOptions options)
            throws IOException {
        Objects.requireNonNull(options, "options");
        return start(
                transport,
                ResourceNames.checkKey(key),
                PartSource.of(UploadFile.of(file)),
                options,
                options.progress());
    }

    /** Starts the upload of another source. */
    public static TransferFuture<PutResult> start(
            Transport transport, String key, UploadSource source, UploadOptions options) throws IOException {
        Objects.requireNonNull(options, "options");
        return start(transport, ResourceNames.checkKey(key), PartSource.of(source), options, options.progress());
    }

    /**
     * Starts an upload.
     *
     * @param progress receives the progress, in place of the options' listener; null for none
     */
    public static TransferFuture<PutResult> start(
            Transport transport,
            String key,
            PartSource source,
            UploadOptions options,
            @Nullable TransferListener progress)
            throws IOException {
        PartPlan plan = UploadSteps.plan(options, source.length());
        Path checkpoint = options.checkpoint();
        if (checkpoint != null) {
            source.checkIsNot(checkpoint);
        }
        CheckpointLock lock = checkpoint == null ? null : CheckpointLock.acquire(checkpoint);
        try {
            FileUpload upload =
                    new FileUpload(new UploadSteps(transport, key, withTime(options, source), progress, lock), source);
            UploadCheckpoint interrupted = upload.checkpoint();
            if (interrupted == null) {
                upload.start(plan);
            } else {
                upload.resume(interrupted, plan);
            }
            return upload.steps.started();
        } catch (Throwable t) {
            if (lock != null) {
                lock.close();
            }
            throw t;
        }
    }

    private static UploadOptions withTime(UploadOptions options, PartSource source) {
        FileTime time = options.keepsTime() ? source.lastModified() : null;
        return time == null
                ? options
                : options.newBuilder()
                        .metadata(ModificationTime.METADATA, ModificationTime.format(time))
                        .build();
    }

    /** Aborts an interrupted upload, and deletes its checkpoint; returns false if there is none. */
    public static boolean discard(Transport transport, Path checkpoint) throws IOException {
        CheckpointFile file = new CheckpointFile(checkpoint);
        if (UploadCheckpoint.read(file) == null) {
            return false;
        }
        CheckpointLock lock = CheckpointLock.acquire(checkpoint);
        try {
            return discard(transport, file);
        } finally {
            lock.close();
        }
    }

    private static boolean discard(Transport transport, CheckpointFile file) throws IOException {
        UploadCheckpoint upload = UploadCheckpoint.read(file);
        if (upload == null) {
            return false;
        }
        if (!upload.bucket.equals(transport.bucket())) {
            throw new IOException("the checkpoint " + file + " belongs to an upload to the bucket "
                    + PrintableText.escape(upload.bucket));
        }
        try {
            MultipartCalls.of(transport, upload.key, upload.uploadId, null, null)
                    .abort();
        } catch (ServiceException e) {
            if (!UploadSteps.isNoSuchUpload(e)) {
                throw e;
            }
        }
        file.delete();
        return true;
    }

    /** Returns the checkpoint of an interrupted upload of this file; null for none. */
    private @Nullable UploadCheckpoint checkpoint() throws IOException {
        CheckpointFile at = steps.checkpoint();
        UploadCheckpoint checkpoint = at == null ? null : UploadCheckpoint.read(at);
        if (checkpoint != null
                && !(checkpoint.bucket.equals(steps.transport().bucket())
                        && checkpoint.key.equals(steps.key())
                        && checkpoint.file.equals(source.identity()))) {
            throw new IOException("the checkpoint " + at + " belongs to an upload of "
                    + PrintableText.escape(checkpoint.file + " to " + checkpoint.bucket + "/" + checkpoint.key)
                    + ": complete or discard that upload, or use another checkpoint");
        }
        return checkpoint;
    }

    private void start(PartPlan plan) throws IOException {
        if (source.length() <= UploadSteps.threshold(steps.options(), plan)) {
            steps.put(source.body(), result -> source.checkUnchanged(Objects.requireNonNull(result.crc64())));
            return;
        }
        steps.initiate(source.body(), upload -> {
            UploadCheckpoint checkpoint =
                    UploadCheckpoint.of(steps.transport().bucket(), upload, source.identity(), plan);
            if (steps.checkpoint() != null) {
                try {
                    checkpoint.write(steps.checkpoint());
                } catch (IOException e) {
                    steps.abandon(e);
                    return;
                }
            }
            send(upload, checkpoint);
        });
    }

    private void resume(UploadCheckpoint checkpoint, PartPlan plan) throws IOException {
        if (checkpoint.plan.size() != source.length()) {
            // Its parts have other boundaries.
            restart(checkpoint, plan);
            return;
        }
        MultipartCalls upload = steps.resume(interrupted(checkpoint));
        list(upload, 0, checkpoint, plan);
    }

    private MultipartCalls interrupted(UploadCheckpoint checkpoint) {
        return MultipartCalls.of(
                steps.transport(), steps.key(), checkpoint.uploadId, checkpoint.initiated, checkpoint.metadata);
    }

    private void restart(UploadCheckpoint checkpoint, PartPlan plan) throws IOException {
        MultipartCalls upload = interrupted(checkpoint);
        steps.continueAfter(upload.abortExchange().enqueue(), done -> start(plan), thrown -> {
            if (!UploadSteps.isNoSuchUpload(thrown)) {
                throw new IOException(
                        "the source has " + source.length() + " bytes, but the checkpoint has " + checkpoint.plan.size()
                                + ", and the interrupted upload "
                                + checkpoint.uploadId + " could not be aborted",
                        thrown);
            }
            start(plan);
        });
    }

    private void list(MultipartCalls upload, int marker, UploadCheckpoint checkpoint, PartPlan plan)
            throws IOException {
        CancellableFuture<PartList> listing = upload.listPartsExchange(marker).enqueue();
        steps.continueAfter(
                listing,
                list -> {
                    for (UploadedPart part : list.parts()) {
                        listedParts.put(part.number(), part);
                    }
                    if (list.isTruncated()
                            && !list.parts().isEmpty()
                            && list.nextPartNumberMarker() > marker
                            && list.nextPartNumberMarker() <= PartPlan.MAX_PARTS) {
                        list(upload, list.nextPartNumberMarker(), checkpoint, plan);
                    } else {
                        send(upload, checkpoint);
                    }
                },
                thrown -> listFailed(checkpoint, plan, thrown));
    }

    /**
     * Handles a failed ListParts. If the interrupted upload no longer exists, it was completed, or another client
     * aborted it.
     */
    private void listFailed(UploadCheckpoint checkpoint, PartPlan plan, Throwable thrown) throws IOException {
        if (!UploadSteps.isNoSuchUpload(thrown)) {
            steps.fail(thrown);
            return;
        }
        steps.forgetUpload();
        if (checkpoint.crc64 == null) {
            start(plan);
            return;
        }
        CancellableFuture<ObjectMetadata> finding = HeadObject.exchange(
                        steps.transport(), steps.key(), HeadOptions.NONE)
                .enqueue();
        IOException interrupted = new IOException("the upload was interrupted while it was being completed", thrown);
        steps.continueAfter(finding, object -> resolveByObject(checkpoint, plan, object, interrupted), failure -> {
            if (HeadObject.isMissing(failure)) {
                resolveByObject(checkpoint, plan, null, interrupted);
            } else {
                steps.fail(failure);
            }
        });
    }

    private void resolveByObject(
            UploadCheckpoint checkpoint, PartPlan plan, @Nullable ObjectMetadata found, IOException interrupted)
            throws IOException {
        Long crc64 = checkpoint.crc64;
        boolean hasCallback = steps.options().callback() != null;
        if (crc64 == null || source.crc64() != crc64 || (found == null && !hasCallback)) {
            start(plan);
            return;
        }
        if (found == null) {
            // The application server may have moved the object.
            throw unknown(checkpoint, "the upload no longer exists, and the object does not exist", interrupted);
        }
        ExpectedObject.Match match = checkpoint.expected().compare(found);
        if (match == ExpectedObject.Match.SAME) {
            PutResult stored = StoredResponse.found(found, crc64);
            if (hasCallback) {
                steps.deleteCheckpoint();
                throw CallbackFailures.responseLost(interrupted(checkpoint).complete(), stored, interrupted);
            }
            steps.succeed(stored);
        } else if (hasCallback && match != ExpectedObject.Match.OLDER) {
            // The interrupted upload may have been completed, its callback performed, and its object replaced.
            throw unknown(
                    checkpoint,
                    "an object exists, stored at " + found.lastModified()
                            + " by the interrupted upload or by another client",
                    interrupted);
        } else {
            start(plan);
        }
    }

    private OutcomeUnknownException unknown(UploadCheckpoint checkpoint, String finding, IOException interrupted) {
        return CallFailures.outcomeUnknown(
                interrupted(checkpoint).complete(),
                finding + "; call discardUpload(checkpoint) to start over",
                interrupted);
    }

    private void send(MultipartCalls upload, UploadCheckpoint checkpoint) {
        PartPlan plan = checkpoint.plan;
        steps.meter().total(plan.size(), plan.count());
        PartsRun<UploadedPart> run =
                new PartsRun<>(plan, steps.options().workers(), part -> new PartUpload(upload, part).start());
        steps.continueAfter(run.future(), uploaded -> {
            Long crc64 = UploadedPart.crc64(uploaded);
            source.checkUnchanged(crc64 == null ? 0 : crc64);
            if (steps.checkpoint() != null) {
                checkpoint.completing(crc64, steps.transport().now()).write(steps.checkpoint());
            }
            steps.complete(uploaded, plan.count(), plan.size());
        });
        run.start();
    }

    /** One part, which is either on the server already or sent. */
    private final class PartUpload {
        private final MultipartCalls upload;
        private final Part part;

        PartUpload(MultipartCalls upload, Part part) {
            this.upload = upload;
            this.part = part;
        }

        CancellableFuture<UploadedPart> start() throws IOException {
            UploadedPart known = listedParts.get(part.number());
            if (known == null || known.size() != part.length()) {
                return send();
            }
            CancellableFuture<UploadedPart> future = new CancellableFuture<>();
            steps.transport().execute(() -> compare(known, future));
            return future;
        }

        private void compare(UploadedPart known, CancellableFuture<UploadedPart> future) {
            try {
                if (future.isDone()) {
                    future.markIdle();
                    return;
                }
                UploadedPart here = source.matching(known, part);
                if (here == null) {
                    future.completeWith(send());
                    return;
                }
                steps.meter().found(part.length());
                future.succeed(uploaded(here));
            } catch (Throwable t) {
                future.fail(t);
            }
        }

        private CancellableFuture<UploadedPart> send() throws IOException {
            return upload.uploadPartExchange(part.number(), source.body(part), steps.partOptions(part.number()))
                    .enqueue()
                    .convert(sent -> {
                        steps.meter().done(part.number(), part.length());
                        return uploaded(sent);
                    });
        }

        private UploadedPart uploaded(UploadedPart uploaded) {
            ObservedAttempt.notifyListener(steps.transport().listener(), to -> to.partCompleted(steps.key(), part));
            return uploaded;
        }
    }
}

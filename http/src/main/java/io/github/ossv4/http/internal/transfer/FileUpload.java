// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.transfer;

import io.github.ossv4.http.GetOptions;
import io.github.ossv4.http.ObjectMetadata;
import io.github.ossv4.http.OutcomeUnknownException;
import io.github.ossv4.http.PutResult;
import io.github.ossv4.http.ServiceException;
import io.github.ossv4.http.UploadOptions;
import io.github.ossv4.http.UploadSource;
import io.github.ossv4.http.internal.call.CallFailures;
import io.github.ossv4.http.internal.call.Scope;
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
import io.github.ossv4.internal.text.PrintableText;
import io.github.ossv4.internal.text.ResourceNames;
import io.github.ossv4.multipart.Part;
import io.github.ossv4.multipart.PartList;
import io.github.ossv4.multipart.PartPlan;
import io.github.ossv4.multipart.UploadedPart;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The upload of a file or another source, in parts if it is large, or the resumption of an interrupted one: lock the
 * checkpoint, initiate or resume, send the parts, complete; after a failure abort, unless the parts are kept.
 */
public final class FileUpload {
    private final Transport transport;
    private final String key;
    private final PartSource source;
    private final UploadOptions options;
    private final PartPlan plan;

    /**
     * Creates an upload that has not started.
     *
     * @throws IllegalArgumentException if an option cannot be sent, or the checkpoint is the file
     */
    FileUpload(Transport transport, String key, PartSource source, UploadOptions options) throws IOException {
        this.transport = transport;
        this.key = key;
        this.source = source;
        this.options = withTime(options, source);
        this.plan = UploadSteps.plan(options, source.length());
        if (options.checkpoint() != null) {
            source.checkIsNot(options.checkpoint());
        }
    }

    /** Returns the upload of a file. */
    public static TransferCall<PutResult> of(Transport transport, String key, Path file, UploadOptions options)
            throws IOException {
        // Before the file is read: a missing file must not hide that the client is closed.
        transport.checkOpen();
        Objects.requireNonNull(options, "options");
        return new FileUpload(transport, ResourceNames.checkKey(key), PartSource.of(UploadFile.of(file)), options)
                .call();
    }

    /** Returns the upload of another source. */
    public static TransferCall<PutResult> of(
            Transport transport, String key, UploadSource source, UploadOptions options) throws IOException {
        Objects.requireNonNull(options, "options");
        return new FileUpload(transport, ResourceNames.checkKey(key), PartSource.of(source), options).call();
    }

    TransferCall<PutResult> call() {
        return new TransferCall<>(transport, UploadSteps.name(key), options.timeout(), this::run);
    }

    private static UploadOptions withTime(UploadOptions options, PartSource source) {
        FileTime time = options.keepTime() ? source.lastModified() : null;
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

    /** Uploads, and blocks until there is a result. */
    private PutResult run(Scope scope) throws IOException {
        Path checkpoint = options.checkpoint();
        CheckpointLock lock = checkpoint == null ? null : CheckpointLock.acquire(checkpoint);
        UploadSteps steps = new UploadSteps(transport, key, options, options.progress());
        try {
            PutResult stored = upload(steps, scope);
            steps.deleteCheckpoint();
            return stored;
        } catch (ClosedByInterruptException e) {
            IOException interrupted = CallFailures.withCall(UploadSteps.name(key), e, "");
            steps.abortUnlessKept(interrupted, scope);
            throw interrupted;
        } catch (Throwable t) {
            steps.abortUnlessKept(t, scope);
            throw t;
        } finally {
            CheckpointLock.release(lock);
        }
    }

    private PutResult upload(UploadSteps steps, Scope scope) throws IOException {
        UploadCheckpoint interrupted = checkpoint(steps);
        return interrupted == null ? anew(steps, scope) : resume(steps, interrupted, scope);
    }

    /** Returns the checkpoint of an interrupted upload of this file; null for none. */
    private @Nullable UploadCheckpoint checkpoint(UploadSteps steps) throws IOException {
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

    private PutResult anew(UploadSteps steps, Scope scope) throws IOException {
        if (source.length() <= UploadSteps.threshold(options, plan)) {
            PutResult stored = steps.put(source.body(), scope);
            source.checkUnchanged(Objects.requireNonNull(stored.crc64()));
            return stored;
        }
        MultipartCalls upload = steps.initiate(source.body(), scope);
        UploadCheckpoint checkpoint = UploadCheckpoint.of(steps.transport().bucket(), upload, source.identity(), plan);
        if (steps.checkpoint() != null) {
            try {
                checkpoint.write(steps.checkpoint());
            } catch (Throwable t) {
                steps.lose();
                throw t;
            }
        }
        return send(steps, upload, checkpoint, Collections.emptyMap(), scope);
    }

    private PutResult resume(UploadSteps steps, UploadCheckpoint checkpoint, Scope scope) throws IOException {
        MultipartCalls upload = interrupted(steps, checkpoint);
        if (checkpoint.plan.size() != source.length()) {
            // Its parts have other boundaries.
            abortInterrupted(upload, checkpoint, scope);
            return anew(steps, scope);
        }
        steps.resume(upload);
        Map<Integer, UploadedPart> listed;
        try {
            listed = list(upload, scope);
        } catch (ServiceException e) {
            if (!UploadSteps.isNoSuchUpload(e)) {
                throw e;
            }
            // It was completed, or another client aborted it.
            steps.forgetUpload();
            PutResult completed = checkpoint.crc64 == null ? null : find(steps, checkpoint, e, scope);
            return completed == null ? anew(steps, scope) : completed;
        }
        return send(steps, upload, checkpoint, listed, scope);
    }

    private static MultipartCalls interrupted(UploadSteps steps, UploadCheckpoint checkpoint) {
        return MultipartCalls.of(
                steps.transport(), steps.key(), checkpoint.uploadId, checkpoint.initiated, checkpoint.metadata);
    }

    private void abortInterrupted(MultipartCalls upload, UploadCheckpoint checkpoint, Scope scope) throws IOException {
        try {
            upload.abortExchange().execute(scope);
        } catch (IOException e) {
            if (!UploadSteps.isNoSuchUpload(e)) {
                throw new IOException(
                        "the source has " + source.length() + " bytes, but the checkpoint has " + checkpoint.plan.size()
                                + ", and the interrupted upload "
                                + checkpoint.uploadId + " could not be aborted",
                        e);
            }
        }
    }

    /** Returns the parts that OSS has, by number; they are not compared with the file yet. */
    private static Map<Integer, UploadedPart> list(MultipartCalls upload, Scope scope) throws IOException {
        Map<Integer, UploadedPart> listed = new HashMap<>();
        int marker = 0;
        while (true) {
            PartList list = upload.listPartsExchange(marker).execute(scope);
            for (UploadedPart part : list.parts()) {
                listed.put(part.number(), part);
            }
            if (!list.isTruncated()
                    || list.parts().isEmpty()
                    || list.nextPartNumberMarker() <= marker
                    || list.nextPartNumberMarker() > PartPlan.MAX_PARTS) {
                return listed;
            }
            marker = list.nextPartNumberMarker();
        }
    }

    /**
     * Requests the object of an interrupted upload that no longer exists.
     *
     * @return the result of that upload; null if it did not create the object, so that it starts over
     */
    private @Nullable PutResult find(UploadSteps steps, UploadCheckpoint checkpoint, IOException missing, Scope scope)
            throws IOException {
        ObjectMetadata found = null;
        try {
            found = HeadObject.exchange(steps.transport(), key, GetOptions.NONE).execute(scope);
        } catch (IOException e) {
            if (!HeadObject.isMissing(e)) {
                throw e;
            }
        }
        IOException interrupted = new IOException("the upload was interrupted while it was being completed", missing);
        Long crc64 = checkpoint.crc64;
        boolean hasCallback = options.callback() != null;
        if (crc64 == null || source.crc64() != crc64 || (found == null && !hasCallback)) {
            return null;
        }
        if (found == null) {
            // The application server may have moved the object.
            throw unknown(steps, checkpoint, "the upload no longer exists, and the object does not exist", interrupted);
        }
        ExpectedObject.Match match = checkpoint.expected().compare(found);
        if (match == ExpectedObject.Match.SAME) {
            PutResult stored = StoredResponse.found(found, crc64);
            if (hasCallback) {
                steps.deleteCheckpoint();
                throw CallbackFailures.responseLost(
                        interrupted(steps, checkpoint).complete(), stored, interrupted);
            }
            return stored;
        }
        if (hasCallback && match != ExpectedObject.Match.OLDER) {
            // The interrupted upload may have been completed, its callback performed, and its object replaced.
            throw unknown(
                    steps,
                    checkpoint,
                    "an object exists, stored at " + found.lastModified()
                            + " by the interrupted upload or by another client",
                    interrupted);
        }
        return null;
    }

    private static OutcomeUnknownException unknown(
            UploadSteps steps, UploadCheckpoint checkpoint, String finding, IOException interrupted) {
        return CallFailures.outcomeUnknown(
                interrupted(steps, checkpoint).complete(),
                finding + "; call discardUpload(checkpoint) to start over",
                interrupted);
    }

    /** @param listed the parts that OSS has, by number */
    private PutResult send(
            UploadSteps steps,
            MultipartCalls upload,
            UploadCheckpoint checkpoint,
            Map<Integer, UploadedPart> listed,
            Scope scope)
            throws IOException {
        PartPlan sent = checkpoint.plan;
        steps.meter().total(sent.size(), sent.count());
        Parts<UploadedPart> parts = new Parts<>(transport, scope, options.parallel(), (part, ofPart) -> {
            UploadedPart uploaded = matching(steps, listed.get(part.number()), part);
            if (uploaded == null) {
                uploaded = upload.uploadPartExchange(part.number(), source.body(part), steps.partOptions(part.number()))
                        .execute(ofPart);
                steps.meter().done(part.number(), part.length());
            }
            steps.completed(part);
            return uploaded;
        });
        List<UploadedPart> uploaded = parts.run(Parts.of(sent));
        Long crc64 = UploadedPart.crc64(uploaded);
        source.checkUnchanged(crc64 == null ? 0 : crc64);
        if (steps.checkpoint() != null) {
            checkpoint.completing(crc64, steps.transport().now()).write(steps.checkpoint());
        }
        return steps.complete(uploaded, sent.count(), sent.size(), scope);
    }

    /** Returns the part that OSS has, if it has the bytes of the source; null otherwise. */
    private @Nullable UploadedPart matching(UploadSteps steps, @Nullable UploadedPart known, Part part)
            throws IOException {
        UploadedPart here = known == null || known.size() != part.length() ? null : source.matching(known, part);
        if (here != null) {
            steps.meter().found(part.length());
            steps.meter().report();
        }
        return here;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.transfer;

import io.github.ossv4.http.Body;
import io.github.ossv4.http.CallbackFailedException;
import io.github.ossv4.http.ChecksumMismatchException;
import io.github.ossv4.http.OutcomeUnknownException;
import io.github.ossv4.http.PartOptions;
import io.github.ossv4.http.PutResult;
import io.github.ossv4.http.ServiceException;
import io.github.ossv4.http.TransferListener;
import io.github.ossv4.http.UploadOptions;
import io.github.ossv4.http.internal.call.CallFailures;
import io.github.ossv4.http.internal.call.Deadline;
import io.github.ossv4.http.internal.call.Exchange;
import io.github.ossv4.http.internal.call.ObservedAttempt;
import io.github.ossv4.http.internal.call.Queries;
import io.github.ossv4.http.internal.call.Resolution;
import io.github.ossv4.http.internal.call.Scope;
import io.github.ossv4.http.internal.call.Transport;
import io.github.ossv4.http.internal.file.CheckpointFile;
import io.github.ossv4.http.internal.file.TransferMeter;
import io.github.ossv4.http.internal.operation.CompleteOutcome;
import io.github.ossv4.http.internal.operation.MultipartCalls;
import io.github.ossv4.http.internal.operation.NewObject;
import io.github.ossv4.http.internal.operation.PutObject;
import io.github.ossv4.internal.error.Suppressed;
import io.github.ossv4.internal.text.PrintableText;
import io.github.ossv4.multipart.Part;
import io.github.ossv4.multipart.PartPlan;
import io.github.ossv4.multipart.UploadedPart;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The steps that all uploads in parts share: initiate, complete, and abort after a failure. They are for the thread of
 * the upload; other threads report parts.
 *
 * <p>Rule: After a time limit, an interrupt or a cancellation, the aborts of an upload take at most 5 seconds, and the
 * response to its initiation 3 ({@code LateAbortTest}).
 */
public final class UploadSteps {
    /** The number of times that an upload is aborted: parts in flight may still be stored after the first abort. */
    private static final int MAX_ABORTS = 3;

    /** The time that a cancelled upload waits for its id: without it, the upload cannot be aborted. */
    private static final Duration INITIATE_GRACE = Duration.ofSeconds(3);

    /** The time for all aborts after a failure, with their retries. */
    private static final Duration ABORT_LIMIT = Duration.ofSeconds(30);

    /**
     * The time for all aborts after a time limit, an interrupt or a cancellation. Each has one attempt.
     */
    private static final Duration LATE_ABORT_LIMIT = Duration.ofSeconds(5);

    private final Transport transport;
    private final String key;
    private final UploadOptions options;
    private final NewObject object;
    private final @Nullable CheckpointFile checkpoint;
    private final TransferMeter meter;

    /** The upload on the server; null if there is none, or if it must not be aborted any more. */
    private @Nullable MultipartCalls upload;

    /** Whether the upload cannot be resumed, although the options keep its parts. */
    private boolean isLost;

    /**
     * Creates the steps of an upload.
     *
     * @param progress receives the progress, in place of the options' listener; null for none
     */
    UploadSteps(Transport transport, String key, UploadOptions options, @Nullable TransferListener progress) {
        this.checkpoint = options.checkpoint() == null ? null : new CheckpointFile(options.checkpoint());
        this.transport = transport;
        this.key = key;
        this.options = options;
        this.object = new NewObject(options.headers(), options.forbidOverwrite(), options.callback());
        this.meter = new TransferMeter(progress, System::nanoTime);
    }

    Transport transport() {
        return transport;
    }

    String key() {
        return key;
    }

    UploadOptions options() {
        return options;
    }

    TransferMeter meter() {
        return meter;
    }

    @Nullable
    CheckpointFile checkpoint() {
        return checkpoint;
    }

    /** Deletes the checkpoint of an upload that no longer exists. */
    void deleteCheckpoint() {
        if (checkpoint != null) {
            try {
                checkpoint.delete();
            } catch (Throwable t) {
                // The next upload with this checkpoint finds that the upload no longer exists, and checks the object.
            }
        }
    }

    /** Returns the name of an upload for messages. */
    static String name(String key) {
        return "the upload of " + PrintableText.escape(key);
    }

    /** Notifies the listener of a part that OSS has. */
    void completed(Part part) {
        ObservedAttempt.notifyListener(transport.listener(), listener -> listener.partCompleted(key, part));
    }

    PartOptions partOptions(int part) {
        PartOptions.Builder sent =
                PartOptions.builder().progress(progress -> meter.transferred(part, progress.bytes()));
        if (options.trafficLimit() != null) {
            sent.trafficLimit(options.trafficLimit());
        }
        return sent.build();
    }

    /**
     * Returns the parts of an object of that size.
     *
     * @throws IllegalArgumentException if it cannot have parts of the requested size
     */
    public static PartPlan plan(UploadOptions options, long size) {
        Long partSize = options.partSize();
        return partSize == null ? PartPlan.of(size) : PartPlan.of(size, partSize);
    }

    /** Returns the largest size that is sent in one request. */
    public static long threshold(UploadOptions options, PartPlan plan) {
        Long threshold = options.threshold();
        return threshold == null ? plan.partSize() : threshold;
    }

    /** Uploads all bytes in one request. */
    PutResult put(Body body, Scope scope) throws IOException {
        long size = body.length();
        meter.total(size, 1);
        PutResult result =
                PutObject.exchange(transport, key, body, object, partOptions(1)).execute(scope);
        meter.done(1, size);
        return result;
    }

    /** @param body the bytes of the whole object; null if unknown */
    MultipartCalls initiate(@Nullable Body body, Scope scope) throws IOException {
        Exchange<MultipartCalls> exchange = MultipartCalls.initiate(
                        transport, key, body, object, options.sequential(), initiated -> upload = initiated)
                .graceAfterCancel(INITIATE_GRACE);
        isLost = true;
        try {
            MultipartCalls initiated = exchange.execute(scope);
            scope.check();
            isLost = false;
            return initiated;
        } catch (Throwable t) {
            if (upload == null && exchange.isPossiblyExecuted()) {
                left(
                        t,
                        new IOException("an upload of " + PrintableText.escape(key) + " without parts may be left"),
                        scope);
            }
            throw t;
        }
    }

    /** Resumes an upload that was initiated before. */
    MultipartCalls resume(MultipartCalls initiated) {
        upload = initiated;
        return initiated;
    }

    /** Marks the upload as one that cannot be resumed: its checkpoint could not be written. */
    void lose() {
        isLost = true;
    }

    /**
     * Completes the upload.
     *
     * @param count the number of parts of the object
     * @param size the size of the object
     * @throws IOException if a part is missing: OSS would create the object without it
     */
    PutResult complete(List<UploadedPart> parts, int count, long size, Scope scope) throws IOException {
        checkComplete(parts, count, size);
        MultipartCalls initiated = Objects.requireNonNull(upload);
        CompleteOutcome outcome = initiated.outcome(parts, object);
        Exchange<PutResult> exchange = initiated.completeExchange(parts, object, outcome);
        try {
            return exchange.execute(scope);
        } catch (CallbackFailedException | ChecksumMismatchException e) {
            // The object is stored, and the upload no longer exists.
            upload = null;
            deleteCheckpoint();
            throw e;
        } catch (IOException e) {
            if (!exchange.isPossiblyExecuted()) {
                throw e;
            }
            if (options.keepParts()) {
                // The next upload with the same checkpoint resolves it.
                upload = null;
                throw e;
            }
            return resolve(outcome, e, scope);
        }
    }

    private static void checkComplete(List<UploadedPart> parts, int count, long size) throws IOException {
        long bytes = 0;
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i).number() != i + 1) {
                throw new IOException("part " + (i + 1) + " of " + count + " was not uploaded");
            }
            bytes += parts.get(i).size();
        }
        if (parts.size() != count || bytes != size) {
            throw new IOException(
                    "uploaded " + parts.size() + " parts of " + count + ", " + bytes + " bytes of " + size);
        }
    }

    /** Aborts the upload to find out whether it was completed: a completed upload cannot be aborted. */
    private PutResult resolve(CompleteOutcome outcome, IOException failure, Scope scope) throws IOException {
        boolean isGone = abort(failure, scope) == Aborted.GONE;
        // A cancelled upload needs no result.
        if (!isGone || scope.isOver()) {
            throw failure;
        }
        Resolution<PutResult> resolution = outcome.head(failure, new Queries(Deadline.NONE, scope));
        if (resolution.kind() == Resolution.Kind.EXECUTED) {
            return resolution.result();
        }
        Throwable found = resolution.failure();
        if (found instanceof IOException
                && resolution.kind() == Resolution.Kind.FAILED
                && !(failure instanceof OutcomeUnknownException)) {
            throw (IOException) found;
        }
        if (found != null) {
            Suppressed.add(failure, found);
        }
        throw failure;
    }

    /** Marks the upload as one that no longer exists. */
    void forgetUpload() {
        upload = null;
    }

    static boolean isNoSuchUpload(@Nullable Throwable failure) {
        return CallFailures.isRefusal(failure, MultipartCalls.NO_SUCH_UPLOAD);
    }

    /** Aborts the upload after its failure, unless its parts are kept for the next one. */
    void abortUnlessKept(Throwable failure, Scope scope) {
        if (upload == null) {
            return;
        }
        if (isNoSuchUpload(failure)) {
            deleteCheckpoint();
        } else if (isLost || !options.keepParts()) {
            abort(failure, scope);
        }
    }

    private enum Aborted {
        ABORTED,
        /** The upload is gone, and not by our own abort. */
        GONE,
        /** Its parts may be left. */
        FAILED
    }

    /**
     * Aborts the upload, also on a thread that is interrupted. Adds to the failure what is left. When the scope ends,
     * or has ended, the abort has 5 more seconds.
     */
    private Aborted abort(Throwable failure, Scope scope) {
        MultipartCalls initiated = Objects.requireNonNull(upload);
        upload = null;
        boolean interrupted = Thread.interrupted();
        Scope cleanup = scope.cleanup();
        scope.inFlight(() -> transport.limit(LATE_ABORT_LIMIT, cleanup::end));
        try {
            return abort(initiated, scope, cleanup);
        } catch (IOException | RuntimeException e) {
            left(failure, new IOException("parts of the upload " + initiated.uploadId() + " may be left", e), scope);
            return Aborted.FAILED;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static Aborted abort(MultipartCalls initiated, Scope scope, Scope cleanup) throws IOException {
        Deadline deadline = Deadline.in(ABORT_LIMIT);
        Deadline lateDeadline = Deadline.in(LATE_ABORT_LIMIT);
        for (int attempt = 1; attempt <= MAX_ABORTS; attempt++) {
            Exchange<String> exchange = initiated.abortExchange();
            if (scope.isOver()) {
                exchange.maxAttempts(1).limit(lateDeadline);
            } else {
                exchange.limit(deadline);
            }
            try {
                exchange.execute(cleanup);
            } catch (ServiceException e) {
                if (!isNoSuchUpload(e)) {
                    throw e;
                }
                return attempt == 1 && !exchange.isPossiblyExecuted() ? Aborted.GONE : Aborted.ABORTED;
            }
        }
        return Aborted.ABORTED;
    }

    private static void left(Throwable failure, IOException left, Scope scope) {
        Suppressed.add(failure, left);
        scope.left(left);
    }
}

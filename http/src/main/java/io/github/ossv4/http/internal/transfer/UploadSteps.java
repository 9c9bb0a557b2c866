// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.transfer;

import io.github.ossv4.http.Body;
import io.github.ossv4.http.CallbackFailedException;
import io.github.ossv4.http.ChecksumMismatchException;
import io.github.ossv4.http.OutcomeUnknownException;
import io.github.ossv4.http.PartOptions;
import io.github.ossv4.http.PutResult;
import io.github.ossv4.http.TransferListener;
import io.github.ossv4.http.UploadOptions;
import io.github.ossv4.http.internal.call.AsyncCall;
import io.github.ossv4.http.internal.call.CallFailures;
import io.github.ossv4.http.internal.call.CancellableFuture;
import io.github.ossv4.http.internal.call.Deadline;
import io.github.ossv4.http.internal.call.Exchange;
import io.github.ossv4.http.internal.call.Queries;
import io.github.ossv4.http.internal.call.Resolution;
import io.github.ossv4.http.internal.call.Transport;
import io.github.ossv4.http.internal.file.CheckpointFile;
import io.github.ossv4.http.internal.file.CheckpointLock;
import io.github.ossv4.http.internal.operation.CompleteOutcome;
import io.github.ossv4.http.internal.operation.MultipartCalls;
import io.github.ossv4.http.internal.operation.NewObject;
import io.github.ossv4.http.internal.operation.PutObject;
import io.github.ossv4.http.internal.redaction.Suppressed;
import io.github.ossv4.multipart.PartPlan;
import io.github.ossv4.multipart.UploadedPart;
import io.github.ossv4.text.PrintableText;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * The steps that all uploads in parts share, from initiation to completion or abort. A step starts when the one before
 * is idle; no thread waits for it.
 */
public final class UploadSteps {
    /** The number of times that an upload is aborted: parts in flight may still be stored after the first abort. */
    private static final int MAX_ABORTS = 3;

    /** The time that a cancelled upload waits for its id: without it, the upload cannot be aborted. */
    private static final Duration INITIATE_GRACE = Duration.ofSeconds(3);

    /** The time for all aborts after a failure, with their retries. The caller waits for them. */
    private static final Duration ABORT_LIMIT = Duration.ofSeconds(30);

    /**
     * The time for all aborts after a time limit, an interrupt or a cancellation. Each has one attempt; no caller
     * waits.
     */
    private static final Duration LATE_ABORT_LIMIT = Duration.ofSeconds(5);

    private final Transport transport;
    private final String key;
    private final UploadOptions options;
    private final NewObject object;

    /** Null before the first abort; then the end of the time for all. */
    private @Nullable Deadline abortDeadline;

    private @Nullable Deadline lateAbortDeadline;
    private final @Nullable CheckpointFile checkpoint;
    private final @Nullable CheckpointLock lock;
    private final TransferFuture<PutResult> transfer = new TransferFuture<>();
    private final TransferMeter meter;
    private volatile @Nullable MultipartCalls upload;

    /**
     * Creates the steps of an upload.
     *
     * @param progress receives the progress, in place of the options' listener; null for none
     * @param lock the lock of the checkpoint, released when the upload completes; null for none
     */
    UploadSteps(
            Transport transport,
            String key,
            UploadOptions options,
            @Nullable TransferListener progress,
            @Nullable CheckpointLock lock) {
        this.lock = lock;
        this.transport = transport.paidAs(options.requesterPays());
        this.key = key;
        this.options = options;
        this.object = new NewObject(options.headers(), options.forbidsOverwrite(), options.callback());
        this.checkpoint = options.checkpoint() == null ? null : new CheckpointFile(options.checkpoint());
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

    TransferFuture<PutResult> transfer() {
        return transfer;
    }

    /** Returns the upload, which has started, and limits its time. */
    TransferFuture<PutResult> started() {
        transfer.limit(
                transport, options.timeout(), "the upload of " + PrintableText.escape(key), this::abortAndAbandon);
        return transfer;
    }

    /** Aborts an upload whose source blocks a thread. When that thread returns, its request is cancelled. */
    private void abortAndAbandon(IOException left) {
        MultipartCalls initiated = upload;
        if (initiated == null || options.keepsParts()) {
            transfer.abandon(left);
            return;
        }
        try {
            abortExchange(initiated)
                    .enqueue()
                    .whenIdle(
                            (done, thrown) -> {
                                if (thrown != null && !isNoSuchUpload(thrown)) {
                                    Suppressed.add(left, leftParts(initiated, thrown));
                                }
                                transfer.abandon(left);
                            },
                            thrown -> transfer.abandon(left));
        } catch (Throwable t) {
            Suppressed.add(left, leftParts(initiated, t));
            transfer.abandon(left);
        }
    }

    /** Runs {@code next} after a step. If the step fails or is cancelled, the upload fails. */
    <R> void continueAfter(CancellableFuture<R> step, CancellableFuture.Next<? super R> next) {
        transfer.after(step, result -> proceed(() -> next.then(result)), this::fail);
    }

    /** Runs {@code next} after a step, or {@code onFailure} if it fails. */
    <R> void continueAfter(
            CancellableFuture<R> step,
            CancellableFuture.Next<? super R> next,
            CancellableFuture.Next<Throwable> onFailure) {
        transfer.after(
                step, result -> proceed(() -> next.then(result)), failure -> proceed(() -> onFailure.then(failure)));
    }

    /** Runs the next step of an upload that is not cancelled; its exception fails the upload. */
    void proceed(CancellableFuture.Step step) {
        try {
            if (transfer.isDone()) {
                fail(new CancellationException());
            } else {
                step.run();
            }
        } catch (Throwable t) {
            fail(t);
        }
    }

    PartOptions partOptions(int part) {
        PartOptions.Builder sent = PartOptions.builder().progress((bytes, total) -> meter.transferred(part, bytes));
        if (options.trafficLimit() != null) {
            sent.trafficLimit(options.trafficLimit());
        }
        return sent.build();
    }

    /** Uploads all bytes in one request. */
    void put(Body body, CancellableFuture.Next<PutResult> next) throws IOException {
        long size = body.length();
        meter.total(size, 1);
        continueAfter(
                PutObject.exchange(transport, key, body, object, partOptions(1)).enqueue(), result -> {
                    meter.done(1, size);
                    next.then(result);
                    succeed(result);
                });
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

    /** @param body the bytes of the whole object; null if unknown */
    void initiate(@Nullable Body body, CancellableFuture.Next<MultipartCalls> next) throws IOException {
        Exchange<MultipartCalls> exchange = MultipartCalls.initiate(
                        transport, key, body, object, options.isSequential(), initiated -> upload = initiated)
                .graceAfterCancel(INITIATE_GRACE);
        CancellableFuture<MultipartCalls> initiating = exchange.enqueue();
        transfer.onCancel(() -> {
            initiating.cancel(true);
            // No part is read yet.
            transfer.markStopped();
        });
        initiating.whenIdle((result, failure) -> onInitiated(exchange, result, failure, next), this::fail);
    }

    private void onInitiated(
            Exchange<?> exchange,
            MultipartCalls result,
            @Nullable Throwable failure,
            CancellableFuture.Next<MultipartCalls> next) {
        if (failure == null && !transfer.isDone()) {
            proceed(() -> next.then(result));
        } else if (upload != null) {
            // No checkpoint refers to it.
            abandon(failure == null ? new CancellationException() : failure);
        } else if (exchange.isPossiblyExecuted()) {
            failWithLeftovers(
                    Objects.requireNonNull(failure),
                    new IOException("an upload of " + PrintableText.escape(key) + " without parts may be left"));
        } else {
            fail(Objects.requireNonNull(failure));
        }
    }

    /** Resumes an upload that was initiated before. */
    MultipartCalls resume(MultipartCalls initiated) {
        upload = initiated;
        return initiated;
    }

    /**
     * Completes the upload.
     *
     * @param count the number of parts of the object
     * @param size the size of the object
     * @throws IOException if a part is missing: OSS would create the object without it
     */
    void complete(List<UploadedPart> parts, int count, long size) throws IOException {
        checkComplete(parts, count, size);
        MultipartCalls initiated = initiated();
        CompleteOutcome outcome = initiated.outcome(parts, object);
        Exchange<PutResult> exchange = initiated.completeExchange(parts, object, outcome);
        CancellableFuture<PutResult> completing = exchange.enqueue();
        transfer.cancels(completing);
        completing.whenIdle(
                (result, failure) -> onCompleted(exchange, initiated, outcome, result, failure), this::fail);
    }

    private void onCompleted(
            Exchange<?> exchange,
            MultipartCalls initiated,
            CompleteOutcome outcome,
            PutResult result,
            @Nullable Throwable failure) {
        if (failure == null) {
            succeed(result);
        } else if (failure instanceof CallbackFailedException || failure instanceof ChecksumMismatchException) {
            // The object is stored, and the upload no longer exists.
            deleteCheckpoint();
            finish(failure);
        } else if (exchange.isPossiblyExecuted()) {
            resolveByAbort(initiated, outcome, failure);
        } else {
            fail(failure);
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

    /** Marks the resumed upload as one that no longer exists. */
    void forgetUpload() {
        upload = null;
    }

    private MultipartCalls initiated() {
        MultipartCalls initiated = upload;
        if (initiated == null) {
            throw new IllegalStateException("the upload is not initiated");
        }
        return initiated;
    }

    /** Aborts the upload to find out whether it was completed: a completed upload cannot be aborted. */
    private void resolveByAbort(MultipartCalls initiated, CompleteOutcome outcome, Throwable failure) {
        if (options.keepsParts()) {
            // The next upload with the same checkpoint resolves it.
            finish(failure);
        } else if (failure instanceof IOException) {
            abort(initiated, 1, failure, () -> resolveByHead(outcome, (IOException) failure));
        } else {
            // A cancelled upload needs no result.
            abort(initiated, 1, failure, () -> finish(failure));
        }
    }

    /** Requests the object of an upload that no longer exists and was not aborted here. */
    private void resolveByHead(CompleteOutcome outcome, IOException failure) {
        CancellableFuture<Resolution<PutResult>> resolving = AsyncCall.start(
                transport,
                Deadline.NONE,
                "the resolution of an upload",
                scope -> outcome.head(failure, new Queries(Deadline.NONE, scope)));
        transfer.cancels(resolving);
        resolving.whenIdle((resolution, thrown) -> {
            if (thrown == null) {
                onResolved(resolution, failure);
            } else {
                Suppressed.add(failure, thrown);
                finish(failure);
            }
        });
    }

    private void onResolved(Resolution<PutResult> resolution, IOException failure) {
        Throwable found = resolution.failure();
        if (resolution.kind() == Resolution.Kind.EXECUTED) {
            succeed(resolution.result());
        } else if (resolution.kind() == Resolution.Kind.FAILED && !(failure instanceof OutcomeUnknownException)) {
            finish(Objects.requireNonNull(found));
        } else {
            if (found != null) {
                Suppressed.add(failure, found);
            }
            finish(failure);
        }
    }

    void succeed(PutResult result) {
        deleteCheckpoint();
        CheckpointLock.release(lock);
        try {
            meter.afterReports(() -> transfer.succeed(result));
        } catch (OutOfMemoryError e) {
            // The listener misses the last notifications.
            transfer.succeed(result);
        }
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

    /** Fails and aborts the upload, even if the options keep the parts: no checkpoint refers to them. */
    void abandon(Throwable failure) {
        MultipartCalls initiated = upload;
        if (initiated == null) {
            finish(failure);
        } else {
            abort(initiated, 1, failure, () -> finish(failure));
        }
    }

    /** Completes the upload exceptionally, after a failure or a cancellation and when it is idle. */
    void fail(Throwable failure) {
        try {
            finishOrAbort(failure);
        } catch (Throwable t) {
            Suppressed.add(failure, t);
            finish(failure);
        }
    }

    private void finishOrAbort(Throwable failure) {
        boolean isGone = upload != null && isNoSuchUpload(failure);
        if (isGone) {
            deleteCheckpoint();
        }
        if (isGone || options.keepsParts()) {
            finish(failure);
        } else {
            abandon(failure);
        }
    }

    static boolean isNoSuchUpload(@Nullable Throwable failure) {
        return CallFailures.isRefusal(failure, MultipartCalls.NO_SUCH_UPLOAD);
    }

    /** @param onNoSuchUpload runs if the upload no longer exists and no abort of this call can have removed it */
    private void abort(MultipartCalls initiated, int attempt, Throwable failure, Runnable onNoSuchUpload) {
        Exchange<String> exchange;
        CancellableFuture<String> aborting;
        try {
            exchange = abortExchange(initiated);
            aborting = exchange.enqueue();
        } catch (Throwable t) {
            failWithLeftovers(failure, leftParts(initiated, t));
            return;
        }
        // The abort continues, and nothing else does.
        transfer.onCancel(() -> {
            CheckpointLock.release(lock);
            transfer.markStopped();
        });
        aborting.whenIdle(
                (done, thrown) -> onAborted(exchange, initiated, attempt, failure, thrown, onNoSuchUpload),
                thrown -> finish(failure));
    }

    private void onAborted(
            Exchange<?> exchange,
            MultipartCalls initiated,
            int attempt,
            Throwable failure,
            @Nullable Throwable thrown,
            Runnable onNoSuchUpload) {
        if (thrown == null && attempt < MAX_ABORTS) {
            abort(initiated, attempt + 1, failure, () -> finish(failure));
        } else if (thrown == null) {
            finish(failure);
        } else if (!isNoSuchUpload(thrown)) {
            failWithLeftovers(failure, leftParts(initiated, thrown));
        } else if (exchange.isPossiblyExecuted()) {
            finish(failure);
        } else {
            onNoSuchUpload.run();
        }
    }

    /** Returns the abort of an upload: if its transfer is completed already, nobody waits for it. */
    private synchronized Exchange<String> abortExchange(MultipartCalls initiated) throws IOException {
        Exchange<String> exchange = initiated.abortExchange();
        if (!transfer.isDone()) {
            abortDeadline = abortDeadline == null ? Deadline.in(ABORT_LIMIT) : abortDeadline;
            return exchange.limit(abortDeadline);
        }
        lateAbortDeadline = lateAbortDeadline == null ? Deadline.in(LATE_ABORT_LIMIT) : lateAbortDeadline;
        return exchange.maxAttempts(1).limit(lateAbortDeadline);
    }

    private static IOException leftParts(MultipartCalls initiated, Throwable thrown) {
        return new IOException("parts of the upload " + initiated.uploadId() + " may be left", thrown);
    }

    private void failWithLeftovers(Throwable failure, IOException left) {
        Suppressed.add(failure, left);
        CheckpointLock.release(lock);
        transfer.fail(failure, left);
    }

    private void finish(Throwable failure) {
        CheckpointLock.release(lock);
        transfer.fail(failure);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.multipart.UploadedPart;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * What all uploads in parts have in common: they begin, and end completed or aborted. Each step begins when the one before has
 * ended and nothing of it is under way; no thread waits for that.
 */
final class UploadSteps {
    /** What follows a step. */
    interface Next<R> {
        void then(R result) throws IOException;
    }

    /** Parts that were cut off on their way may arrive after an abort. */
    private static final int ABORTS = 3;

    private final Transport transport;
    private final String key;
    private final UploadOptions options;
    private final @Nullable CheckpointFile checkpoint;
    private final Transfer<PutResult> transfer = new Transfer<>();
    private final TransferMeter meter;
    private volatile @Nullable MultipartUpload upload;

    UploadSteps(Transport transport, String key, UploadOptions options) {
        this.transport = transport;
        this.key = key;
        this.options = options;
        this.checkpoint = options.checkpoint() == null ? null : new CheckpointFile(options.checkpoint());
        this.meter = new TransferMeter(options.progress(), System::nanoTime);
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

    Transfer<PutResult> transfer() {
        return transfer;
    }

    /** Has a step followed by another; its failure, or a cancellation, is that of the upload. */
    <R> void step(CancellableFuture<R> step, Next<R> next) {
        transfer.onCancel(() -> step.cancel(true));
        step.whenQuiet((result, failure) -> {
            if (failure != null) {
                fail(failure);
            } else {
                proceed(() -> next.then(result));
            }
        });
    }

    interface Step {
        void run() throws IOException;
    }

    void proceed(Step step) {
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

    /** All bytes in one request. */
    void put(Body body, Step afterwards) throws IOException {
        long size = body.length();
        meter.total(size, 1);
        PutOptions put = options.forPut((bytes, total) -> meter.passed(1, bytes));
        step(PutObject.exchange(transport, key, body, put).enqueue(), result -> {
            meter.done(1, size);
            afterwards.run();
            succeed(result);
        });
    }

    void initiate(Next<MultipartUpload> next) throws IOException {
        step(
                MultipartUpload.initiate(transport, key, options.forInitiate(), begun -> upload = begun)
                        .enqueue(),
                next);
    }

    /** Goes on with an upload that was begun before. */
    MultipartUpload resume(String uploadId) {
        MultipartUpload begun = MultipartUpload.of(transport, key, uploadId);
        upload = begun;
        return begun;
    }

    void complete(List<UploadedPart> parts) throws IOException {
        MultipartUpload begun = begun();
        Exchange<PutResult> exchange = begun.completeExchange(parts, options.forComplete());
        CancellableFuture<PutResult> completing = exchange.enqueue();
        transfer.onCancel(() -> completing.cancel(true));
        completing.whenQuiet((result, failure) -> {
            if (failure == null) {
                succeed(result);
            } else if (failure instanceof CallbackFailedException || failure instanceof ChecksumMismatchException) {
                // The object is there, and the parts are not any more.
                forget();
                end(failure);
            } else if (exchange.isMaybeDone()) {
                inDoubt(begun, parts, failure);
            } else {
                fail(failure);
            }
        });
    }

    /** The upload that was gone on with is no more. */
    void forgetUpload() {
        upload = null;
    }

    private MultipartUpload begun() {
        MultipartUpload begun = upload;
        if (begun == null) {
            throw new IllegalStateException("the upload has not begun");
        }
        return begun;
    }

    /** If the upload can still be aborted it was not completed, and never will be. */
    private void inDoubt(MultipartUpload begun, List<UploadedPart> parts, Throwable failure) {
        if (options.keepsParts()) {
            // The next upload with the same checkpoint finds out.
            end(failure);
            return;
        }
        abort(begun, 1, failure, () -> ask(begun, parts, failure));
    }

    /** The upload is gone, and not by us: it was completed, if the object is there. */
    private void ask(MultipartUpload begun, List<UploadedPart> parts, Throwable failure) throws IOException {
        LostAnswer lost = begun.lostAnswer(parts, options.forComplete()).ofAnyAge();
        CancellableFuture<ObjectMetadata> asking =
                HeadObject.exchange(transport, key, lost.question()).enqueue();
        transfer.onCancel(() -> asking.cancel(true));
        asking.whenQuiet((metadata, unanswered) -> {
            try {
                PutResult stored = metadata == null
                        ? null
                        : lost.settled(metadata, new IOException("the answer was lost", failure));
                if (stored != null) {
                    succeed(stored);
                    return;
                }
                if (unanswered != null && unanswered != failure) {
                    failure.addSuppressed(unanswered);
                }
                end(failure);
            } catch (IOException e) {
                end(e);
            }
        });
    }

    void succeed(PutResult result) {
        forget();
        transfer.end();
        transfer.complete(result);
    }

    /** Drops the checkpoint of an upload that is no more. */
    private void forget() {
        if (checkpoint != null) {
            try {
                checkpoint.delete();
            } catch (IOException e) {
                // It does no harm: whoever goes by it finds that there is no such upload, and what became of it.
            }
        }
    }

    /** As {@link #fail}, and drops the parts even if the options say that they stay: nobody could go on with them. */
    void abandon(Throwable failure) {
        MultipartUpload begun = upload;
        if (begun == null) {
            end(failure);
        } else {
            abort(begun, 1, failure, () -> end(failure));
        }
    }

    /** Ends the upload, which has failed or was cancelled and of which nothing is under way. */
    void fail(Throwable failure) {
        MultipartUpload begun = upload;
        if (begun == null) {
            end(failure);
        } else if (isGone(failure)) {
            forget();
            end(failure);
        } else if (options.keepsParts()) {
            end(failure);
        } else {
            abort(begun, 1, failure, () -> end(failure));
        }
    }

    static boolean isGone(Throwable failure) {
        return failure instanceof ServiceException
                && MultipartUpload.NO_SUCH_UPLOAD.equals(((ServiceException) failure).code());
    }

    /** @param gone what to do if there was no such upload the first time */
    private void abort(MultipartUpload begun, int time, Throwable failure, Step gone) {
        CancellableFuture<String> aborting;
        try {
            aborting = begun.abortExchange().enqueue();
        } catch (IOException | RuntimeException e) {
            left(begun, failure, e);
            return;
        }
        aborting.whenQuiet((done, thrown) -> {
            if (thrown == null && time < ABORTS) {
                abort(begun, time + 1, failure, () -> end(failure));
            } else if (thrown == null) {
                end(failure);
            } else if (!isGone(thrown)) {
                left(begun, failure, thrown);
            } else {
                try {
                    gone.run();
                } catch (IOException | RuntimeException e) {
                    failure.addSuppressed(e);
                    end(failure);
                }
            }
        });
    }

    private void left(MultipartUpload begun, Throwable failure, Throwable thrown) {
        IOException left = new IOException("parts of the upload " + begun.uploadId() + " may be left", thrown);
        failure.addSuppressed(left);
        transfer.endLeaving(left);
        transfer.completeExceptionally(failure);
    }

    private void end(Throwable failure) {
        transfer.end();
        transfer.completeExceptionally(failure);
    }
}

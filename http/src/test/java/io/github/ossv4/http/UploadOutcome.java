// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of an upload. Either the result or the failure is null.
 *
 * @param reportsParts whether the failure reports that parts may remain
 * @param runs how often the upload was started
 */
record UploadOutcome(@Nullable PutResult result, @Nullable Throwable failure, boolean reportsParts, int runs) {
    /** Waits until a transfer is idle. */
    static UploadOutcome await(Transfer<PutResult> transfer, int runs) throws InterruptedException, TimeoutException {
        boolean hasRemains = awaitIdle(transfer);
        try {
            return new UploadOutcome(transfer.get(), null, false, runs);
        } catch (ExecutionException e) {
            boolean reportsParts = Arrays.stream(e.getCause().getSuppressed())
                    .anyMatch(suppressed -> suppressed.getMessage().contains("may be left"));
            assertEquals(reportsParts, hasRemains);
            return new UploadOutcome(null, e.getCause(), reportsParts, runs);
        } catch (CancellationException e) {
            return new UploadOutcome(null, e, hasRemains, runs);
        }
    }

    /** Returns whether the idle phase reports that something remains. */
    private static boolean awaitIdle(Transfer<?> transfer) throws InterruptedException, TimeoutException {
        try {
            transfer.idle().get(2, TimeUnit.MINUTES);
            return false;
        } catch (ExecutionException e) {
            return true;
        }
    }

    boolean isStored() {
        return result != null || failure instanceof CallbackFailedException;
    }

    /** Returns whether resuming the upload is of no use. */
    boolean isFinal() {
        return isStored() || failure instanceof ChecksumMismatchException;
    }

    /** Returns the stored object. */
    PutResult stored() {
        return failure instanceof CallbackFailedException e ? e.stored() : result;
    }

    /** Returns whether the failure means that the object was not stored. */
    boolean isDefiniteFailure() {
        if (!(failure instanceof ServiceException error) || error.status() >= 500) {
            return false;
        }
        return Arrays.stream(failure.getSuppressed())
                .noneMatch(earlier -> earlier instanceof java.io.IOException e && CallState.mayHaveExecuted(e));
    }
}

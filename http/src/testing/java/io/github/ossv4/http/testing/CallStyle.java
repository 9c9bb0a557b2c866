// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.testing;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The two styles of a call. */
public enum CallStyle {
    BLOCKING,
    ASYNCHRONOUS;

    /** Waits for a future, and throws the {@link IOException} or unchecked exception that it completes with. */
    public static <T> T await(CompletableFuture<T> future) throws IOException {
        try {
            return future.get(1, TimeUnit.MINUTES);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            } else if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new AssertionError(e);
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }
}

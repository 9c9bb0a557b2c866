// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.calls;

import java.util.concurrent.CompletableFuture;

/** A client whose small calls are measured. The key of an object is its size. Thread-safe. */
public interface CallingClient {
    void put(byte[] bytes) throws Exception;

    /** Returns the object of this size. */
    byte[] get(int size) throws Exception;

    default CompletableFuture<?> putAsync(byte[] bytes) {
        throw new UnsupportedOperationException();
    }

    default CompletableFuture<?> getAsync(int size) {
        throw new UnsupportedOperationException();
    }
}

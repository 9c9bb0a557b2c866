// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Deletes an object. Whether there was one makes no difference to the answer. */
record DeleteObject(ObjectName name, ObjectStore store) implements Operation {
    @Override
    public CompletionStage<Answer> complete() {
        store.delete(name);
        return CompletableFuture.completedFuture(Answer.of(204));
    }
}

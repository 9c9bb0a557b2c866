// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Describes an object without sending it. */
record HeadObject(ReceivedRequest request, ObjectReference reference, ObjectStore store) implements Operation {
    @Override
    public CompletionStage<Answer> complete() {
        StoredObject object = store.get(reference, request.method());
        return CompletableFuture.completedFuture(
                new Conditions(request, "").isNotModified(object)
                        ? object.notModified()
                        : object.describe(Answer.of(200))
                                .contentLength(object.body().size()));
    }
}

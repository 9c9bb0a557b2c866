// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Describes an object without sending it. */
record HeadObjectExecution(ReceivedRequest request, ObjectReference reference, ObjectStore store) implements Execution {
    @Override
    public CompletionStage<OssResponse> complete() {
        StoredObject object = store.get(reference, request.method());
        return CompletableFuture.completedFuture(
                new RequestConditions(request, "").isNotModified(object)
                        ? object.notModified()
                        : object.describe(OssResponse.of(200))
                                .contentLength(object.body().size()));
    }
}

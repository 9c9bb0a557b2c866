// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.object.ObjectName;
import io.github.ossv4.emulator.internal.object.ObjectReference;
import io.github.ossv4.emulator.internal.object.ResolvedObject;
import io.github.ossv4.emulator.internal.object.StoredObject;
import io.github.ossv4.emulator.internal.store.ObjectStore;
import io.github.ossv4.emulator.internal.wire.Execution;
import io.github.ossv4.emulator.internal.wire.ReceivedRequest;
import io.github.ossv4.emulator.internal.wire.ServerResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Returns the headers of an object without its bytes. */
record HeadObjectExecution(ReceivedRequest request, ObjectReference reference, ObjectStore store) implements Execution {
    static final OssOperation OPERATION = OssOperation.onObject("HeadObject", "HEAD", HeadObjectExecution::new)
            .parameters(ObjectReference.VERSION_ID)
            .headers(PermittedHeaders.CONDITIONS)
            .publicRead()
            .faults(FaultKind.WRONG_CRC64, FaultKind.NO_CRC64)
            .build();

    private HeadObjectExecution(ReceivedRequest request, ObjectName name, Services services) {
        this(request, services.reference(request, name), services.store());
    }

    @Override
    public CompletionStage<ServerResponse> complete() {
        ResolvedObject object = store.resolve(reference, request.method());
        StoredObject target = object.target();
        return CompletableFuture.completedFuture(
                new RequestConditions(request, "").isNotModified(target)
                        ? target.notModified()
                        : object.describe(ServerResponse.of(200))
                                .contentLength(target.body().size()));
    }
}

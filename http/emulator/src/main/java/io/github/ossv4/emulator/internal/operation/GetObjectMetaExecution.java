// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.object.ObjectName;
import io.github.ossv4.emulator.internal.object.ObjectReference;
import io.github.ossv4.emulator.internal.object.StoredObject;
import io.github.ossv4.emulator.internal.store.ObjectStore;
import io.github.ossv4.emulator.internal.wire.Execution;
import io.github.ossv4.emulator.internal.wire.ReceivedRequest;
import io.github.ossv4.emulator.internal.wire.ServerResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Returns the size, checksums and time of an object without its other headers. Some SDKs check so that an object exists. */
record GetObjectMetaExecution(ReceivedRequest request, ObjectReference reference, ObjectStore store)
        implements Execution {
    static final OssOperation OPERATION = OssOperation.onObject("GetObjectMeta", "HEAD", GetObjectMetaExecution::new)
            .marker("objectMeta")
            .parameters(ObjectReference.VERSION_ID)
            .publicRead()
            .faults(FaultKind.WRONG_CRC64, FaultKind.NO_CRC64)
            .build();

    private GetObjectMetaExecution(ReceivedRequest request, ObjectName name, Services services) {
        this(request, services.reference(request, name), services.store());
    }

    @Override
    public CompletionStage<ServerResponse> complete() {
        StoredObject object = store.get(reference, request.method());
        ServerResponse response = object.describeTime(object.describeMd5(object.identify(ServerResponse.of(200))));
        return CompletableFuture.completedFuture(
                response.contentLength(object.body().size()));
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.object.DeleteMarker;
import io.github.ossv4.emulator.internal.object.ObjectName;
import io.github.ossv4.emulator.internal.object.ObjectReference;
import io.github.ossv4.emulator.internal.object.Version;
import io.github.ossv4.emulator.internal.store.ObjectStore;
import io.github.ossv4.emulator.internal.wire.Execution;
import io.github.ossv4.emulator.internal.wire.ReceivedRequest;
import io.github.ossv4.emulator.internal.wire.ServerResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Deletes an object. The response is the same if it does not exist. */
record DeleteObjectExecution(ObjectReference reference, ObjectStore store) implements Execution {
    static final OssOperation OPERATION = OssOperation.onObject("DeleteObject", "DELETE", DeleteObjectExecution::new)
            .parameters(ObjectReference.VERSION_ID)
            .build();

    private DeleteObjectExecution(ReceivedRequest request, ObjectName name, Services services) {
        this(services.reference(request, name), services.store());
    }

    @Override
    public CompletionStage<ServerResponse> complete() {
        Version version = store.delete(reference);
        ServerResponse response = ServerResponse.of(204);
        if (version instanceof DeleteMarker) {
            response.header("x-oss-delete-marker", "true").header("x-oss-version-id", version.id());
        } else if (reference.versionId() != null) {
            response.header("x-oss-version-id", reference.versionId());
        }
        return CompletableFuture.completedFuture(response);
    }
}

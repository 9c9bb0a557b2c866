// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.object.ObjectName;
import io.github.ossv4.emulator.internal.object.ObjectReference;
import io.github.ossv4.emulator.internal.object.ObjectTags;
import io.github.ossv4.emulator.internal.object.StoredObject;
import io.github.ossv4.emulator.internal.store.ObjectStore;
import io.github.ossv4.emulator.internal.wire.Execution;
import io.github.ossv4.emulator.internal.wire.ReceivedRequest;
import io.github.ossv4.emulator.internal.wire.ServerResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Deletes the tags of an object. */
record DeleteObjectTaggingExecution(ObjectReference reference, ObjectStore store) implements Execution {
    static final OssOperation OPERATION = OssOperation.onObject(
                    "DeleteObjectTagging", "DELETE", DeleteObjectTaggingExecution::new)
            .marker(GetObjectTaggingExecution.TAGGING)
            .parameters(ObjectReference.VERSION_ID)
            .build();

    private DeleteObjectTaggingExecution(ReceivedRequest request, ObjectName name, Services services) {
        this(services.reference(request, name), services.store());
    }

    @Override
    public CompletionStage<ServerResponse> complete() {
        StoredObject object = store.change(reference, "DELETE", attributes -> attributes.withTags(ObjectTags.NONE));
        return CompletableFuture.completedFuture(object.describeVersion(ServerResponse.of(204)));
    }
}

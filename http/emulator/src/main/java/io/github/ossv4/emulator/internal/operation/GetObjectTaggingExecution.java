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

/** Returns the tags of an object. */
record GetObjectTaggingExecution(ObjectReference reference, ObjectStore store) implements Execution {
    /** The query parameter of all operations on tags. */
    static final String TAGGING = "tagging";

    static final OssOperation OPERATION = OssOperation.onObject(
                    "GetObjectTagging", "GET", GetObjectTaggingExecution::new)
            .marker(TAGGING)
            .parameters(ObjectReference.VERSION_ID)
            .build();

    private GetObjectTaggingExecution(ReceivedRequest request, ObjectName name, Services services) {
        this(services.reference(request, name), services.store());
    }

    @Override
    public CompletionStage<ServerResponse> complete() {
        StoredObject object = store.get(reference, "GET");
        return CompletableFuture.completedFuture(object.describeVersion(ServerResponse.of(200))
                .body("application/xml", object.attributes().tags().toDocument().toBytes()));
    }
}

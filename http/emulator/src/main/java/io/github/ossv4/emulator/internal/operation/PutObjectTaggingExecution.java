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
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Replaces the tags of an object. Its time does not change. */
final class PutObjectTaggingExecution implements Execution {
    static final OssOperation OPERATION = OssOperation.onObject(
                    "PutObjectTagging", "PUT", PutObjectTaggingExecution::new)
            .marker(GetObjectTaggingExecution.TAGGING)
            .parameters(ObjectReference.VERSION_ID)
            .build();

    private final ObjectReference reference;
    private final ObjectStore store;
    private final DocumentBody body;

    private PutObjectTaggingExecution(ReceivedRequest request, ObjectName name, Services services) {
        this.reference = services.reference(request, name);
        this.store = services.store();
        this.body = DocumentBody.ofSettings(request);
    }

    @Override
    public void receive(ByteBuf piece) throws IOException {
        body.receive(piece);
    }

    @Override
    public CompletionStage<ServerResponse> complete() {
        ObjectTags tags = ObjectTags.of(body.finishXml());
        StoredObject object = store.change(reference, "PUT", attributes -> attributes.withTags(tags));
        return CompletableFuture.completedFuture(object.describeVersion(ServerResponse.of(200)));
    }
}

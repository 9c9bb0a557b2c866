// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.operation;

import io.github.ossv4.emulator.store.ObjectName;
import io.github.ossv4.emulator.store.ObjectReference;
import io.github.ossv4.emulator.store.ObjectStore;
import io.github.ossv4.emulator.store.ObjectTags;
import io.github.ossv4.emulator.store.StoredObject;
import io.github.ossv4.emulator.wire.Execution;
import io.github.ossv4.emulator.wire.ReceivedRequest;
import io.github.ossv4.emulator.wire.ServerResponse;
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

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.body.ObjectBody;
import io.github.ossv4.emulator.internal.callback.AcceptedCallback;
import io.github.ossv4.emulator.internal.callback.CallbackDelivery;
import io.github.ossv4.emulator.internal.callback.ImageHeader;
import io.github.ossv4.emulator.internal.callback.UploadedObject;
import io.github.ossv4.emulator.internal.object.BucketSettings;
import io.github.ossv4.emulator.internal.object.ObjectAttributes;
import io.github.ossv4.emulator.internal.object.ObjectName;
import io.github.ossv4.emulator.internal.object.StoredObject;
import io.github.ossv4.emulator.internal.store.ObjectStore;
import io.github.ossv4.emulator.internal.wire.Execution;
import io.github.ossv4.emulator.internal.wire.ReceivedRequest;
import io.github.ossv4.emulator.internal.wire.ServerResponse;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Stores an object and performs its callback. */
final class PutObjectExecution implements Execution {
    static final OssOperation OPERATION = OssOperation.onObject("PutObject", "PUT", PutObjectExecution::new)
            .parameters("callback", "callback-var", TrafficLimit.NAME)
            .headers(PermittedHeaders.SETTINGS)
            .headers(PermittedHeaders.REPLACEMENT)
            .headers(PermittedHeaders.CALLBACK)
            .headers(PermittedHeaders.ACL, TrafficLimit.NAME)
            // The Go SDK sends the ACL of a bucket here; OSS ignores it.
            .ignoredHeaders(List.of(BucketSettings.ACL))
            .metadata()
            .faults(FaultKind.UPLOAD_RESET, FaultKind.WRONG_CRC64, FaultKind.NO_CRC64, FaultKind.WRONG_ETAG)
            .build();

    private final ReceivedRequest request;
    private final ObjectName name;
    private final ObjectStore store;
    private final CallbackDelivery callbacks;
    private final ObjectAttributes attributes;
    private final boolean overwrite;
    private final @Nullable AcceptedCallback callback;
    private final IncomingBody incoming;
    private boolean published;

    private PutObjectExecution(ReceivedRequest request, ObjectName name, Services services) throws IOException {
        this.request = request;
        this.name = name;
        this.store = services.store();
        this.callbacks = services.callbacks();
        this.attributes = ObjectAttributes.of(request, services.buckets().settings(name.bucket()));
        this.overwrite = request.allowsOverwrite();
        if (!overwrite) {
            store.checkAbsent(name);
        }
        this.callback = callbacks.accept(request);
        this.incoming = new IncomingBody(request, store, services.limits().object(), 0);
    }

    @Override
    public void receive(ByteBuf piece) throws IOException {
        incoming.receive(piece);
    }

    @Override
    public CompletionStage<ServerResponse> complete() throws IOException {
        ObjectBody body = incoming.finish();
        // Before the object is visible: a request that replaces it deletes this file.
        ImageHeader image = callback == null ? null : ImageHeader.read(body.content());
        StoredObject object = store.publish(name, body, attributes, overwrite);
        published = true;
        if (callback == null) {
            return CompletableFuture.completedFuture(describe(ServerResponse.of(200), object));
        }
        return callbacks
                .deliver(callback, new UploadedObject(OPERATION.name(), name, object, image), request.head())
                .thenApply(outcome -> describe(outcome.toResponse(request.head()), object));
    }

    private static ServerResponse describe(ServerResponse response, StoredObject object) {
        return object.describeMd5(object.identify(response));
    }

    @Override
    public void abort() throws IOException {
        if (!published) {
            incoming.abort();
        }
    }
}

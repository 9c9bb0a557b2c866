// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Stores an object, and performs the callback that comes with it. */
final class PutObjectExecution implements Execution {
    private final ReceivedRequest request;
    private final ObjectName name;
    private final ObjectStore store;
    private final CallbackDelivery delivery;

    private final ObjectAttributes attributes;
    private final boolean overwrite;
    private final @Nullable AcceptedCallback callback;
    private final IncomingBody incoming;
    private boolean published;

    /** @throws OssException if its headers alone are reason enough, so that no body need be sent */
    PutObjectExecution(
            ReceivedRequest request, ObjectName name, ObjectStore store, CallbackDelivery delivery, long maxSize)
            throws IOException {
        this.request = request;
        this.name = name;
        this.store = store;
        this.delivery = delivery;
        this.attributes = ObjectAttributes.of(request);
        this.overwrite = request.mayOverwrite();
        if (!overwrite) {
            store.checkAbsent(name);
        }
        this.callback = delivery.accept(request);
        this.incoming = new IncomingBody(request, store, maxSize, 0);
    }

    @Override
    public void receive(ByteBuf piece) throws IOException {
        incoming.receive(piece);
    }

    @Override
    public CompletionStage<OssResponse> complete() throws IOException {
        ObjectBody body = incoming.finish();
        // Before anybody sees the object: whoever replaces it deletes this file.
        ImageHeader image =
                callback == null ? null : ImageHeader.read(body.file().path());
        StoredObject object = store.publish(name, body, attributes, overwrite);
        published = true;
        if (callback == null) {
            return CompletableFuture.completedFuture(answer(OssResponse.of(200), object));
        }
        return delivery.deliver(callback, new UploadedObject(Call.PUT_OBJECT, name, object, image), request.exchange())
                .thenApply(reply -> answer(reply.toAnswer(request.exchange()), object));
    }

    private static OssResponse answer(OssResponse answer, StoredObject object) {
        return object.describeMd5(object.identify(answer));
    }

    @Override
    public void abort() throws IOException {
        if (!published) {
            incoming.abort();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Stores an object, and performs the callback that comes with it. */
final class PutObject implements Operation {
    /** 5 GB, as OSS has it for one PutObject. */
    static final long MAX_SIZE = 5L << 30;

    private final ReceivedRequest request;
    private final ObjectName name;
    private final ObjectStore store;
    private final CallbackDelivery delivery;
    private final Fault fault;

    private final ObjectMetadata metadata;
    private final boolean overwrite;
    private final @Nullable String contentMd5;
    private final @Nullable AcceptedCallback callback;
    private final Upload upload;
    private boolean published;

    /** @throws Refusal if its headers alone are reason enough, so that no body need be sent */
    PutObject(ReceivedRequest request, ObjectName name, ObjectStore store, CallbackDelivery delivery, Fault fault)
            throws IOException {
        this.request = request;
        this.name = name;
        this.store = store;
        this.delivery = delivery;
        this.fault = fault;
        long length = request.exchange().contentLength();
        if (length < 0 && !request.isChunked()) {
            throw Refusal.missingContentLength();
        }
        if (length > MAX_SIZE) {
            throw Refusal.entityTooLarge(MAX_SIZE);
        }
        this.metadata = ObjectMetadata.of(request);
        this.overwrite = !"true".equalsIgnoreCase(request.header("x-oss-forbid-overwrite"));
        if (!overwrite && store.contains(name)) {
            throw Refusal.fileAlreadyExists(name.key());
        }
        this.contentMd5 = contentMd5(request);
        this.callback = AcceptedCallback.of(request);
        this.upload = store.upload();
    }

    private static @Nullable String contentMd5(ReceivedRequest request) {
        String value = request.header("content-md5");
        if (value == null) {
            return null;
        }
        try {
            if (Base64.getDecoder().decode(value).length == 16) {
                return value;
            }
        } catch (IllegalArgumentException e) {
            // Not Base64: refused like a digest of the wrong length.
        }
        throw Refusal.invalidDigest("0017-00000502", value);
    }

    @Override
    public void receive(ByteBuf piece) throws IOException {
        if (piece.readableBytes() >= fault.uploadLimit() - upload.size()) {
            throw new ConnectionReset();
        }
        if (piece.readableBytes() > MAX_SIZE - upload.size()) {
            throw Refusal.entityTooLarge(MAX_SIZE);
        }
        // On the connection's thread, although a disk can block it: a sender is slowed down to the disk's speed with no
        // queue in between, and in memory there is never more than what was read from the socket last.
        for (ByteBuffer buffer : piece.nioBuffers()) {
            upload.write(buffer);
        }
    }

    @Override
    public CompletionStage<Answer> complete() throws IOException {
        if (fault.uploadLimit() != Long.MAX_VALUE) {
            // The body is shorter than the limit, so it was not met on the way.
            throw new ConnectionReset();
        }
        ObjectBody body = upload.finish();
        if (contentMd5 != null && !contentMd5.equals(body.contentMd5())) {
            throw Refusal.invalidDigest(null, contentMd5);
        }
        // Before anybody sees the object: whoever replaces it deletes this file.
        ImageHeader image = callback == null ? null : ImageHeader.read(body.file());
        StoredObject object = store.publish(name, body, metadata, overwrite);
        if (object == null) {
            throw Refusal.fileAlreadyExists(name.key());
        }
        published = true;
        if (callback == null) {
            return CompletableFuture.completedFuture(body.describe(Answer.of(200), fault));
        }
        return delivery.deliver(callback, name, object, image, request.exchange())
                .thenApply(reply -> body.describe(reply.toAnswer(request.exchange()), fault));
    }

    @Override
    public void abort() throws IOException {
        if (!published) {
            upload.abort();
        }
    }
}

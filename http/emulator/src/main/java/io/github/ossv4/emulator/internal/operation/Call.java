// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.callback.AcceptedCallback;
import io.github.ossv4.emulator.internal.callback.UploadedObject;
import io.github.ossv4.emulator.internal.object.BucketSettings;
import io.github.ossv4.emulator.internal.object.ObjectAttributes;
import io.github.ossv4.emulator.internal.object.ObjectName;
import io.github.ossv4.emulator.internal.object.ObjectReference;
import io.github.ossv4.emulator.internal.object.StoredObject;
import io.github.ossv4.emulator.internal.store.Bucket;
import io.github.ossv4.emulator.internal.store.ObjectStore;
import io.github.ossv4.emulator.internal.store.PendingUpload;
import io.github.ossv4.emulator.internal.store.PendingUploads;
import io.github.ossv4.emulator.internal.wire.OssError;
import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.emulator.internal.wire.ReceivedRequest;
import io.github.ossv4.emulator.internal.wire.ServerResponse;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A request to an operation, with the services that execute it. */
record Call(ReceivedRequest request, Services services) {
    /** Returns a query parameter, or null. */
    @Nullable
    String parameter(String name) {
        return request.query().get(name);
    }

    /** Returns a header, or null. */
    @Nullable
    String header(String name) {
        return request.header(name);
    }

    /** Returns the name of the bucket. */
    String bucket() {
        return Objects.requireNonNull(request.resource().bucket(), "bucket");
    }

    /** Returns the settings of the bucket, or of new buckets if it does not exist. */
    BucketSettings settings() {
        return services.buckets().settings(request.resource().bucket());
    }

    /**
     * Returns the bucket.
     *
     * @throws OssException if it does not exist
     */
    Bucket storedBucket() {
        return services.buckets().get(bucket());
    }

    /** Returns the name of the object. */
    ObjectName name() {
        return new ObjectName(
                bucket(), Objects.requireNonNull(request.resource().key(), "key"));
    }

    /**
     * Returns the object in the version that the query names. It need not exist.
     *
     * @throws OssException if no version can have this ID
     */
    ObjectReference reference() {
        return store().reference(name(), parameter(ObjectReference.VERSION_ID));
    }

    /**
     * Returns the attributes of an object in the headers.
     *
     * @throws OssException if one is invalid
     */
    ObjectAttributes attributes() {
        return ObjectAttributes.of(request, settings());
    }

    /**
     * Returns the multipart upload that the query names.
     *
     * @throws OssException if it does not exist, or belongs to another object
     */
    PendingUpload upload() {
        return upload(OssError.NO_SUCH_UPLOAD);
    }

    /** Like {@link #upload()}, with the error of an operation if it does not exist. */
    PendingUpload upload(OssError missing) {
        return uploads().get(String.valueOf(parameter(PendingUpload.ID)), name(), missing);
    }

    ObjectStore store() {
        return services.store();
    }

    /** Returns the time of the emulator. */
    Instant now() {
        return store().clock().instant();
    }

    PendingUploads uploads() {
        return services.uploads();
    }

    /**
     * Returns whether an existing object may be overwritten.
     *
     * @throws OssException if one exists and must not be overwritten
     */
    boolean overwrites() {
        if (!request.allowsOverwrite()) {
            store().checkAbsent(name());
        }
        return request.allowsOverwrite();
    }

    /**
     * Performs the callback of an upload, if there is one.
     *
     * @param withoutCallback the response if there is none
     * @return a response with the headers of the object
     */
    CompletionStage<ServerResponse> respond(
            UploadedObject uploaded, @Nullable AcceptedCallback callback, Supplier<ServerResponse> withoutCallback) {
        StoredObject object = uploaded.object();
        CompletionStage<ServerResponse> response = callback == null
                ? CompletableFuture.completedFuture(withoutCallback.get())
                : services.callbacks()
                        .deliver(callback, uploaded, request.head())
                        .thenApply(outcome -> outcome.toResponse(request.head()));
        return response.thenApply(headers -> object.describeMd5(object.identify(headers)));
    }
}

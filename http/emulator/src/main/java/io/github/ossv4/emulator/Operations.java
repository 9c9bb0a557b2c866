// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/** Lets a request in, or refuses it. Thread-safe. */
final class Operations {
    private final Addressing addressing;
    private final Access access;
    private final ObjectStore store;
    private final MultipartUploads uploads;
    private final CallbackDelivery delivery;
    private final Faults faults;
    private final Cors cors;
    private final Limits limits;

    Operations(
            Addressing addressing,
            Access access,
            ObjectStore store,
            MultipartUploads uploads,
            CallbackDelivery delivery,
            Faults faults,
            Cors cors,
            Limits limits) {
        this.addressing = addressing;
        this.access = access;
        this.store = store;
        this.uploads = uploads;
        this.delivery = delivery;
        this.faults = faults;
        this.cors = cors;
        this.limits = limits;
    }

    /**
     * The operation that a request asks for, judged by all that is known before its body.
     *
     * @throws Refusal if it is not let in
     */
    Operation accept(Exchange exchange) throws IOException {
        ReceivedRequest request = ReceivedRequest.of(exchange, addressing);
        if (Cors.isPreflight(request)) {
            checkBucket(request);
            Answer answer = cors.preflight(request);
            return () -> CompletableFuture.completedFuture(answer);
        }
        cors.check(request);
        if (isForCallbackKey(request)) {
            return () -> delivery.publicKeyPem().thenApply(pem -> Answer.of(200).body("application/x-pem-file", pem));
        }
        // The signature of a form is among its fields.
        if (Call.of(request) != Call.POST_OBJECT) {
            access.check(request);
        }
        checkBucket(request);
        Call call = Coverage.check(request);
        Operation operation = operation(call, request);
        Fault fault = faults.take(call);
        Refusal error = fault.error();
        if (error != null) {
            operation.abort();
            throw error;
        }
        return new FaultyOperation(operation, fault);
    }

    private void checkBucket(ReceivedRequest request) {
        String bucket = request.resource().bucket();
        if (bucket != null && !addressing.isBucket(bucket)) {
            throw Refusal.noSuchBucket(bucket);
        }
    }

    private Operation operation(Call call, ReceivedRequest request) throws IOException {
        String bucket = request.resource().bucket();
        String key = request.resource().key();
        if (bucket == null) {
            throw new AssertionError("the service itself is not covered: " + call);
        }
        return key == null ? ofBucket(call, request, bucket) : ofObject(call, request, new ObjectName(bucket, key));
    }

    private Operation ofBucket(Call call, ReceivedRequest request, String bucket) {
        return switch (call) {
            case POST_OBJECT -> new PostObject(request, bucket, access, store, delivery, limits.object());
            case LIST_MULTIPART_UPLOADS -> new ListMultipartUploads(request, bucket, uploads);
            default -> throw new AssertionError("no call of a bucket: " + call);
        };
    }

    private Operation ofObject(Call call, ReceivedRequest request, ObjectName name) throws IOException {
        return switch (call) {
            case PUT_OBJECT -> new PutObject(request, name, store, delivery, limits.object());
            case COPY_OBJECT ->
                new CopyObject(request, CopySource.of(request, addressing, store), name, store, limits.copy());
            case APPEND_OBJECT -> new AppendObject(request, name, store, limits.object());
            case GET_OBJECT -> new GetObject(request, reference(request, name), store);
            case HEAD_OBJECT -> new HeadObject(request, reference(request, name), store);
            case GET_OBJECT_META -> new GetObjectMeta(request, reference(request, name), store);
            case DELETE_OBJECT -> new DeleteObject(reference(request, name), store);
            case INITIATE_MULTIPART_UPLOAD -> new InitiateMultipartUpload(request, name, store, uploads);
            case UPLOAD_PART -> new UploadPart(request, name, store, uploads, limits.object());
            case UPLOAD_PART_COPY ->
                new UploadPartCopy(
                        request,
                        CopySource.of(request, addressing, store),
                        PartReference.of(request, name, uploads),
                        store,
                        uploads,
                        limits.object());
            case COMPLETE_MULTIPART_UPLOAD ->
                new CompleteMultipartUpload(request, uploads.get(request, name), uploads, store, delivery);
            case ABORT_MULTIPART_UPLOAD -> new AbortMultipartUpload(uploads.get(request, name), uploads);
            case LIST_PARTS -> new ListParts(request, uploads.get(request, name));
            case POST_OBJECT, LIST_MULTIPART_UPLOADS -> throw new AssertionError("no call of an object: " + call);
        };
    }

    /** The object, in the version that the query names. */
    private ObjectReference reference(ReceivedRequest request, ObjectName name) {
        return store.reference(name, request.query().get(ObjectReference.VERSION_ID));
    }

    /** The one thing that is served to anybody, since OSS serves its key to anybody. No bucket has such a name. */
    private static boolean isForCallbackKey(ReceivedRequest request) {
        return request.method().equals("GET")
                && request.path().equals(CallbackKey.PATH)
                && CallbackKey.PATH.substring(1).equals(request.resource().bucket());
    }
}

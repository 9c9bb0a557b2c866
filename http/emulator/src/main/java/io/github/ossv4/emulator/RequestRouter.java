// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/** Lets a request in, or refuses it. Thread-safe. */
final class RequestRouter {
    private final Addressing addressing;
    private final AccessControl access;
    private final ObjectStore store;
    private final PendingUploads uploads;
    private final CallbackDelivery delivery;
    private final PendingFaults faults;
    private final Cors cors;
    private final Limits limits;

    RequestRouter(
            Addressing addressing,
            AccessControl access,
            ObjectStore store,
            PendingUploads uploads,
            CallbackDelivery delivery,
            PendingFaults faults,
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
     * @throws OssException if it is not let in
     */
    Execution accept(RequestHead exchange) throws IOException {
        ReceivedRequest request = ReceivedRequest.of(exchange, addressing);
        if (Cors.isPreflight(request)) {
            checkBucket(request);
            OssResponse answer = cors.preflight(request);
            return () -> CompletableFuture.completedFuture(answer);
        }
        cors.check(request);
        if (isForCallbackKey(request)) {
            return () ->
                    delivery.publicKeyPem().thenApply(pem -> OssResponse.of(200).body("application/x-pem-file", pem));
        }
        // The signature of a form is among its fields.
        if (Call.of(request) != Call.POST_OBJECT) {
            access.check(request);
        }
        checkBucket(request);
        Call call = Coverage.check(request);
        Execution operation = operation(call, request);
        Fault fault = faults.take(call);
        OssException error = fault.error();
        if (error != null) {
            operation.abort();
            throw error;
        }
        return new FaultyExecution(operation, fault);
    }

    private void checkBucket(ReceivedRequest request) {
        String bucket = request.resource().bucket();
        if (bucket != null && !addressing.isBucket(bucket)) {
            throw OssException.noSuchBucket(bucket);
        }
    }

    private Execution operation(Call call, ReceivedRequest request) throws IOException {
        String bucket = request.resource().bucket();
        String key = request.resource().key();
        if (bucket == null) {
            throw new AssertionError("the service itself is not covered: " + call);
        }
        return key == null ? ofBucket(call, request, bucket) : ofObject(call, request, new ObjectName(bucket, key));
    }

    private Execution ofBucket(Call call, ReceivedRequest request, String bucket) {
        return switch (call) {
            case POST_OBJECT -> new PostObjectExecution(request, bucket, access, store, delivery, limits.object());
            case LIST_MULTIPART_UPLOADS -> new ListMultipartUploadsExecution(request, bucket, uploads);
            default -> throw new AssertionError("no call of a bucket: " + call);
        };
    }

    private Execution ofObject(Call call, ReceivedRequest request, ObjectName name) throws IOException {
        return switch (call) {
            case PUT_OBJECT -> new PutObjectExecution(request, name, store, delivery, limits.object());
            case COPY_OBJECT ->
                new CopyObjectExecution(
                        request, CopySourceHeader.of(request, addressing, store), name, store, limits.copy());
            case APPEND_OBJECT -> new AppendObjectExecution(request, name, store, limits.object());
            case GET_OBJECT -> new GetObjectExecution(request, reference(request, name), store);
            case HEAD_OBJECT -> new HeadObjectExecution(request, reference(request, name), store);
            case GET_OBJECT_META -> new GetObjectMetaExecution(request, reference(request, name), store);
            case DELETE_OBJECT -> new DeleteObjectExecution(reference(request, name), store);
            case INITIATE_MULTIPART_UPLOAD -> new InitiateMultipartUploadExecution(request, name, store, uploads);
            case UPLOAD_PART -> new UploadPartExecution(request, name, store, uploads, limits.object());
            case UPLOAD_PART_COPY ->
                new UploadPartCopyExecution(
                        request,
                        CopySourceHeader.of(request, addressing, store),
                        PartReference.of(request, name, uploads),
                        store,
                        uploads,
                        limits.object());
            case COMPLETE_MULTIPART_UPLOAD ->
                new CompleteMultipartUploadExecution(request, uploads.get(request, name), uploads, store, delivery);
            case ABORT_MULTIPART_UPLOAD -> new AbortMultipartUploadExecution(uploads.get(request, name), uploads);
            case LIST_PARTS -> new ListPartsExecution(request, uploads.get(request, name));
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

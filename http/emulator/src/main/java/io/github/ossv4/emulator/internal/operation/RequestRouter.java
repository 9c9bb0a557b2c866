// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.access.AccessControl;
import io.github.ossv4.emulator.internal.access.Cors;
import io.github.ossv4.emulator.internal.callback.CallbackKey;
import io.github.ossv4.emulator.internal.wire.Execution;
import io.github.ossv4.emulator.internal.wire.OssError;
import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.emulator.internal.wire.ReceivedRequest;
import io.github.ossv4.emulator.internal.wire.RequestHandler;
import io.github.ossv4.emulator.internal.wire.RequestHead;
import io.github.ossv4.emulator.internal.wire.ReservedRequests;
import io.github.ossv4.emulator.internal.wire.ServerResponse;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Starts the execution of each request, or rejects the request. Thread-safe.
 *
 * @param reserved receives each request first
 */
public record RequestRouter(Services services, PendingFaults faults, Cors cors, ReservedRequests reserved)
        implements RequestHandler {
    private static final Set<String> METHODS = Set.of("DELETE", "GET", "HEAD", "OPTIONS", "POST", "PUT");

    @Override
    public Execution start(RequestHead head) throws IOException {
        ReceivedRequest request = ReceivedRequest.of(head, services.addressing()::resource);
        Execution own = reserved.start(request);
        if (own != null) {
            head.trace().hide();
            return own;
        }
        if (Cors.isPreflight(request)) {
            checkBucket(request);
            ServerResponse response = cors.preflight(request);
            return () -> CompletableFuture.completedFuture(response);
        }
        cors.check(request);
        if (isForCallbackKey(request)) {
            return () -> services.callbacks()
                    .publicKeyPem()
                    .thenApply(pem -> ServerResponse.of(200).body("application/x-pem-file", pem));
        }
        OssOperation operation = EmulatedOperations.find(request);
        // A sub-resource that is not emulated makes it another operation, whose name is not known.
        boolean isKnown = operation != null && operation.unsupportedParameter(request) == null;
        if (operation != null && isKnown) {
            head.trace().operation(operation.name());
        }
        if ("aws-chunked".equals(request.header("content-encoding"))) {
            throw OssError.AWS_CHUNKED
                    .with("ArgumentName", "x-amz-content-sha256")
                    .with("ArgumentValue", String.valueOf(request.header("x-amz-content-sha256")));
        }
        services.endpoints().check(request, operation != null && operation.isOfObjects());
        // As OSS does, before the signature.
        if (operation == null || !isKnown || !operation.createsBucket()) {
            checkBucket(request);
        }
        boolean onObject = request.resource().key() != null;
        if (operation == null && isUnknownMethod(request)) {
            throw OssError.METHOD_NOT_SUPPORTED
                    .with("Method", request.method())
                    .with("ResourceType", onObject ? "Object" : "Bucket");
        }
        if (operation == null || !operation.isSignedInBody()) {
            services.access()
                    .check(request, operation == null ? AccessControl.PublicAccess.NONE : operation.publicAccess());
        }
        if (operation == null) {
            throw OssException.notImplemented(
                    request.method() + (onObject ? " on an object" : " on a bucket or on the service"));
        }
        operation.check(request);
        Execution execution = operation.start(request, services);
        InjectedFault fault = faults.take(operation);
        if (fault.kind() != FaultKind.NONE) {
            head.trace().fault(fault.description());
        }
        OssException error = fault.error();
        if (error != null) {
            execution.abort();
            throw error;
        }
        return new FaultyExecution(execution, fault);
    }

    /** Returns whether OSS has no operation with the method. POST needs a query parameter, such as append. */
    private static boolean isUnknownMethod(ReceivedRequest request) {
        return !METHODS.contains(request.method())
                || (request.method().equals("POST")
                        && request.resource().key() != null
                        && request.query().keySet().stream().noneMatch(OssOperation::isSubResource));
    }

    private void checkBucket(ReceivedRequest request) {
        String bucket = request.resource().bucket();
        if (bucket != null && !services.buckets().contains(bucket)) {
            services.access().explainBucket(request);
            PutBucket.checkName(bucket);
            services.buckets().get(bucket);
        }
    }

    /**
     * Returns whether a request is for the public key, which is served without a signature. No bucket has such a name.
     */
    private static boolean isForCallbackKey(ReceivedRequest request) {
        return request.method().equals("GET")
                && request.path().equals(CallbackKey.PATH)
                && CallbackKey.PATH.substring(1).equals(request.resource().bucket());
    }

    @Override
    public void describe(RequestHead head, ServerResponse response) {
        if (head.origin() == null) {
            return;
        }
        String bucket = bucket(head);
        if (bucket == null || !bucket.equals(ReservedRequests.BUCKET)) {
            cors.describe(head, bucket, response);
        }
    }

    /** Returns the bucket that a request names; null if it names none, or is malformed. */
    private @Nullable String bucket(RequestHead head) {
        try {
            return ReceivedRequest.of(head, services.addressing()::resource)
                    .resource()
                    .bucket();
        } catch (OssException e) {
            return null;
        }
    }
}

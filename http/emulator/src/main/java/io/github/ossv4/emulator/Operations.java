// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import java.io.IOException;

/** Lets a request in, or refuses it. Thread-safe. */
final class Operations {
    private final Addressing addressing;
    private final Authentication authentication;
    private final ObjectStore store;
    private final CallbackDelivery delivery;
    private final Faults faults;

    Operations(
            Addressing addressing,
            Authentication authentication,
            ObjectStore store,
            CallbackDelivery delivery,
            Faults faults) {
        this.addressing = addressing;
        this.authentication = authentication;
        this.store = store;
        this.delivery = delivery;
        this.faults = faults;
    }

    /**
     * The operation that a request asks for, judged by all that is known before its body.
     *
     * @throws Refusal if it is not let in
     */
    Operation accept(Exchange exchange) throws IOException {
        ReceivedRequest request = ReceivedRequest.of(exchange, addressing);
        if (isForCallbackKey(request)) {
            return () -> delivery.publicKeyPem().thenApply(pem -> Answer.of(200).body("application/x-pem-file", pem));
        }
        authentication.check(request);
        ObjectName name = objectName(request);
        Fault fault = faults.take(request.method());
        Refusal error = fault.error();
        if (error != null) {
            throw error;
        }
        return switch (request.method()) {
            case "PUT" -> new PutObject(request, name, store, delivery, fault);
            case "GET" -> new GetObject(request, name, store, fault);
            case "HEAD" ->
                request.query().containsKey(Coverage.OBJECT_META)
                        ? new GetObjectMeta(name, store, fault)
                        : new HeadObject(name, store, fault);
            case "DELETE" -> new DeleteObject(name, store);
            default -> throw new AssertionError("not covered: " + request.method());
        };
    }

    private ObjectName objectName(ReceivedRequest request) {
        String bucket = request.resource().bucket();
        String key = request.resource().key();
        if (bucket != null && !addressing.isBucket(bucket)) {
            throw Refusal.noSuchBucket(bucket);
        }
        Coverage.check(request);
        if (bucket == null || key == null) {
            throw new AssertionError("only objects are covered: " + request.path());
        }
        return new ObjectName(bucket, key);
    }

    /** The one thing that is served to anybody, since OSS serves its key to anybody. No bucket has such a name. */
    private static boolean isForCallbackKey(ReceivedRequest request) {
        return request.method().equals("GET")
                && request.path().equals(CallbackKey.PATH)
                && CallbackKey.PATH.substring(1).equals(request.resource().bucket());
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

/** Decides who may do what: whoever has an AccessKey anything, anybody else may read what is public. Thread-safe. */
final class Access {
    private final Authentication authentication;
    private final ObjectStore store;

    Access(Authentication authentication, ObjectStore store) {
        this.authentication = authentication;
        this.store = store;
    }

    /** @throws Refusal if the request is not signed as it should be, or not at all and would need to */
    void check(ReceivedRequest request) {
        if (!Authentication.isAnonymous(request)) {
            authentication.check(request);
            return;
        }
        if (!reads(request) || !isPublic(request)) {
            throw Refusal.noAuthorization();
        }
        if (request.query().keySet().stream().anyMatch(GetObject.OVERRIDES::containsKey)) {
            throw Refusal.of(
                    400,
                    "InvalidRequest",
                    null,
                    "Request specific response headers cannot be used for anonymous GET requests.");
        }
    }

    private static boolean reads(ReceivedRequest request) {
        return (request.method().equals("GET") || request.method().equals("HEAD"))
                && !request.query().containsKey(MultipartUpload.ID);
    }

    private boolean isPublic(ReceivedRequest request) {
        String bucket = request.resource().bucket();
        String key = request.resource().key();
        if (bucket == null || key == null) {
            return false;
        }
        ObjectReference reference =
                store.reference(new ObjectName(bucket, key), request.query().get(ObjectReference.VERSION_ID));
        return store.find(reference) instanceof StoredObject object
                && object.attributes().settings().isPublic();
    }
}

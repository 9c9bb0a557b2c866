// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import java.time.Clock;

/** Decides who may do what: whoever has an AccessKey anything, anybody else may read what is public. Thread-safe. */
final class Access {
    private final Authentication authentication;
    private final ObjectStore store;
    private final Clock clock;

    Access(Authentication authentication, ObjectStore store, Clock clock) {
        this.authentication = authentication;
        this.store = store;
        this.clock = clock;
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

    /**
     * Checks the fields of a form. Its request's own signature counts for nothing.
     *
     * @return its policy, which has still to be {@linkplain #checkTime valid} when the whole form is there
     * @throws Refusal if it is not signed as it should be, or is not what its policy demands
     */
    PostPolicy check(PostForm form, String bucket) {
        if (FormSignature.isMissing(form)) {
            throw Refusal.noAuthorization();
        }
        FormSignature signature = FormSignature.of(form);
        authentication.check(signature);
        PostPolicy policy = PostPolicy.parse(signature.policy());
        checkTime(policy);
        policy.check(form, bucket);
        return policy;
    }

    /** @throws Refusal if a policy has expired */
    void checkTime(PostPolicy policy) {
        policy.checkTime(clock.instant());
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

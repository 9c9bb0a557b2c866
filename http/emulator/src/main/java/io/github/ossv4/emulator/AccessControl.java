// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import java.time.Clock;

/** Decides who may do what: whoever has an AccessKey anything, anybody else may read what is public. Thread-safe. */
final class AccessControl {
    private final Authentication authentication;
    private final ObjectStore store;
    private final Clock clock;

    AccessControl(Authentication authentication, ObjectStore store, Clock clock) {
        this.authentication = authentication;
        this.store = store;
        this.clock = clock;
    }

    /** @throws OssException if the request is not signed as it should be, or not at all and would need to */
    void check(ReceivedRequest request) {
        if (!Authentication.isAnonymous(request)) {
            authentication.check(request);
            return;
        }
        if (!reads(request) || !isPublic(request)) {
            throw OssException.noAuthorization();
        }
        if (request.query().keySet().stream().anyMatch(GetObjectExecution.OVERRIDES::containsKey)) {
            throw OssException.of(
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
     * @throws OssException if it is not signed as it should be, or is not what its policy demands
     */
    FormPolicy check(PostForm form, String bucket) {
        if (FormSignature.isMissing(form)) {
            throw OssException.noAuthorization();
        }
        FormSignature signature = FormSignature.of(form);
        authentication.check(signature);
        FormPolicy policy = FormPolicy.parse(signature.policy());
        checkTime(policy);
        policy.check(form, bucket);
        return policy;
    }

    /** @throws OssException if a policy has expired */
    void checkTime(FormPolicy policy) {
        policy.checkTime(clock.instant());
    }

    private static boolean reads(ReceivedRequest request) {
        return (request.method().equals("GET") || request.method().equals("HEAD"))
                && !request.query().containsKey(PendingUpload.ID);
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

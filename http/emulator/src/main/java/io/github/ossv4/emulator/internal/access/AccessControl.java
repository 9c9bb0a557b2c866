// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.access;

import io.github.ossv4.emulator.internal.form.FormPolicy;
import io.github.ossv4.emulator.internal.form.PostForm;
import io.github.ossv4.emulator.internal.object.BucketSettings;
import io.github.ossv4.emulator.internal.object.ObjectName;
import io.github.ossv4.emulator.internal.object.ObjectReference;
import io.github.ossv4.emulator.internal.object.StoredObject;
import io.github.ossv4.emulator.internal.store.Bucket;
import io.github.ossv4.emulator.internal.store.Buckets;
import io.github.ossv4.emulator.internal.store.ObjectStore;
import io.github.ossv4.emulator.internal.wire.OssError;
import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.emulator.internal.wire.ReceivedRequest;
import io.github.ossv4.emulator.internal.wire.RequestTrace;
import io.github.ossv4.emulator.internal.wire.RequestedResource;
import io.github.ossv4.emulator.internal.wire.SignatureVerdict;
import io.github.ossv4.explain.SignatureMistake;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rule of access: an AccessKey may do anything, a request without one may read or write what is public.
 * Thread-safe.
 *
 * <p>Rule: A bucket that a client signs and leaves out of the URL is named ({@code SignatureMistakesTest}).
 */
public record AccessControl(Authentication authentication, Buckets buckets, ObjectStore store, Clock clock) {
    private static final int MAX_TRIED_BUCKETS = 100;

    /** The public access that an operation requires of requests without a signature. */
    public enum PublicAccess {
        /** Nothing: the operation requires a signature. */
        NONE,
        /** The ACL {@code public-read} or {@code public-read-write}. */
        READ,
        /** The ACL {@code public-read-write}. */
        WRITE;

        private boolean isPermittedBy(String acl) {
            return this != NONE && acl.startsWith(this == READ ? "public-read" : "public-read-write");
        }
    }

    /**
     * Checks the signature of a request.
     *
     * @param needed the public access that the operation needs without a signature
     * @throws OssException if the signature is invalid, or is missing and required
     */
    public void check(ReceivedRequest request, PublicAccess needed) {
        RequestTrace trace = request.head().trace();
        trace.verdict(SignatureVerdict.REFUSED);
        if (!Authentication.isAnonymous(request)) {
            try {
                trace.verdict(authentication.check(request));
            } catch (OssException e) {
                explainBucket(request);
                throw e;
            }
            return;
        }
        if (!isPermitted(request, needed)) {
            throw denied(request.resource()).exception();
        }
        if (ResponseOverrides.areIn(request)) {
            throw OssError.INVALID_REQUEST.saying(
                    "Request specific response headers cannot be used for anonymous GET requests.");
        }
        trace.verdict(SignatureVerdict.ANONYMOUS);
    }

    /**
     * Checks the fields of a form. The signature of its request, if any, is ignored.
     *
     * @param trace the trace of its request
     * @return its policy, whose {@linkplain #checkTime expiration} must be checked again at the end of the form
     * @throws OssException if the signature is invalid, or the form violates its policy
     */
    public FormPolicy check(PostForm form, String bucket, RequestTrace trace) {
        trace.verdict(SignatureVerdict.REFUSED);
        form.required("key", null);
        if (FormSignature.isMissing(form)) {
            if (!isPermitted(PublicAccess.WRITE, new ObjectReference(new ObjectName(bucket, form.key()), null))) {
                form.required(V1Signature.SIGNATURE, "0002-00000703");
            }
            trace.verdict(SignatureVerdict.ANONYMOUS);
            return FormPolicy.NONE;
        }
        if (authentication.acceptsV1(form)) {
            V1Signature signature = V1Signature.ofForm(form);
            authentication.check(signature);
            trace.verdict(SignatureVerdict.FORM);
            return check(signature.stringToSign(), form, bucket, List.of());
        }
        FormSignature signature = FormSignature.of(form, authentication.acceptsV1());
        authentication.check(signature, trace);
        trace.verdict(SignatureVerdict.FORM);
        return check(signature.policy(), form, bucket, FormSignature.PINNED);
    }

    private FormPolicy check(String base64, PostForm form, String bucket, List<String> pinned) {
        FormPolicy policy = FormPolicy.parse(base64);
        checkTime(policy);
        policy.check(form, bucket, pinned);
        return policy;
    }

    /** Throws if a policy has expired. */
    public void checkTime(FormPolicy policy) {
        policy.checkTime(clock.instant());
    }

    /**
     * If the request fails, also checks whether the client left the bucket out of the path, as ali-oss does at an IP
     * address: the first segment of the key is then taken as the bucket.
     */
    public void explainBucket(ReceivedRequest request) {
        String bucket = request.resource().bucket();
        if (bucket == null || !buckets.contains(bucket)) {
            request.head().trace().mistakeBefore(() -> missingBucket(request));
        }
    }

    private @Nullable SignatureMistake missingBucket(ReceivedRequest request) {
        String key = request.target().pathFrom(1);
        for (Bucket bucket : buckets.all().stream().limit(MAX_TRIED_BUCKETS).toList()) {
            try {
                authentication.check(
                        request.at(new RequestedResource(bucket.name(), key == null || key.isEmpty() ? null : key)));
                return SignatureMistake.of(
                        "the path",
                        "/" + bucket.name() + request.path(),
                        request.path(),
                        "the client signs the bucket " + bucket.name()
                                + " but leaves it out of the URL, as ali-oss does at"
                                + " an IP address: the first segment of the path was taken as a bucket. Use a host that"
                                + " names the bucket, such as " + bucket.name() + ".localhost, or the option --domain");
            } catch (OssException e) {
                // Signed for another bucket.
            }
        }
        return null;
    }

    private boolean isPermitted(ReceivedRequest request, PublicAccess needed) {
        String bucket = request.resource().bucket();
        String key = request.resource().key();
        if (bucket == null || !buckets.contains(bucket)) {
            return false;
        }
        return key == null
                ? isPermitted(needed, buckets.settings(bucket), "default")
                : isPermitted(
                        needed,
                        store.reference(
                                new ObjectName(bucket, key), request.query().get(ObjectReference.VERSION_ID)));
    }

    /** Returns whether an object, which need not exist, permits the access. A link is read only with its target. */
    private boolean isPermitted(PublicAccess needed, ObjectReference reference) {
        String bucket = reference.name().bucket();
        BucketSettings settings = buckets.settings(bucket);
        if (!(store.find(reference) instanceof StoredObject object)) {
            return isPermitted(needed, settings, "default");
        }
        String target = object.body().symlinkTarget();
        boolean forbidden = needed == PublicAccess.READ
                && target != null
                && store.find(new ObjectReference(new ObjectName(bucket, target), null)) instanceof StoredObject read
                && !isPermitted(needed, settings, read.attributes().settings().acl());
        return !forbidden
                && isPermitted(needed, settings, object.attributes().settings().acl());
    }

    private static boolean isPermitted(PublicAccess needed, BucketSettings bucket, String acl) {
        return !bucket.blocksPublicAccess() && needed.isPermittedBy(acl.equals("default") ? bucket.acl() : acl);
    }

    private static OssError denied(RequestedResource resource) {
        if (resource.bucket() == null) {
            return OssError.ANONYMOUS_FORBIDDEN;
        }
        return resource.key() == null ? OssError.BUCKET_ACCESS_DENIED : OssError.ACCESS_DENIED;
    }
}

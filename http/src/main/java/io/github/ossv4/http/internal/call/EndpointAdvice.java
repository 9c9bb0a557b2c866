// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import io.github.ossv4.error.EndpointRefusal;
import io.github.ossv4.error.ErrorResponse;
import java.io.IOException;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** Suffixes of exception messages: the setting of the endpoint that probably caused the failure. Pure functions. */
final class EndpointAdvice {
    private static final int MAX_TEXT = 200;

    /** The bucket in the canonical request of OSS, which is in the error document. */
    private static final Pattern BUCKET = Pattern.compile("[A-Z]+\n/([a-z0-9-]+)/.*", Pattern.DOTALL);

    /** The start of the ECs of denials by policies and ACLs, which do not depend on the endpoint. */
    private static final String POLICY_EC_PREFIX = "0003-";

    private EndpointAdvice() {}

    /** Returns the advice for a request without a response, or an empty string. */
    static String of(Endpoint endpoint, IOException failure) {
        boolean unverified = failure instanceof SSLPeerUnverifiedException;
        if (unverified && endpoint.isOfOwner()) {
            return "; bind a certificate for " + endpoint.host() + " to this domain at OSS or at the CDN";
        }
        return unverified || failure instanceof UnknownHostException ? offerCname(endpoint) : "";
    }

    /**
     * Returns the advice for an error, or an empty string.
     *
     * @param isFirstContact true until a request to this endpoint has succeeded; after that, its settings are correct
     */
    static String of(Endpoint endpoint, String bucket, ErrorResponse error, boolean isFirstContact) {
        String other = error.details().get("Endpoint");
        EndpointRefusal refusal = EndpointRefusal.of(error.code(), error.message(), other);
        if (refusal != null) {
            return "; " + ofRefusal(endpoint, refusal, other);
        }
        return isFirstContact ? ofFirstContact(endpoint, bucket, error) : "";
    }

    private static String ofRefusal(Endpoint endpoint, EndpointRefusal refusal, @Nullable String other) {
        switch (refusal) {
            case REGION:
                return other == null
                        ? refusal.advice()
                        : "this bucket is at " + ResponseDocument.shortened(other, MAX_TEXT)
                                + (endpoint.isAccelerate()
                                        ? ", or transfer acceleration is not enabled for it"
                                        : ": use this endpoint, or its internal one, and its region");
            case PUBLIC_ENDPOINT:
                return endpoint.isOfOwner() ? checkBinding(endpoint) : refusal.advice();
            case PATH_STYLE:
                return endpoint.isPathOfItself()
                        ? "objects at an IP address or localhost are addressed by path: use a host name as the endpoint"
                        : refusal.advice();
            default:
                return refusal.advice();
        }
    }

    private static String ofFirstContact(Endpoint endpoint, String bucket, ErrorResponse error) {
        switch (error.code()) {
            case "AccessDenied":
                String ec = error.ec();
                return ec != null && ec.startsWith(POLICY_EC_PREFIX) ? "" : ofDomain(endpoint);
            case "NoSuchBucket":
                // The source of a copy is another bucket.
                String missing = error.details().get("BucketName");
                return missing == null || missing.equals(bucket) ? ofDomain(endpoint) : "";
            case "SignatureDoesNotMatch":
                String served = bucketOf(error.details().get("CanonicalRequest"));
                return served == null || served.equals(bucket) || !endpoint.isOfOwner()
                        ? ""
                        : "; the domain " + endpoint.host() + " is bound to the bucket " + served + ", not to "
                                + bucket;
            default:
                return "";
        }
    }

    private static @Nullable String bucketOf(@Nullable String canonicalRequest) {
        Matcher named = BUCKET.matcher(canonicalRequest == null ? "" : canonicalRequest);
        return named.matches() ? named.group(1) : null;
    }

    private static String ofDomain(Endpoint endpoint) {
        return endpoint.isOfOwner() ? "; " + checkBinding(endpoint) : offerCname(endpoint);
    }

    private static String checkBinding(Endpoint endpoint) {
        return "check that the domain " + endpoint.host() + " is bound to this bucket";
    }

    /** Returns advice to set {@code cname()} if the host is not an endpoint of OSS, or an empty string. */
    private static String offerCname(Endpoint endpoint) {
        if (!endpoint.isAssumedService()) {
            return "";
        }
        return "; " + endpoint.serviceHost()
                + " is not an endpoint of Alibaba Cloud: if it is your own domain that is bound to"
                + " this bucket, set cname() or --cname" + (endpoint.isByPath() ? " instead of path style" : "");
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import io.github.ossv4.error.ErrorResponse;
import io.github.ossv4.http.Advice;
import io.github.ossv4.http.ConnectionFailure;
import io.github.ossv4.internal.canonical.Mismatch;
import io.github.ossv4.internal.error.KnownError;
import io.github.ossv4.internal.xml.ResultDocument;
import java.io.IOException;
import java.net.UnknownHostException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/**
 * The cause of a failure if OSS's message does not tell it, and the setting to change: above all the endpoint. Pure
 * functions.
 *
 * <p>Rule: A refusal names the region that was signed, both times if they differ, and the host that OSS received if it
 * is another one; its advice is a value with the setting to change, which each program prints in its own words ({@code
 * EndpointAdviceTest}).
 */
final class EndpointAdvice {
    private static final Pattern HOST = Pattern.compile("(?=.{1,100}$)[a-z0-9-]+(\\.[a-z0-9-]+)+");

    /** The bucket in the canonical request of OSS, which is in the error document. */
    private static final Pattern BUCKET = Pattern.compile("[A-Z]+\n/([a-z0-9-]+)/.*", Pattern.DOTALL);

    /** The start of the ECs of denials by policies and ACLs, which do not depend on the endpoint. */
    private static final String POLICY_EC_PREFIX = "0003-";

    private EndpointAdvice() {}

    /**
     * Returns what is known of a request without a response, as the end of its message; may be empty. It names no
     * setting in words of the builder: a program finds the setting by {@link ConnectionFailure}.
     */
    static String of(Endpoint endpoint, IOException failure) {
        if (ConnectionFailure.of(failure) == ConnectionFailure.NO_TLS) {
            return "; the server may not use TLS at this port";
        }
        boolean unverified = failure instanceof SSLPeerUnverifiedException;
        if (unverified && endpoint.isOfOwner()) {
            return "; bind a certificate for " + endpoint.host() + " to this domain at OSS or at the CDN";
        }
        return (unverified || failure instanceof UnknownHostException) && endpoint.isAssumedService()
                ? "; " + notOfOss(endpoint) + ": if it is bound to the bucket, set the option cname"
                : "";
    }

    /**
     * Returns the advice for an error; null for none.
     *
     * @param signed null if the request was not signed here
     * @param origin where its credentials are from; null if that is not known
     * @param isFirstContact true until a request to this endpoint has succeeded; after that, its settings are correct
     */
    static @Nullable Advice of(
            Endpoint endpoint,
            String bucket,
            CurrentSigner.@Nullable Signed signed,
            @Nullable String origin,
            ErrorResponse error,
            boolean isFirstContact) {
        KnownError known = KnownError.of(error.code(), error.ec(), error.message(), error.details());
        if (known == null) {
            return null;
        }
        switch (known) {
            case OTHER_ENDPOINT:
                return ofOtherEndpoint(endpoint, error.details().get("Endpoint"), signed);
            case WRONG_REGION:
                return ofRegion(endpoint, signed);
            case ACCESS_KEY:
                return ofCredentials(known.meaning(), Advice.Setting.ACCESS_KEY, origin);
            case TOKEN:
            case TOKEN_EXPIRED:
            case TOKEN_NEEDED:
                return ofCredentials(known.meaning(), Advice.Setting.SECURITY_TOKEN, origin);
            case SIGNATURE:
                return ofSignature(endpoint, bucket, signed, origin, error, isFirstContact);
            case SKEWED:
                return ofClock(endpoint, signed, error);
            case PUBLIC_ENDPOINT:
                return endpoint.isOfOwner()
                        ? checkBinding(endpoint)
                        : Advice.of(known.meaning())
                                .about(Advice.Setting.ENDPOINT, endpoint.serviceHost())
                                .remedy("; if you bind a domain, set it as the endpoint with cname(true)");
            case PATH_STYLE:
                return ofPathStyle(endpoint, known);
            case REDIRECT:
            case CALLBACK_PRIVATE:
            case EXPLICIT_DENY:
            case IMPLICIT_DENY:
            case NOT_OWNED:
            case REFERER:
            case PUBLIC_ACL:
            case USER_DISABLED:
            case CORS:
            case ARCHIVED:
            case RESTORING:
            case METHOD:
            case KEY_SLASH:
            case KEY_NAME:
            case DENIED_BY_CALLBACK:
            case HASH_CONTEXT:
                return Advice.of(known.meaning(error.details()));
            case PACKAGE:
                return Advice.of(known.meaning())
                        .about(Advice.Setting.PRESIGN_ENDPOINT, null)
                        .remedy(" (presignEndpoint)");
            default:
                return isFirstContact ? ofFirstContact(endpoint, bucket, known, error) : null;
        }
    }

    /** Returns the host that the server received, if a proxy changed it; otherwise an empty string. */
    static String ofHost(Endpoint endpoint, ErrorResponse error) {
        String host = String.valueOf(error.hostId()).replaceFirst(":[0-9]+$", "");
        // Some documents name the host of the service, without the bucket.
        return !HOST.matcher(host).matches() || ("." + endpoint.host()).endsWith("." + host)
                ? ""
                : "; the server received the host " + host;
    }

    private static Advice ofOtherEndpoint(
            Endpoint endpoint, @Nullable String other, CurrentSigner.@Nullable Signed signed) {
        String signedFor = signed == null ? "" : "; signed for " + signed.region;
        String cause = KnownError.OTHER_ENDPOINT.meaning();
        String remedy = "";
        // Any other text could be an echo of the request.
        if (other != null && HOST.matcher(other).matches()) {
            String region = Endpoint.regionOf(other);
            cause = "this bucket is at " + other
                    + (endpoint.isAccelerate() ? ", or transfer acceleration is not enabled for it" : "");
            remedy = endpoint.isAccelerate()
                    ? ""
                    : ": use this endpoint, or its internal one, and " + (region == null ? "its region" : region);
        }
        return Advice.of(cause)
                .about(Advice.Setting.ENDPOINT, endpoint.serviceHost())
                .remedy(remedy + signedFor);
    }

    private static Advice ofRegion(Endpoint endpoint, CurrentSigner.@Nullable Signed signed) {
        String other = endpoint.region();
        return Advice.of(other == null ? "the bucket is in another region" : "the endpoint is in " + other)
                .about(Advice.Setting.REGION, signed == null ? null : signed.region)
                .remedy((signed == null ? "" : "; signed for " + signed.region) + ": set the region of the bucket");
    }

    private static Advice ofCredentials(String cause, Advice.Setting setting, @Nullable String origin) {
        return Advice.of(cause)
                .about(setting, null)
                .from(origin)
                .remedy(origin == null ? "" : "; the credentials are from " + origin);
    }

    private static @Nullable Advice ofSignature(
            Endpoint endpoint,
            String bucket,
            CurrentSigner.@Nullable Signed signed,
            @Nullable String origin,
            ErrorResponse error,
            boolean isFirstContact) {
        String canonicalRequest = error.details().get("CanonicalRequest");
        String served = bucketOf(canonicalRequest);
        if (isFirstContact && endpoint.isOfOwner() && served != null && !served.equals(bucket)) {
            return Advice.of("the domain " + endpoint.host() + " is bound to the bucket " + served + ", not to "
                            + bucket)
                    .about(Advice.Setting.BUCKET, bucket);
        }
        boolean isSameText = signed != null
                && Mismatch.SAME_TEXT.equals(signed.signature.explainMismatch(
                        canonicalRequest, error.details().get("StringToSign")));
        return isSameText
                ? ofCredentials(
                        "OSS signed the same text, so the secret does not belong to the AccessKey ID",
                        Advice.Setting.ACCESS_KEY,
                        origin)
                : null;
    }

    private static @Nullable Advice ofClock(
            Endpoint endpoint, CurrentSigner.@Nullable Signed signed, ErrorResponse error) {
        Instant server = ResultDocument.instant(error.details().get("ServerTime"));
        if (signed == null || server == null) {
            return null;
        }
        Instant here = signed.time.plus(signed.clockOffset).truncatedTo(ChronoUnit.SECONDS);
        long seconds = here.until(server, ChronoUnit.SECONDS);
        boolean corrected = endpoint.isHttps() || ClockCorrection.overHttp(signed.time, server) != null;
        return Advice.of("signed at " + here + ", the time of OSS was " + server + ", " + Math.abs(seconds)
                        + " seconds " + (seconds < 0 ? "earlier" : "later"))
                .about(Advice.Setting.CLOCK, here.toString())
                .remedy(": set the clock of this machine"
                        + (corrected ? "" : " (over http, at most one day is corrected)"));
    }

    private static Advice ofPathStyle(Endpoint endpoint, KnownError known) {
        return endpoint.isPathOfItself()
                ? Advice.of(
                                "objects at an IP address or localhost are addressed by path: use a host name as the endpoint")
                        .about(Advice.Setting.ENDPOINT, endpoint.serviceHost())
                : Advice.of(known.meaning())
                        .about(Advice.Setting.ADDRESSING, "path style")
                        .remedy(": leave out pathStyle(true)");
    }

    private static @Nullable Advice ofFirstContact(
            Endpoint endpoint, String bucket, KnownError known, ErrorResponse error) {
        switch (known) {
            case ACL:
            case DENIED:
                String ec = error.ec();
                return ec != null && ec.startsWith(POLICY_EC_PREFIX) ? null : ofDomain(endpoint);
            case NO_BUCKET:
                // The source of a copy is another bucket.
                String missing = error.details().get("BucketName");
                if (missing != null && !missing.equals(bucket)) {
                    return null;
                }
                Advice ofDomain = ofDomain(endpoint);
                return ofDomain != null
                        ? ofDomain
                        : Advice.of(known.meaning())
                                .about(Advice.Setting.BUCKET, bucket)
                                .remedy("; or it is in another region than the endpoint");
            default:
                return null;
        }
    }

    private static @Nullable String bucketOf(@Nullable String canonicalRequest) {
        Matcher named = BUCKET.matcher(canonicalRequest == null ? "" : canonicalRequest);
        return named.matches() ? named.group(1) : null;
    }

    private static @Nullable Advice ofDomain(Endpoint endpoint) {
        if (endpoint.isOfOwner()) {
            return checkBinding(endpoint);
        }
        return endpoint.isAssumedService()
                ? Advice.of(notOfOss(endpoint))
                        .about(Advice.Setting.ADDRESSING, endpoint.isByPath() ? "path style" : "virtual-hosted style")
                        .remedy(": if it is your own domain that is bound to this bucket, set cname(true)"
                                + (endpoint.isByPath() ? " instead of path style" : ""))
                : null;
    }

    private static Advice checkBinding(Endpoint endpoint) {
        return Advice.of("check that the domain " + endpoint.host() + " is bound to this bucket")
                .about(Advice.Setting.ENDPOINT, endpoint.host());
    }

    private static String notOfOss(Endpoint endpoint) {
        return endpoint.serviceHost() + " is not an endpoint of Alibaba Cloud";
    }
}

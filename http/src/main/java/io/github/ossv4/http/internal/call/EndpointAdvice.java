// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import io.github.ossv4.error.ErrorResponse;
import io.github.ossv4.http.ConnectionFailure;
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
 * Suffixes of exception messages: what caused the failure if OSS's message does not tell it, above all the setting of
 * the endpoint. Pure functions.
 */
public final class EndpointAdvice {
    private static final Pattern HOST = Pattern.compile("(?=.{1,100}$)[a-z0-9-]+(\\.[a-z0-9-]+)+");

    /** The bucket in the canonical request of OSS, which is in the error document. */
    private static final Pattern BUCKET = Pattern.compile("[A-Z]+\n/([a-z0-9-]+)/.*", Pattern.DOTALL);

    /** The start of the ECs of denials by policies and ACLs, which do not depend on the endpoint. */
    private static final String POLICY_EC_PREFIX = "0003-";

    private static final String CHECK_ADDRESS = "; check the host and the port of the endpoint, or of the proxy";
    private static final String TRY_HTTP = "; the endpoint may need http://";
    private static final String CHECK_BUCKET = "; check the name of the bucket, and the region of the endpoint";

    private EndpointAdvice() {}

    /** Returns a message without the advice that a program can give in words of its own settings. */
    public static String without(String message) {
        return message.replace(CHECK_ADDRESS, "").replace(TRY_HTTP, "").replace(CHECK_BUCKET, "");
    }

    /** Returns the advice for a request without a response, or an empty string. */
    static String of(Endpoint endpoint, IOException failure) {
        ConnectionFailure kind = ConnectionFailure.of(failure);
        if (kind == ConnectionFailure.NO_CONNECTION) {
            return CHECK_ADDRESS;
        } else if (kind == ConnectionFailure.NO_TLS) {
            return endpoint.isHttps() ? TRY_HTTP : "";
        }
        boolean unverified = failure instanceof SSLPeerUnverifiedException;
        if (unverified && endpoint.isOfOwner()) {
            return "; bind a certificate for " + endpoint.host() + " to this domain at OSS or at the CDN";
        }
        return unverified || failure instanceof UnknownHostException ? offerCname(endpoint) : "";
    }

    /**
     * Returns the advice for an error, or an empty string.
     *
     * @param signed null if the request was not signed here
     * @param origin where its credentials are from; null if that is not known
     * @param isFirstContact true until a request to this endpoint has succeeded; after that, its settings are correct
     */
    static String of(
            Endpoint endpoint,
            String bucket,
            CurrentSigner.@Nullable Signed signed,
            @Nullable String origin,
            ErrorResponse error,
            boolean isFirstContact) {
        KnownError known = KnownError.of(error.code(), error.ec(), error.message(), error.details());
        if (known == null) {
            return "";
        }
        switch (known) {
            case OTHER_ENDPOINT:
                return ofOtherEndpoint(endpoint, error.details().get("Endpoint")) + ofRegion(signed);
            case WRONG_REGION:
                return ofRegion(signed)
                        + (endpoint.region() == null
                                ? "; set the region of the bucket"
                                : "; the endpoint is in " + endpoint.region());
            case ACCESS_KEY:
                return origin == null ? "" : "; " + known.meaning() + "; the credentials are from " + origin;
            case SKEWED:
                return ofClock(endpoint, signed, error);
            case PUBLIC_ENDPOINT:
                return endpoint.isOfOwner()
                        ? checkBinding(endpoint)
                        : "; " + known.meaning()
                                + "; if you bind a domain, set it as the endpoint with cname() or --cname";
            case PATH_STYLE:
                return endpoint.isPathOfItself()
                        ? "; objects at an IP address or localhost are addressed by path: use a host name as the endpoint"
                        : "; " + known.meaning() + ": leave out pathStyle() or --path-style";
            case REDIRECT:
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
                return "; " + known.meaning(error.details());
            case PACKAGE:
                return "; " + known.meaning() + " (presignEndpoint)";
            default:
                return isFirstContact ? ofFirstContact(endpoint, bucket, known, error) : "";
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

    private static String ofOtherEndpoint(Endpoint endpoint, @Nullable String other) {
        // Any other text could be an echo of the request.
        if (other == null || !HOST.matcher(other).matches()) {
            return "; " + KnownError.OTHER_ENDPOINT.meaning();
        }
        String region = Endpoint.regionOf(other);
        return "; this bucket is at " + other
                + (endpoint.isAccelerate()
                        ? ", or transfer acceleration is not enabled for it"
                        : ": use this endpoint, or its internal one, and " + (region == null ? "its region" : region));
    }

    private static String ofRegion(CurrentSigner.@Nullable Signed signed) {
        return signed == null ? "" : "; signed for " + signed.signature.scope().region();
    }

    private static String ofClock(Endpoint endpoint, CurrentSigner.@Nullable Signed signed, ErrorResponse error) {
        Instant server = ResultDocument.instant(error.details().get("ServerTime"));
        if (signed == null || server == null) {
            return "";
        }
        Instant here = signed.time.plus(signed.clockOffset).truncatedTo(ChronoUnit.SECONDS);
        long seconds = here.until(server, ChronoUnit.SECONDS);
        boolean corrected = endpoint.isHttps() || ClockCorrection.overHttp(signed.time, server) != null;
        return "; signed at " + here + ", the time of OSS was " + server + ", " + Math.abs(seconds) + " seconds "
                + (seconds < 0 ? "earlier" : "later") + ": set the clock of this machine"
                + (corrected ? "" : " (over http, at most one day is corrected)");
    }

    private static String ofFirstContact(Endpoint endpoint, String bucket, KnownError known, ErrorResponse error) {
        switch (known) {
            case ACL:
            case DENIED:
                String ec = error.ec();
                return ec != null && ec.startsWith(POLICY_EC_PREFIX) ? "" : ofDomain(endpoint);
            case NO_BUCKET:
                // The source of a copy is another bucket.
                String missing = error.details().get("BucketName");
                if (missing != null && !missing.equals(bucket)) {
                    return "";
                }
                String ofDomain = ofDomain(endpoint);
                return ofDomain.isEmpty() ? CHECK_BUCKET : ofDomain;
            case SIGNATURE:
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
        return endpoint.isOfOwner() ? checkBinding(endpoint) : offerCname(endpoint);
    }

    private static String checkBinding(Endpoint endpoint) {
        return "; check that the domain " + endpoint.host() + " is bound to this bucket";
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

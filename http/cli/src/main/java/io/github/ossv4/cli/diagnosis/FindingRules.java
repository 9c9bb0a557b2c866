// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.diagnosis;

import io.github.ossv4.error.EndpointRefusal;
import io.github.ossv4.explain.ErrorExplanation;
import io.github.ossv4.http.ServiceException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** Rates the result of a check as OK, warning or failure. Pure functions. */
final class FindingRules {
    /** OSS accepts a difference of 15 minutes. */
    private static final Duration MAX_CLOCK_DIFFERENCE = Duration.ofMinutes(15);

    private static final Duration GOOD_CLOCK_DIFFERENCE = Duration.ofMinutes(1);

    private FindingRules() {}

    /**
     * Returns the finding for the endpoint.
     *
     * @param cname whether it is marked as a domain that is bound to the bucket
     */
    static Finding endpoint(String bucketUrl, String bucket, boolean cname) {
        URI uri = URI.create(bucketUrl);
        String host = uri.getHost();
        boolean local = host.equals("localhost") || host.endsWith(".localhost") || host.startsWith("127.");
        if (!local && !cname && host.startsWith(bucket + ".") && !host.endsWith(".aliyuncs.com")) {
            String service = host.substring(bucket.length() + 1);
            return Finding.warn(
                    "endpoint",
                    bucketUrl,
                    service
                            + " is not an endpoint of Alibaba Cloud: if it is your own domain that is bound to the bucket,"
                            + " set --cname or OSS_CNAME=true");
        }
        return "https".equals(uri.getScheme()) || local
                ? Finding.ok("endpoint", bucketUrl)
                : Finding.warn("endpoint", bucketUrl + " is not encrypted", "use https");
    }

    static Finding clock(Duration ahead) {
        String difference =
                ahead.abs().toSeconds() + " seconds " + (ahead.isNegative() ? "behind" : "ahead of") + " OSS";
        if (ahead.abs().compareTo(GOOD_CLOCK_DIFFERENCE) <= 0) {
            return Finding.ok("clock", "this machine is " + difference);
        }
        return ahead.abs().compareTo(MAX_CLOCK_DIFFERENCE) < 0
                ? Finding.warn(
                        "clock",
                        "the clock of this machine is " + difference,
                        "synchronize its clock, for example with NTP")
                : Finding.fail(
                        "clock",
                        "the clock of this machine is " + difference + "; OSS accepts 15 minutes",
                        "synchronize its clock, for example with NTP");
    }

    /** Returns the finding for a connection that cannot be established. */
    static Finding unreachable(String host, IOException failure) {
        if (failure instanceof UnknownHostException) {
            return Finding.fail(
                    "DNS", host + " cannot be resolved", "check the endpoint, the name of the bucket, and DNS");
        }
        String message = host + ": " + failure.getMessage();
        if (failure instanceof SSLPeerUnverifiedException) {
            return Finding.fail(
                    "connection",
                    message,
                    "the certificate is for other names: for your own domain set --cname and bind a certificate to it");
        }
        if (failure instanceof SSLException) {
            return Finding.fail(
                    "connection", message, "a proxy may have replaced the certificate, or the clock is wrong");
        }
        return failure instanceof SocketTimeoutException
                ? Finding.fail(
                        "connection",
                        message,
                        "an internal endpoint is reachable within its region only; check firewalls")
                : Finding.fail("connection", message, "check network, proxy and firewall");
    }

    static Finding addresses(String host, List<InetAddress> addresses) {
        StringBuilder list = new StringBuilder(host).append(" resolves to");
        for (InetAddress address : addresses) {
            list.append(' ').append(address.getHostAddress());
        }
        return Finding.ok("DNS", list.toString());
    }

    /**
     * Returns the finding for a refused request.
     *
     * @param permission the permission that the request needs; without it, others may still work
     */
    static Finding refused(String check, ServiceException failure, String permission) {
        String code = failure.code();
        String message = String.valueOf(failure.getMessage());
        if (code == null) {
            return Finding.fail(check, message, "the response is not from OSS: check the endpoint and proxies");
        }
        String endpoint = failure.details().get("Endpoint");
        if (endpoint == null && code.equals("AccessDenied") && !message.contains("0002-")) {
            String advice = "the identity has no permission " + permission;
            // The other checks are only probes. The user requested this one by --write.
            return check.equals("write") ? Finding.fail(check, message, advice) : Finding.warn(check, message, advice);
        }
        String advice = advice(code, failure.ec(), message);
        // The message may end with advice already.
        return Finding.fail(
                check, message, endpoint != null || EndpointRefusal.of(code, message, null) != null ? "" : advice);
    }

    private static String advice(String code, @Nullable String ec, String message) {
        if (code.equals("SignatureDoesNotMatch")) {
            return message.contains("secret") ? "check OSS_ACCESS_KEY_SECRET or the profile" : "";
        }
        String meaning = ErrorExplanation.meaning(code, ec, message);
        return meaning == null ? "look up the EC in the documentation of OSS" : meaning;
    }

    /**
     * Returns the finding for the region of a bucket.
     *
     * @param location as OSS returns it, such as {@code oss-cn-hangzhou}
     * @param signed the region that requests are signed for
     */
    static Finding region(String location, String signed) {
        String region = location.startsWith("oss-") ? location.substring("oss-".length()) : location;
        return region.equals(signed)
                ? Finding.ok("region", region)
                : Finding.fail(
                        "region",
                        "the bucket is in " + region + ", requests are signed for " + signed,
                        "set the region to " + region);
    }
}

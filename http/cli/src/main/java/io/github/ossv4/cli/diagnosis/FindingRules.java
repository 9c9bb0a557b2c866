// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.diagnosis;

import io.github.ossv4.cli.bucket.ClockDifference;
import io.github.ossv4.cli.bucket.Failure;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** Rates the result of a check as OK, warning or failure. Pure functions. */
final class FindingRules {
    private static final String SYNCHRONIZE = "synchronize the clock, for example with NTP";

    /** Over http, where a response can be forged, clients correct no more. */
    private static final Duration MOST_OVER_HTTP = Duration.ofDays(1);

    private FindingRules() {}

    /** Returns the finding for a failure, with the text that a command prints. */
    static Finding failed(String check, Failure failure) {
        return Finding.fail(check, failure.message(), failure.advice());
    }

    /**
     * Returns the finding for a refused request that only some identities may send.
     *
     * @param status a warning if others may still work without the permission
     * @param permission the permission that the request needs
     */
    static Finding denied(Finding.Status status, String check, Failure failure, String permission) {
        return new Finding(status, check, failure.message(), "the identity has no permission " + permission);
    }

    /** Returns the finding for an endpoint that responds. */
    static Finding connection(String bucketUrl) {
        URI uri = URI.create(bucketUrl);
        String host = uri.getHost();
        boolean local = host.equals("localhost") || host.endsWith(".localhost") || host.startsWith("127.");
        String message = "OSS responds over " + uri.getScheme();
        return local || "https".equals(uri.getScheme())
                ? Finding.ok("connection", message)
                : Finding.warn("connection", message + ", which is not encrypted", "use https");
    }

    static Finding clock(ClockDifference difference) {
        if (difference.isSmall()) {
            return Finding.ok("clock", difference.text());
        }
        return difference.isAccepted()
                ? Finding.warn("clock", difference.text(), SYNCHRONIZE)
                : Finding.fail(
                        "clock",
                        difference.text() + ", which accepts 15 minutes: presigned URLs and forms are refused; the"
                                + " times of other requests are corrected"
                                + (difference.ahead().abs().compareTo(MOST_OVER_HTTP) > 0 ? " over https only" : ""),
                        SYNCHRONIZE);
    }

    static Finding addresses(String host, List<InetAddress> addresses) {
        StringBuilder list = new StringBuilder(host).append(" resolves to");
        for (InetAddress address : addresses) {
            list.append(' ').append(address.getHostAddress());
        }
        return Finding.ok("DNS", list.toString());
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

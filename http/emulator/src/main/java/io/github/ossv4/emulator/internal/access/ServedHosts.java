// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.access;

import io.github.ossv4.emulator.internal.wire.IpAddress;
import io.github.ossv4.emulator.internal.wire.OssError;
import io.github.ossv4.emulator.internal.wire.OssException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The hosts that an emulator serves, and the bucket that each names. Thread-safe.
 *
 * <p>All others are rejected. The owner of a web page can let its host resolve to 127.0.0.1 after the page is loaded
 * (DNS rebinding). For the browser, the emulator then has the page's origin. This is impossible with an IP address,
 * with {@code localhost} and with a name of OSS.
 *
 * <p>The address of the socket does not matter: ali-oss connects to an IP address and sends
 * {@code Host: bucket.oss-cn-hangzhou.aliyuncs.com}.
 */
public final class ServedHosts {
    private static final Pattern PORT = Pattern.compile(":[0-9]*$");

    /** The endpoints of OSS without those for clients of S3, whose signatures are others. */
    private static final Pattern ENDPOINT = Pattern.compile("(?:(?<accelerate>oss-accelerate(?:-overseas)?)"
            + "|oss-[a-z]{2}-[a-z0-9-]+?(?<internal>-internal)?"
            + "|[a-z]{2}-[a-z0-9-]+?(?<regional>-internal)?\\.oss)\\.(?:localhost|aliyuncs\\.com)");

    private static final String LOCALHOST = "localhost";
    private static final String OSS = ".aliyuncs.com";
    private static final String ENDPOINT_START = ".oss-";

    /** The kinds of hosts that OSS's rules for endpoints tell apart. */
    public enum Kind {
        /** A host without a bucket: the path names it. */
        PATH,
        /** A domain that is bound to a bucket. */
        BOUND,
        /** An endpoint for requests from within the region. */
        INTERNAL,
        /** An endpoint of transfer acceleration. */
        ACCELERATE,
        /** A public endpoint, or a name or address of this machine. */
        PUBLIC,
        /** Any other host that names a bucket: OSS has no such endpoint. */
        OTHER
    }

    private final Predicate<String> isBucket;
    private final Map<String, Domain> domains = new HashMap<>();

    /**
     * @param isBucket whether a bucket exists
     * @param domains served besides IP addresses, {@code localhost} and the endpoints of OSS
     */
    public ServedHosts(Predicate<String> isBucket, Collection<Domain> domains) {
        this.isBucket = isBucket;
        domains.forEach(domain -> this.domains.put(domain.name(), domain));
    }

    /**
     * Returns the bucket that a host names, which need not exist, or null if the path names the bucket.
     *
     * @param host host and port, as in the header {@code Host}; empty if the request has none, which no browser sends
     * @throws OssException if the host is not served
     */
    @Nullable
    public String bucket(String host) {
        String name = name(host);
        Domain domain = domains.get(name);
        if (domain != null) {
            return domain.bucket();
        }
        if (name.isEmpty() || name.equals(LOCALHOST) || isIpAddress(name)) {
            return null;
        }
        int dot = name.indexOf('.');
        String first = name.substring(0, Math.max(dot, 0));
        String parent = name.substring(dot + 1);
        if (name.lastIndexOf(ENDPOINT_START) > dot && parent.startsWith("oss-") && name.endsWith(OSS)) {
            // A client that puts the bucket before a host that has it already. OSS takes all of it as a bucket.
            return name.substring(0, name.lastIndexOf(ENDPOINT_START));
        }
        if (dot > 0 && takesBuckets(parent)) {
            return parent.equals(LOCALHOST) && first.startsWith("oss-") && !isBucket.test(first) ? null : first;
        }
        if (name.endsWith("." + LOCALHOST) || name.endsWith(OSS)) {
            return isBucket.test(first) ? first : null;
        }
        String missing = isBucket.test(first) ? parent : name;
        // OSS has no such error.
        throw OssError.ACCESS_DENIED.saying("The emulator does not serve the host \"" + name
                + "\", only IP addresses, localhost, *.localhost, *.aliyuncs.com and"
                + " domains of its own. If the host is yours, allow it with --domain " + missing
                + " or Emulator.Builder.domain(\"" + missing + "\").");
    }

    /** Returns whether a host is served. */
    public boolean serves(String host) {
        try {
            bucket(host);
            return true;
        } catch (OssException e) {
            return false;
        }
    }

    private static String name(String host) {
        return PORT.matcher(host).replaceFirst("").toLowerCase(Locale.ROOT);
    }

    /**
     * Returns what a host is.
     *
     * @throws OssException if the host is not served
     */
    Kind kind(String host) {
        if (bucket(host) == null) {
            return Kind.PATH;
        }
        String name = name(host);
        if (domains.containsKey(name)) {
            return Kind.BOUND;
        }
        String service = name.substring(name.indexOf('.') + 1);
        if (service.equals(LOCALHOST) || IpAddress.isV4(service) || domains.containsKey(service)) {
            return Kind.PUBLIC;
        }
        Matcher endpoint = ENDPOINT.matcher(service);
        if (!endpoint.matches()) {
            return Kind.OTHER;
        }
        boolean isInternal = endpoint.group("internal") != null || endpoint.group("regional") != null;
        return isInternal ? Kind.INTERNAL : endpoint.group("accelerate") == null ? Kind.PUBLIC : Kind.ACCELERATE;
    }

    /** Returns whether {@code bucket.parent} names a bucket. rclone writes this with an IP address too. */
    private boolean takesBuckets(String parent) {
        Domain domain = domains.get(parent);
        if (domain != null) {
            return domain.bucket() == null;
        }
        return parent.equals(LOCALHOST)
                || IpAddress.isV4(parent)
                || (parent.startsWith("oss-") && (parent.endsWith(OSS) || parent.endsWith("." + LOCALHOST)));
    }

    private static boolean isIpAddress(String name) {
        if (name.startsWith("[") && name.endsWith("]")) {
            return IpAddress.isV6(name.substring(1, name.length() - 1));
        }
        return IpAddress.isV4(name);
    }
}

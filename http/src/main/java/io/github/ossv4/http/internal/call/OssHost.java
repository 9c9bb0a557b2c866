// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The names of the hosts of OSS. They are parsed without regular expressions, which cost a fresh JVM more time than
 * signing a URL.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/user-guide/regions-and-endpoints">Regions and endpoints</a>
 */
final class OssHost {
    static final String SUFFIX = ".aliyuncs.com";

    /** An emulator serves names below localhost in place of OSS's. */
    static final String LOCAL_SUFFIX = ".localhost";

    private static final String PREFIX = "oss-";
    private static final String INTERNAL = "-internal";
    private static final String CLOUD_BOX = "cb-";

    /** The starts of the names of regions. */
    private static final List<String> AREAS =
            Arrays.asList("cn-", "us-", "eu-", "ap-", "me-", "na-", "sa-", "af-", "rg-");

    private OssHost() {}

    /** Returns whether a host is one of OSS's own, or of an emulator in its place, or has no domain. */
    static boolean isOwn(String host) {
        return host.endsWith(SUFFIX)
                || host.indexOf('.') < 0
                || (host.startsWith(PREFIX) && host.endsWith(LOCAL_SUFFIX));
    }

    /** Returns whether the text is a region, with or without {@code oss-}, instead of a host. */
    static boolean isRegion(String text) {
        String name = withoutPrefix(text);
        for (String area : AREAS) {
            if (name.startsWith(area) && name.length() > area.length()) {
                return isLabel(name);
            }
        }
        return false;
    }

    /**
     * Returns the region, or the id of a cloud box, in the name of a public, internal or dual-stack endpoint; null for
     * other hosts, such as accelerate endpoints, which do not contain it.
     */
    static @Nullable String regionOf(String host) {
        String place = place(host);
        if (place == null || place.startsWith(CLOUD_BOX)) {
            return place;
        }
        String region = place.endsWith(INTERNAL) ? place.substring(0, place.length() - INTERNAL.length()) : place;
        boolean isOther = region.endsWith("-cross") || region.endsWith("-img") || region.endsWith("-pub");
        return isOther || !isRegion(region) ? null : region;
    }

    /** Returns the part of a host that follows the name of a bucket; null if the host is not a bucket's. */
    static @Nullable String serviceOf(String host) {
        for (int dot = host.indexOf('.'); dot > 0; dot = host.indexOf('.', dot + 1)) {
            String rest = host.substring(dot + 1);
            if (rest.endsWith(SUFFIX) && (place(rest) != null || isAccelerate(rest))) {
                return rest;
            }
        }
        return null;
    }

    private static boolean isAccelerate(String host) {
        return host.equals("oss-accelerate.aliyuncs.com") || host.equals("oss-accelerate-overseas.aliyuncs.com");
    }

    /**
     * Returns the name of the region with what is appended to it, or the id of a cloud box; null if a host has neither.
     */
    private static @Nullable String place(String host) {
        boolean isLocal = host.endsWith(LOCAL_SUFFIX);
        if (!isLocal && !host.endsWith(SUFFIX)) {
            return null;
        }
        String[] labels = host.substring(0, host.length() - (isLocal ? LOCAL_SUFFIX : SUFFIX).length())
                .split("\\.", -1);
        String first = labels[0];
        if (labels.length == 3 && !isLocal) {
            return isCloudBox(first, labels[1], labels[2]) ? first : null;
        }
        boolean hasRegion =
                labels.length == 1 ? first.startsWith(PREFIX) : labels.length == 2 && labels[1].equals("oss");
        return hasRegion && isRegion(first) ? withoutPrefix(first) : null;
    }

    private static boolean isCloudBox(String id, String region, String service) {
        return id.length() > CLOUD_BOX.length()
                && id.lastIndexOf('-') == CLOUD_BOX.length() - 1
                && id.startsWith(CLOUD_BOX)
                && isLabel(id)
                && isLabel(region)
                && (service.equals("oss-cloudbox") || service.equals("oss-cloudbox-control"));
    }

    private static String withoutPrefix(String text) {
        return text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text;
    }

    private static boolean isLabel(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-')) {
                return false;
            }
        }
        return !text.isEmpty();
    }
}

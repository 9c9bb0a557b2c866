// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.access;

import io.github.ossv4.internal.text.ResourceNames;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A domain that an emulator serves besides those that it always serves. Immutable.
 *
 * @param name in lower case
 * @param bucket the bucket that the domain is bound to; null for all buckets
 */
public record Domain(String name, @Nullable String bucket) {
    private static final Pattern IP_ADDRESS = Pattern.compile("\\[.*|[0-9]+(\\.[0-9]+){3}");
    private static final Pattern NAME =
            Pattern.compile("(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)*[a-z]([a-z0-9-]{0,61}[a-z0-9])?");

    /**
     * Returns a domain for all buckets.
     *
     * @throws IllegalArgumentException if it is not a domain name, or is always served
     */
    public static Domain ofAllBuckets(String name) {
        return new Domain(check(name), null);
    }

    /**
     * Returns a domain that is bound to a bucket.
     *
     * @throws IllegalArgumentException if it is not a domain name, or is always served, or if OSS does not allow the
     *     bucket name
     */
    public static Domain ofBucket(String name, String bucket) {
        return new Domain(check(name), ResourceNames.checkBucket(bucket));
    }

    private static String check(String text) {
        String name = text.toLowerCase(Locale.ROOT);
        if (IP_ADDRESS.matcher(name).matches()) {
            throw new IllegalArgumentException("a domain must not be an IP address, was \"" + text + "\"");
        }
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("a domain must be labels of a-z, 0-9 and hyphens, joined by dots,"
                    + " without a port" + OptionValue.shown(text));
        }
        if (name.equals("localhost")) {
            throw new IllegalArgumentException("a domain must not be localhost, which is always served");
        }
        return name;
    }

    /** Returns the domain and its bucket. */
    @Override
    public String toString() {
        return name + (bucket == null ? ", for all buckets" : ", bound to " + bucket);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.text.PrintableText;
import java.util.Base64;

/** The options that every request has. Immutable. */
abstract class RequestOptions {
    private static final long MIN_TRAFFIC_LIMIT = 245_760;
    private static final long MAX_TRAFFIC_LIMIT = 838_860_800;

    private final boolean requesterPays;

    RequestOptions(boolean requesterPays) {
        this.requesterPays = requesterPays;
    }

    /** Returns whether you pay for the request and its traffic, in a bucket of another account. */
    public final boolean requesterPays() {
        return requesterPays;
    }

    static int checkRange(String name, int value, int max) {
        if (value < 1 || value > max) {
            throw new IllegalArgumentException(name + " must be between 1 and " + max + ", was " + value);
        }
        return value;
    }

    static long checkTrafficLimit(long bitsPerSecond) {
        if (bitsPerSecond < MIN_TRAFFIC_LIMIT || bitsPerSecond > MAX_TRAFFIC_LIMIT) {
            throw new IllegalArgumentException("trafficLimit must be between " + MIN_TRAFFIC_LIMIT + " and "
                    + MAX_TRAFFIC_LIMIT + " bits per second, was " + bitsPerSecond);
        }
        return bitsPerSecond;
    }

    static String checkVersionId(String versionId) {
        // For OSS the parameter without a value means the current version.
        if (versionId.isEmpty()) {
            throw new IllegalArgumentException("versionId must not be empty");
        }
        return versionId;
    }

    static String checkMd5(String md5) {
        try {
            if (Base64.getDecoder().decode(md5).length == 16 && md5.length() == 24) {
                return md5;
            }
        } catch (IllegalArgumentException e) {
            // Not Base64.
        }
        throw new IllegalArgumentException(
                "contentMd5 must be 16 bytes in Base64 (24 characters), was " + PrintableText.escape(md5));
    }

    /** Collects the options that every request has. Not thread-safe. */
    abstract static class Builder<B extends Builder<B>> {
        boolean requesterPays;

        Builder() {}

        @SuppressWarnings("unchecked") // Each builder is its own B.
        final B self() {
            return (B) this;
        }

        /** Pays for the request and its traffic, in a bucket of another account that requires requester-pays. */
        public B requesterPays() {
            requesterPays = true;
            return self();
        }
    }
}

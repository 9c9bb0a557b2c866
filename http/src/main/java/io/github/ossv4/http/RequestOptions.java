// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.text.PrintableText;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The options that concern a request rather than its object. Not thread-safe until copied. */
final class RequestOptions {
    private static final long MIN_TRAFFIC_LIMIT = 245_760;
    private static final long MAX_TRAFFIC_LIMIT = 838_860_800;

    private @Nullable String trafficLimit;
    private boolean paidByRequester;

    RequestOptions copy() {
        RequestOptions copy = new RequestOptions();
        copy.trafficLimit = trafficLimit;
        copy.paidByRequester = paidByRequester;
        return copy;
    }

    void trafficLimit(long bitsPerSecond) {
        if (bitsPerSecond < MIN_TRAFFIC_LIMIT || bitsPerSecond > MAX_TRAFFIC_LIMIT) {
            throw new IllegalArgumentException("trafficLimit must be between " + MIN_TRAFFIC_LIMIT + " and "
                    + MAX_TRAFFIC_LIMIT + " bits per second, was " + bitsPerSecond);
        }
        trafficLimit = Long.toString(bitsPerSecond);
    }

    boolean isPaidByRequester() {
        return paidByRequester;
    }

    void requesterPays() {
        paidByRequester = true;
    }

    void applyTo(Operation operation) {
        operation.header("x-oss-traffic-limit", trafficLimit);
        applyPayerTo(operation);
    }

    /** As {@link #applyTo}, for an operation that transfers no bytes. */
    void applyPayerTo(Operation operation) {
        if (paidByRequester) {
            operation.paidByRequester();
        }
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
}

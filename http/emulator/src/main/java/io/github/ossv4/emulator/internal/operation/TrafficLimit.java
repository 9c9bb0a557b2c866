// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.emulator.internal.wire.ReceivedRequest;
import java.util.regex.Pattern;

/** The speed limit of a request. The emulator checks it, but does not slow the request down. */
final class TrafficLimit {
    /** The header or query parameter. */
    static final String NAME = "x-oss-traffic-limit";

    private static final long MIN = 245_760;
    private static final long MAX = 838_860_800;
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

    private TrafficLimit() {}

    /**
     * Checks the limit of a request.
     *
     * @throws OssException if it is out of range, or in the header and in the query
     */
    static void check(ReceivedRequest request) {
        String inHeader = request.header(NAME);
        String inQuery = request.query().get(NAME);
        if (inHeader != null && inQuery != null) {
            throw OssException.invalidArgument(
                    "0004-00000501",
                    "x-oss-traffic-limit should be specified either in query string or header, not both.",
                    NAME,
                    inHeader);
        }
        String value = inHeader != null ? inHeader : inQuery;
        if (value != null && !isLimit(value)) {
            throw OssException.invalidArgument(
                    "0004-00000502",
                    "x-oss-traffic-limit is invalid, should be specified between " + MIN + " and " + MAX + ".",
                    NAME,
                    value);
        }
    }

    private static boolean isLimit(String value) {
        return NUMBER.matcher(value).matches() && Long.parseLong(value) >= MIN && Long.parseLong(value) <= MAX;
    }
}

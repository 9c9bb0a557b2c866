// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.emulator.internal.wire.ReceivedRequest;
import java.util.regex.Pattern;

/** The maximum length of a list. */
final class ListLimit {
    static final int MAX = 1000;
    private static final Pattern NUMBER = Pattern.compile("0*[0-9]{1,4}");

    private ListLimit() {}

    /**
     * Parses a query parameter.
     *
     * @param defaultLimit of a request without the parameter
     * @throws OssException if it is not between 1 and 1,000
     */
    static int parse(ReceivedRequest request, String parameter, int defaultLimit) {
        String value = request.query().get(parameter);
        if (value == null) {
            return defaultLimit;
        }
        int limit = NUMBER.matcher(value).matches() ? Integer.parseInt(value) : 0;
        if (limit < 1 || limit > MAX) {
            throw OssException.invalidArgument(
                    null, "Argument " + parameter + " must be an integer between 1 and 1000.", parameter, value);
        }
        return limit;
    }
}

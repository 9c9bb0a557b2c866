// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.internal.text.ResourceNames;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The query parameters that lists of a bucket have in common.
 *
 * @param limit the maximum number of entries and common prefixes
 * @param prefix the beginning of all keys
 * @param delimiter the text at the end of common prefixes; empty for none
 */
record ListQuery(EncodingType encoding, int limit, String prefix, String delimiter) {
    static final String PREFIX = "prefix";
    static final String MAX_KEYS = "max-keys";

    /** The maximum of {@link #limit}. */
    static final int MAX = 1000;

    /** The default of {@code max-keys}. */
    static final int DEFAULT_MAX_KEYS = 100;

    private static final String DELIMITER = "delimiter";
    private static final Pattern NUMBER = Pattern.compile("0*[0-9]{1,4}");

    /** The parameters of lists of objects. */
    static final List<String> PARAMETERS = List.of(EncodingType.NAME, MAX_KEYS, PREFIX, DELIMITER);

    /** The parameters of lists of uploads, besides the limit. */
    static final List<String> PARAMETERS_OF_UPLOADS = List.of(EncodingType.NAME, PREFIX, DELIMITER);

    /**
     * Reads the parameters of a list of objects.
     *
     * @throws OssException if one is invalid
     */
    static ListQuery of(Call call) {
        return of(call, limit(call, MAX_KEYS, DEFAULT_MAX_KEYS));
    }

    /** Reads the parameters of a list with another limit, otherwise like {@link #of(Call)}. */
    static ListQuery of(Call call, int limit) {
        return new ListQuery(EncodingType.of(call.request()), limit, position(call, PREFIX), position(call, DELIMITER));
    }

    /**
     * Returns the maximum length of a list.
     *
     * @param defaultLimit the limit of a request without the parameter, or with an empty one
     * @throws OssException if it is not between 1 and 1,000
     */
    static int limit(Call call, String parameter, int defaultLimit) {
        String value = call.parameter(parameter);
        if (value == null || value.isEmpty()) {
            return defaultLimit;
        }
        int limit = NUMBER.matcher(value).matches() ? Integer.parseInt(value) : 0;
        if (limit < 1 || limit > MAX) {
            throw OssException.invalidArgument(
                    call.request().resource().bucket() == null ? "0017-00000289" : null,
                    "Argument " + parameter + " must be an integer between 1 and 1000.",
                    parameter,
                    value);
        }
        return limit;
    }

    /**
     * Returns a parameter that selects keys; empty if there is none.
     *
     * @throws OssException if it is longer than a key can be
     */
    static String position(Call call, String parameter) {
        String value = call.request().query().getOrDefault(parameter, "");
        if (value.getBytes(StandardCharsets.UTF_8).length > ResourceNames.MAX_KEY_BYTES) {
            throw OssException.invalidArgument(
                    "The length of " + parameter + " must be less than 1024 bytes.", parameter, value);
        }
        return value;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.emulator.internal.wire.ReceivedRequest;
import io.github.ossv4.sign.ResourceNames;
import java.nio.charset.StandardCharsets;

/** The query parameters that select the keys of a list. */
final class ListPosition {
    /** The beginning of all keys. */
    static final String PREFIX = "prefix";

    /** The text at the end of common prefixes. */
    static final String DELIMITER = "delimiter";

    private ListPosition() {}

    /**
     * Returns a parameter; empty if there is none.
     *
     * @throws OssException if it is longer than a key can be
     */
    static String parse(ReceivedRequest request, String parameter) {
        String value = request.query().getOrDefault(parameter, "");
        if (value.getBytes(StandardCharsets.UTF_8).length > ResourceNames.MAX_KEY_BYTES) {
            throw OssException.invalidArgument(
                    null, "The length of " + parameter + " must be less than 1024 bytes.", parameter, value);
        }
        return value;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.emulator.internal.wire.ReceivedRequest;

/** The header that makes the requester pay. */
final class RequestPayer {
    static final String NAME = "x-oss-request-payer";

    private RequestPayer() {}

    /**
     * Checks the payer of a request.
     *
     * @throws OssException if it is not the requester
     */
    static void check(ReceivedRequest request) {
        String value = request.header(NAME);
        if (value != null && !value.equals("requester")) {
            throw OssException.invalidArgument(null, "The only payer is requester.", NAME, value);
        }
    }
}

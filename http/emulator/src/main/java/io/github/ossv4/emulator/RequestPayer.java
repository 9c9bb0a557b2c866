// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

/** Who pays for a request. */
final class RequestPayer {
    /** The header. */
    static final String NAME = "x-oss-request-payer";

    private RequestPayer() {}

    /** @throws OssException if it is somebody else than the requester, who is the only one to be named */
    static void check(ReceivedRequest request) {
        String value = request.header(NAME);
        if (value != null && !value.equals("requester")) {
            throw OssException.invalidArgument(null, "The only payer is requester.", NAME, value);
        }
    }
}

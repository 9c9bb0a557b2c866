// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import java.io.IOException;

/**
 * Thrown if a response reports success but is not from OSS, such as the page of a proxy or a captive portal: check the
 * endpoint and the proxy. A retry would reach the same server, so there is none. If that server only removed the
 * headers of OSS, the call was executed nevertheless.
 *
 * <p>Rule: A response below 400 without {@code x-oss-request-id} is not from OSS ({@code NotFromOssTest}).
 */
public final class NotFromOssException extends IOException {
    private static final long serialVersionUID = 1;

    /**
     * Creates an exception; also for tests of your code.
     *
     * @param message names the operation
     */
    public NotFromOssException(String message) {
        super(message);
    }
}

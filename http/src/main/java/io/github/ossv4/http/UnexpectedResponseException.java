// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import java.io.IOException;

/**
 * Thrown if OSS executed a call, but its response contradicts the request or a limit, such as a list with keys that do
 * not have the prefix. There is no retry: it would have the same response.
 */
public final class UnexpectedResponseException extends IOException {
    private static final long serialVersionUID = 1;

    /**
     * Creates an exception; also for tests of your code.
     *
     * @param message names the operation
     */
    public UnexpectedResponseException(String message) {
        super(message);
    }
}

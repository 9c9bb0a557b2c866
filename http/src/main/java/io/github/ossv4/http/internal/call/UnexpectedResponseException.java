// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import java.io.IOException;

/**
 * Thrown if OSS executed a call, but its response contradicts the request or a limit: neither a retry nor a query
 * helps.
 */
public final class UnexpectedResponseException extends IOException {
    private static final long serialVersionUID = 1;

    public UnexpectedResponseException(String message) {
        super(message);
    }
}

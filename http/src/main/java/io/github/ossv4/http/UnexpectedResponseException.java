// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import java.io.IOException;

/** OSS executed a call, and its response contradicts the request or a limit: neither a retry nor a query helps. */
final class UnexpectedResponseException extends IOException {
    private static final long serialVersionUID = 1;

    UnexpectedResponseException(String message) {
        super(message);
    }
}

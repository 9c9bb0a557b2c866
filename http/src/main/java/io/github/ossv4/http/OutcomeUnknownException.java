// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import java.io.IOException;

/**
 * A request was sent, its response was lost, and nothing tells whether OSS executed it. Thrown by calls that must not be
 * repeated blindly: uploads with a callback or with {@code forbidOverwrite}, appends, and CompleteMultipartUpload. The cause
 * is the failure that the response was lost by.
 *
 * <p>The message says what was found, such as an object with the same bytes that another client may have stored. A call with
 * a callback may or may not have reached the application server: look there before you upload again.
 */
public final class OutcomeUnknownException extends IOException {
    private static final long serialVersionUID = 1;

    private OutcomeUnknownException(String message, IOException cause) {
        super(message, cause);
    }

    static OutcomeUnknownException of(Operation operation, String finding, IOException cause) {
        return new OutcomeUnknownException(
                operation + ": outcome unknown: " + finding + " (" + cause.getMessage() + ")", cause);
    }
}

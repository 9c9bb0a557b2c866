// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.internal.text.PrintableText;
import java.io.IOException;

/**
 * Thrown if the response to a request is lost, or OSS reports an internal error, and it is unknown whether OSS executed
 * it. Only calls that must not be repeated blindly throw it: uploads and copies with {@code forbidOverwrite}, uploads
 * with a callback, appends, and CompleteMultipartUpload. The cause is the exception of the last attempt; those of
 * earlier attempts are suppressed. If a retry was refused, an earlier attempt may have been executed.
 *
 * <p>The message contains what was found, such as an object that another client may have stored. A callback may have
 * reached the application server: check there before you upload again.
 */
public final class OutcomeUnknownException extends IOException {
    private static final long serialVersionUID = 1;

    /**
     * Creates an exception, also for a test of your handler.
     *
     * @param message what was found
     * @param cause the exception of the last attempt
     */
    public OutcomeUnknownException(String message, IOException cause) {
        super(PrintableText.escape(message), cause);
    }
}

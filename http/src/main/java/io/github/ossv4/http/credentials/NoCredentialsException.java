// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.credentials;

import io.github.ossv4.http.internal.redaction.EscapedMessage;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reports that a source has no valid credentials. */
public final class NoCredentialsException extends IOException implements EscapedMessage {
    private static final long serialVersionUID = 1;

    /** @param message printable */
    public NoCredentialsException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

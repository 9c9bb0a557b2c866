// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.credentials;

import io.github.ossv4.internal.text.PrintableText;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Thrown if a source has no valid credentials. A request fails with an exception that has this one as a cause, and its
 * message. Immutable.
 */
public final class NoCredentialsException extends IOException {
    private static final long serialVersionUID = 1;

    /**
     * Creates an exception.
     *
     * @param message may have several lines, such as one for each source that was tried. Control characters in them are
     *     escaped
     */
    public NoCredentialsException(String message, @Nullable Throwable cause) {
        super(
                Arrays.stream(message.split("\n", -1))
                        .map(PrintableText::escape)
                        .collect(Collectors.joining("\n")),
                cause);
    }
}

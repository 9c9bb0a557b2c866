// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.wire;

import io.github.ossv4.internal.text.PrintableText;
import org.jspecify.annotations.Nullable;

/**
 * One request to an application server. Immutable.
 *
 * @param url without user, query and fragment, which may contain secrets
 * @param sent the body that was sent, truncated
 * @param status the status of the response; 0 if there was none
 * @param received the body of the response, truncated; null if there was none, or it was not read
 * @param failure the reason why the callback failed; null if it succeeded
 */
public record CallbackAttempt(
        String url,
        String sent,
        int status,
        @Nullable String received,
        @Nullable String failure,
        long millis) {
    private static final int MAX_SHOWN = 2048;

    public CallbackAttempt {
        sent = PrintableText.truncate(sent, MAX_SHOWN);
        received = received == null ? null : PrintableText.truncate(received, MAX_SHOWN);
    }
}

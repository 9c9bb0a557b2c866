// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.wire;

import org.jspecify.annotations.Nullable;

/**
 * One request to an application server. Immutable.
 *
 * @param url without user, query and fragment, which may contain secrets
 * @param sent the body that was sent, truncated
 * @param status of the response; 0 if there was none
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

    /** Truncates the bodies. */
    public CallbackAttempt {
        sent = truncate(sent);
        received = received == null ? null : truncate(received);
    }

    private static String truncate(String text) {
        return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "…";
    }
}

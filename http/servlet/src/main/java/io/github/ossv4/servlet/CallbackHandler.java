// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.servlet;

import io.github.ossv4.callback.CallbackReceipt;
import io.github.ossv4.callback.CallbackResponse;

/** Processes the callbacks that passed all checks of a {@link CallbackEndpoint}. Must be thread-safe. */
@FunctionalInterface
public interface CallbackHandler {
    /**
     * Processes a callback and returns the response. OSS returns the response to the uploader. So it can also contain
     * that the application rejects the object; the object stays stored.
     *
     * <p>Respond first, and work later: OSS waits 5 seconds from its request to the response. Record the callback,
     * respond, and process it on another thread. A callback may be repeated: detect it by
     * {@link io.github.ossv4.callback.CallbackNotice#replayKey} and return the same response again.
     *
     * @param receipt an accepted callback: the {@link CallbackReceipt#notice} with the facts about the object, and the
     *     {@link CallbackReceipt#token} with the user data of its upload
     * @throws Exception if the callback cannot be processed. The endpoint responds with status 500 without details, and
     *     reports the exception as a {@link CallbackProblem}. OSS then returns 203 to the uploader. An {@link Error}
     *     has the same effect
     */
    CallbackResponse handle(CallbackReceipt receipt) throws Exception;
}

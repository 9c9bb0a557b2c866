// SPDX-License-Identifier: Apache-2.0
/**
 * Upload callback: what makes OSS call an application server once an object is stored, and what that server needs.
 *
 * <p>To have OSS call, open {@link io.github.ossv4.callback.Callback} first: it builds what travels with an upload, in
 * headers, a query or a form; {@link io.github.ossv4.callback.CallbackBody} is the body that OSS is to send.
 *
 * <p>To be called, open {@link io.github.ossv4.callback.CallbackReceiver} first: it checks signature and token of a
 * {@link io.github.ossv4.callback.ReceivedCallback}, and has what it says as a
 * {@link io.github.ossv4.callback.CallbackNotice}. {@link io.github.ossv4.callback.CallbackResponse} is an answer that OSS
 * takes.
 */
package io.github.ossv4.callback;

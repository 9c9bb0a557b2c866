// SPDX-License-Identifier: Apache-2.0
/**
 * Upload callbacks: OSS calls an application server after an object is stored.
 *
 * <p>To request a callback:
 *
 * <ul>
 *   <li>{@link Callback}: start here. The callback of an upload, in headers, a query or a form
 *   <li>{@link CallbackBody}: the body that OSS sends, with values of {@link CallbackVariable}
 *   <li>{@link InvalidCallbackException}: a callback that OSS would reject
 * </ul>
 *
 * <p>To receive a callback:
 *
 * <ul>
 *   <li>{@link CallbackReceiver}: start here. Checks signature and token of a {@link ReceivedCallback} and returns a
 *       {@link CallbackReceipt}
 *   <li>{@link CallbackTokens} and {@link CallbackToken}: permissions to report an upload
 *   <li>{@link CallbackNotice} and {@link ObjectFacts}: the content of a callback, and the object in OSS to compare
 *       it with
 *   <li>{@link CallbackResponse}: a response that OSS accepts, or the refusal of a rejected callback
 *   <li>To verify only the signature: {@link CallbackVerifier}, {@link CallbackVerification}, {@link CallbackCheck},
 *       {@link CallbackKeySource}, {@link CallbackPublicKey}
 * </ul>
 */
package io.github.ossv4.callback;

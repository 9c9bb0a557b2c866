// SPDX-License-Identifier: Apache-2.0
/**
 * Human-readable explanations of what OSS refuses.
 *
 * <ul>
 *   <li>{@link ErrorExplanation}: an error document, above all {@code SignatureDoesNotMatch}
 *   <li>{@link CallbackExplanation}: the headers of a callback
 *   <li>{@link PolicyExplanation}: the policy of a form
 *   <li>{@link CallbackRelay}: how OSS handles the response to a callback
 *   <li>{@link RawRequest}: a request that was recorded, for example in a file
 * </ul>
 */
package io.github.ossv4.explain;

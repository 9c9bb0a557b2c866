// SPDX-License-Identifier: Apache-2.0
/**
 * V4 request signing ({@code OSS4-HMAC-SHA256}).
 *
 * <p>Open {@link io.github.ossv4.sign.Signer} first: it takes an {@link io.github.ossv4.sign.UnsignedRequest} and an
 * instant, and gives a {@link io.github.ossv4.sign.Signature} whose headers go onto the request.
 */
package io.github.ossv4.sign;

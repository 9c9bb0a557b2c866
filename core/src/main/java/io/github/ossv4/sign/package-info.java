// SPDX-License-Identifier: Apache-2.0
/**
 * V4 request signing ({@code OSS4-HMAC-SHA256}).
 *
 * <ul>
 *   <li>{@link Signer}: start here. Signs an {@link UnsignedRequest} and returns a {@link Signature}, whose headers you
 *       add to the request, or a {@link PresignedRequest}
 *   <li>{@link Credentials}: the AccessKey pair
 *   <li>For servers: {@link Authorization}, the fields of a received header
 * </ul>
 */
package io.github.ossv4.sign;

// SPDX-License-Identifier: Apache-2.0
/**
 * Error responses of OSS.
 *
 * <ul>
 *   <li>{@link ErrorResponse}: the only public class
 * </ul>
 */
package io.github.ossv4.error;

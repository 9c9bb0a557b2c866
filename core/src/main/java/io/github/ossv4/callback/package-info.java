// SPDX-License-Identifier: Apache-2.0
/**
 * Upload callback: what makes OSS call an application server once an object is stored.
 *
 * <p>Open {@link io.github.ossv4.callback.Callback} first: it builds the values of the headers {@code x-oss-callback}
 * and {@code x-oss-callback-var}.
 */
package io.github.ossv4.callback;

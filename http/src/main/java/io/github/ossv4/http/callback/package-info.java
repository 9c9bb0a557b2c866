// SPDX-License-Identifier: Apache-2.0
/**
 * {@link io.github.ossv4.http.callback.CallbackKeyFetcher} fetches the public keys that callbacks are verified with,
 * for an application server that receives them.
 */
package io.github.ossv4.http.callback;

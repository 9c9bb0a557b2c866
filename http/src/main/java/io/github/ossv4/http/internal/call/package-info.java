// SPDX-License-Identifier: Apache-2.0
/**
 * A call with its retries: signing, sending, reading the response, the decision about the next attempt. One class for
 * each operation belongs in {@code operation}. Uses {@code redaction}, {@code file} and {@code okhttp}. Not exported:
 * it may change at any time.
 */
package io.github.ossv4.http.internal.call;

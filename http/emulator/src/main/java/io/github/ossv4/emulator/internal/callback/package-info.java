// SPDX-License-Identifier: Apache-2.0
/**
 * Callbacks: their check, allowed targets, the signed request, and its outcome.
 *
 * <p>Start with {@link CallbackDelivery}.
 */
package io.github.ossv4.emulator.internal.callback;

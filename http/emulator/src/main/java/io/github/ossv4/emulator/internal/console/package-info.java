// SPDX-License-Identifier: Apache-2.0
/**
 * The log of an emulator, its page, and its endpoints below {@code /-/}.
 *
 * <p>Start with {@link RequestLog}.
 */
package io.github.ossv4.emulator.internal.console;

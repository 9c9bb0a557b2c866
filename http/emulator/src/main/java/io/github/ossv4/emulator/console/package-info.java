// SPDX-License-Identifier: Apache-2.0
/**
 * What people see of an emulator besides responses: the log, the page, and the endpoints below {@code /-/}.
 *
 * <p>Start with {@link io.github.ossv4.emulator.console.RequestLog}.
 */
package io.github.ossv4.emulator.console;

// SPDX-License-Identifier: Apache-2.0
/**
 * An OSS on loopback, to test against and to try things on.
 *
 * <p>Open {@link io.github.ossv4.emulator.Emulator} first: it starts inside a test.
 * {@link io.github.ossv4.emulator.Main} starts it from a command line, and {@link io.github.ossv4.emulator.Fault} makes
 * it misbehave on purpose.
 */
package io.github.ossv4.emulator;

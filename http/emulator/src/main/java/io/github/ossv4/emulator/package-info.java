// SPDX-License-Identifier: Apache-2.0
/**
 * A server that behaves like OSS and listens on loopback, for tests and trials.
 *
 * <p>Start with {@link io.github.ossv4.emulator.junit.EmulatorExtension} in JUnit tests, and with
 * {@link io.github.ossv4.emulator.Emulator} elsewhere. {@link io.github.ossv4.emulator.Main} runs it from a command
 * line, {@link io.github.ossv4.emulator.Fault} injects failures and {@link io.github.ossv4.emulator.CorsRule} allows
 * web pages. This package and {@code junit} are the whole public API.
 */
package io.github.ossv4.emulator;

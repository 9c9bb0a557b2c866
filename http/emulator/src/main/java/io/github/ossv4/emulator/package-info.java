// SPDX-License-Identifier: Apache-2.0
/**
 * A server that behaves like OSS and listens on loopback, for tests and trials.
 *
 * <p>Start with {@link io.github.ossv4.emulator.junit.EmulatorExtension} in JUnit tests, and with
 * {@link io.github.ossv4.emulator.Emulator} elsewhere. {@link io.github.ossv4.emulator.Main} runs it from a command line,
 * {@link io.github.ossv4.emulator.Fault} injects failures and {@link io.github.ossv4.emulator.CorsRule} allows web pages.
 * This package and {@code junit} are the whole public API.
 *
 * <p>The other packages are internal. Each uses only packages before it in this order:
 *
 * <ol>
 *   <li>{@code json}: JSON that is received and stored
 *   <li>{@code wire}: HTTP, XML, and the errors and responses of OSS
 *   <li>{@code store}: objects, versions, and multipart uploads on disk
 *   <li>{@code form}: form bodies and policies
 *   <li>{@code access}: hosts, signatures, access to objects, and CORS
 *   <li>{@code callback}: requests to application servers
 *   <li>{@code operation}: one class for each operation, and the faults
 *   <li>{@code console}: the log, the page, and the endpoints below {@code /-/}
 *   <li>this package, which assembles an emulator
 *   <li>{@code junit}: the JUnit extension
 * </ol>
 */
package io.github.ossv4.emulator;

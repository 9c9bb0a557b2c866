// SPDX-License-Identifier: Apache-2.0
/**
 * The emulated operations, one execution class each, and the faults.
 *
 * <p>Start with {@link io.github.ossv4.emulator.operation.RequestRouter}. To add an operation, write its class with an
 * {@link io.github.ossv4.emulator.operation.OssOperation} and add that to
 * {@link io.github.ossv4.emulator.operation.EmulatedOperations}.
 */
package io.github.ossv4.emulator.operation;

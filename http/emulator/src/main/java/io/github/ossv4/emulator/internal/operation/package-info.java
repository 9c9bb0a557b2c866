// SPDX-License-Identifier: Apache-2.0
/**
 * The emulated operations, one execution class each, and the faults.
 *
 * <p>Start with {@link RequestRouter}. To add an operation, write its class with an {@link OssOperation} and add that to
 * {@link EmulatedOperations}.
 */
package io.github.ossv4.emulator.internal.operation;

// SPDX-License-Identifier: Apache-2.0
/**
 * The emulated operations, one class for each or for those on one document, and the faults.
 *
 * <p>Start with {@link RequestRouter}. To add an operation, write its class with a constant {@link OssOperation}, and
 * add that to {@link EmulatedOperations}.
 */
package io.github.ossv4.emulator.internal.operation;

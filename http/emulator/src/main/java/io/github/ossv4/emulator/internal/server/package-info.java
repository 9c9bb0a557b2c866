// SPDX-License-Identifier: Apache-2.0
/**
 * The running emulator, which is assembled from the other packages.
 *
 * <p>Start with {@link EmulatorServer}.
 */
package io.github.ossv4.emulator.internal.server;

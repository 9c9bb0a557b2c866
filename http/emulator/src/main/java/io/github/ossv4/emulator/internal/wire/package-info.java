// SPDX-License-Identifier: Apache-2.0
/**
 * HTTP: connections, the parsing of requests, XML, and the errors and responses of OSS.
 *
 * <p>Start with {@link Execution}, which a connection drives.
 */
package io.github.ossv4.emulator.internal.wire;

// SPDX-License-Identifier: Apache-2.0
/** Certificates for https. Start with {@link ServerCertificates}. */
package io.github.ossv4.emulator.internal.tls;

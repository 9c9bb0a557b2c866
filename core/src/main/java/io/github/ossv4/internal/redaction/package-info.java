// SPDX-License-Identifier: Apache-2.0
/** The removal of secrets from texts of servers. */
package io.github.ossv4.internal.redaction;

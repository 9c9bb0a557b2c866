// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.redaction;

/** Marks an exception whose message is already escaped, line by line. */
public interface EscapedMessage {}

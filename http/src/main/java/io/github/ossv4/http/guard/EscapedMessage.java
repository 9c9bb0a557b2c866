// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.guard;

/** An exception whose message may have several lines, each of which is escaped already. */
public interface PrintableLines {}

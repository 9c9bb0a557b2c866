// SPDX-License-Identifier: Apache-2.0
/**
 * One class for each operation of the API: it builds the request, reads the response into a result, and resolves a
 * lost response. Code that calls several operations belongs in {@code transfer}. Uses the packages {@code redaction}
 * to {@code call}. Not exported: it may change at any time.
 */
package io.github.ossv4.http.internal.operation;

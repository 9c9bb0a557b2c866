// SPDX-License-Identifier: Apache-2.0
/**
 * Uploads, downloads, copies and deletions that need several operations: parts and streams. Uses
 * all other internal packages, and is used by the client alone. Not exported: it may change at any time.
 */
package io.github.ossv4.http.internal.transfer;

// SPDX-License-Identifier: Apache-2.0
/**
 * Texts that are printed, decoded or checked: messages without control characters, strict UTF-8, percent-encoding,
 * names of buckets and objects. Exported to the modules of the project only.
 */
package io.github.ossv4.internal.text;

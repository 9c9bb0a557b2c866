// SPDX-License-Identifier: Apache-2.0
/**
 * Code that signing and explaining share: the names of signature version 4, canonical requests as lines, and their
 * first difference. Exported to the modules of the project only.
 */
package io.github.ossv4.internal.canonical;

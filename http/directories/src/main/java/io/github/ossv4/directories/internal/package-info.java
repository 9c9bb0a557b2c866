// SPDX-License-Identifier: Apache-2.0
/**
 * The files of a directory, their comparison with objects, their transfer and the deletion of extra ones. How one file
 * is transferred does not belong here. Not exported: it may change at any time.
 */
package io.github.ossv4.directories.internal;

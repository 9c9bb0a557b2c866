// SPDX-License-Identifier: Apache-2.0
/**
 * Files of uploads and downloads: the bodies that read them, targets that replace a file as a whole, checkpoints and
 * their locks, CRC64 of files and streams, progress. Requests and retries do not belong here. Exported to the module
 * of directories only: it may change at any time.
 */
package io.github.ossv4.http.internal.file;

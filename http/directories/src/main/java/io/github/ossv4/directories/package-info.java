// SPDX-License-Identifier: Apache-2.0
/**
 * Uploads, downloads, syncs and verifications of directories. Open {@link io.github.ossv4.directories.Directories}
 * first.
 */
package io.github.ossv4.directories;

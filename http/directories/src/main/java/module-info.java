// SPDX-License-Identifier: Apache-2.0
/**
 * Transfers of whole directories. {@link io.github.ossv4.directories.Directories} is the class to start with.
 */
// The digit is the signature version.
@SuppressWarnings("module")
module io.github.ossv4.directories {
    requires transitive io.github.ossv4.http;
    requires static transitive org.jspecify;

    exports io.github.ossv4.directories;
}

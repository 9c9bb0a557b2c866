// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

/** The version of the library, which the build writes. */
final class LibraryVersion {
    static final String VALUE = "${project.version}";

    private LibraryVersion() {}
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.credentials;

import org.jspecify.annotations.Nullable;

/** Texts by name: environment variables, members of a JSON object, or the lines of a section. */
@FunctionalInterface
interface Settings {
    /** Returns null if there is none of this name. */
    @Nullable
    String text(String name);
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.credentials;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Texts by name: environment variables, members of a JSON object, or the lines of a section. */
@FunctionalInterface
interface Settings {
    /** Returns null if there is none of this name. */
    @Nullable
    String text(String name);

    /**
     * Returns a text.
     *
     * @param what the name of these settings, for the exception
     * @throws IOException if there is none of this name
     */
    default String required(String name, String what) throws IOException {
        @Nullable String text = text(name);
        if (text == null) {
            throw new IOException(what + " has no " + name);
        }
        return text;
    }
}

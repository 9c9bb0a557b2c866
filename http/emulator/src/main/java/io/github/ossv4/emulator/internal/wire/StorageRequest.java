// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.wire;

import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** The source of an object's attributes: the headers of a request, or the fields of a form. */
public interface StorageRequest {
    /** Returns a header, several joined by commas, or null if there is none. */
    @Nullable
    String header(String name);

    /** Returns the names of all headers in lower case, sorted. */
    SortedSet<String> headerNames();

    /** Returns whether an existing object may be replaced. */
    default boolean allowsOverwrite() {
        return !"true".equalsIgnoreCase(header("x-oss-forbid-overwrite"));
    }
}

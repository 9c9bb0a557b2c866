// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** Says how an object is to be stored: the headers of a request, or the fields of a form that stand for them. */
interface StorageRequest {
    /** A header's value; null where there is none. */
    @Nullable
    String header(String name);

    /** The names of all headers, lower case, sorted. */
    SortedSet<String> headerNames();

    /** Whether an object that has the name already may be replaced. */
    default boolean mayOverwrite() {
        return !"true".equalsIgnoreCase(header("x-oss-forbid-overwrite"));
    }
}

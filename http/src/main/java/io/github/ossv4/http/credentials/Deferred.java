// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.credentials;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A value that is created when it is first needed. Thread-safe. */
final class Deferred<T> {
    private final Supplier<T> source;
    private @Nullable T value;

    Deferred(Supplier<T> source) {
        this.source = source;
    }

    synchronized T get() {
        T created = value;
        if (created == null) {
            created = source.get();
            value = created;
        }
        return created;
    }
}

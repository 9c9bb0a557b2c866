// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Gives the other modules of the project the transport of a client, without a public method of the client. */
public final class TransportAccess {
    private static volatile @Nullable Function<Object, Transport> access;

    private TransportAccess() {}

    /** Sets the function that returns the transport of a {@code BucketClient}. Called when that class is loaded. */
    public static void set(Function<Object, Transport> function) {
        access = function;
    }

    /** Returns the transport of a {@code BucketClient}. */
    public static Transport of(Object client) {
        return Objects.requireNonNull(access).apply(client);
    }
}

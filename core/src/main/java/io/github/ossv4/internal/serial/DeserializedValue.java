// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.internal.serial;

import java.io.InvalidObjectException;
import java.util.function.Supplier;

/** A value that was read by deserialization, which calls no constructor: its factory checks it. Stateless. */
public final class DeserializedValue {
    private DeserializedValue() {}

    /**
     * Returns the value of a factory, for {@code readResolve}.
     *
     * @throws InvalidObjectException if the factory rejects what was read, for its reason
     */
    public static <T> T of(Supplier<T> factory) throws InvalidObjectException {
        try {
            return factory.get();
        } catch (IllegalArgumentException | NullPointerException e) {
            throw (InvalidObjectException) new InvalidObjectException(e.getMessage()).initCause(e);
        }
    }
}

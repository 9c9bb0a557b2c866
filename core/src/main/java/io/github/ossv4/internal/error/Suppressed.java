// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.internal.error;

/** The exceptions that a failure suppresses. */
public final class Suppressed {
    private Suppressed() {}

    /**
     * Adds an exception to those that a failure suppresses, unless it is the failure itself. The JVM throws one
     * {@link OutOfMemoryError} at many places, and no exception suppresses itself.
     */
    public static void add(Throwable failure, Throwable other) {
        if (failure != other) {
            failure.addSuppressed(other);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.redaction;

/** The exceptions that a failure suppresses. */
public final class Suppressed {
    private Suppressed() {}

    /**
     * Adds an exception to those that a failure suppresses, unless it is the failure itself. The JVM throws one
     * {@link OutOfMemoryError} at many places, and no exception suppresses itself. If the heap is full, the exception
     * is lost: the failure must still be reported.
     */
    public static void add(Throwable failure, Throwable other) {
        if (failure == other) {
            return;
        }
        try {
            failure.addSuppressed(other);
        } catch (OutOfMemoryError e) {
            // Only the failure is reported.
        }
    }
}

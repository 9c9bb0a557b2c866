// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.callback.CallbackVariable;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The comparison of a callback with the metadata of its object. Use {@link #metadata} from then on: a value that is
 * missing in the notice is not compared. Immutable.
 */
public final class CallbackConfirmation {
    private final @Nullable ObjectMetadata metadata;
    private final Set<CallbackVariable> contradictions;

    private CallbackConfirmation(@Nullable ObjectMetadata metadata, Set<CallbackVariable> contradictions) {
        this.metadata = metadata;
        this.contradictions = Collections.unmodifiableSet(new LinkedHashSet<>(contradictions));
    }

    /**
     * Returns a comparison, also for a test of your handler.
     *
     * @param metadata the metadata of the object; null if it was not found or not requested
     * @param contradictions the variables that differ
     */
    public static CallbackConfirmation of(@Nullable ObjectMetadata metadata, Set<CallbackVariable> contradictions) {
        return new CallbackConfirmation(metadata, contradictions);
    }

    /** Returns whether the object exists, and no value of the notice differs. */
    public boolean isConfirmed() {
        return contradictions.isEmpty();
    }

    /**
     * Returns the variables that differ: {@code BUCKET} if it is not the client's, {@code OBJECT} if no object has that
     * key, otherwise size, ETag, CRC64, content type or MD5. Empty if the notice is confirmed. An object that was
     * replaced meanwhile differs from the one that the callback reports.
     */
    public Set<CallbackVariable> contradictions() {
        return contradictions;
    }

    /** Returns the metadata of the object; null if it was not found or not requested. */
    public @Nullable ObjectMetadata metadata() {
        return metadata;
    }

    @Override
    public String toString() {
        return "CallbackConfirmation{" + (isConfirmed() ? "confirmed" : "contradicts " + contradictions) + ", "
                + metadata + "}";
    }
}

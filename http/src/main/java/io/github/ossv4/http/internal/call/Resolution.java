// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import io.github.ossv4.internal.error.Suppressed;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of a call whose response was lost, as far as it is known. Immutable.
 *
 * @param <T> the result of the call
 */
public final class Resolution<T extends @Nullable Object> {
    public enum Kind {
        /** OSS executed the call: there is a result. */
        EXECUTED,
        /** OSS did not execute the call: a retry executes it once. */
        NOT_EXECUTED,
        /** There is an exception that is more precise than the lost response. */
        FAILED,
        /** Only the failure itself is known. */
        UNKNOWN
    }

    private static final Resolution<?> NOT_EXECUTED = new Resolution<>(Kind.NOT_EXECUTED, null, null);
    private static final Resolution<?> UNKNOWN = new Resolution<>(Kind.UNKNOWN, null, null);

    private final Kind kind;
    private final @Nullable T result;
    private final @Nullable Throwable failure;

    private Resolution(Kind kind, @Nullable T result, @Nullable Throwable failure) {
        this.kind = kind;
        this.result = result;
        this.failure = failure;
    }

    public static <T> Resolution<T> executed(T result) {
        return new Resolution<>(Kind.EXECUTED, result, null);
    }

    @SuppressWarnings("unchecked")
    public static <T extends @Nullable Object> Resolution<T> notExecuted() {
        return (Resolution<T>) NOT_EXECUTED;
    }

    public static <T extends @Nullable Object> Resolution<T> failed(IOException failure) {
        return new Resolution<>(Kind.FAILED, null, failure);
    }

    /**
     * Returns a resolution that fails because the outcome remains unknown.
     *
     * @param finding as for {@link CallFailures#outcomeUnknown}
     * @param queryFailure the failure of a query; null for none
     */
    public static <T extends @Nullable Object> Resolution<T> failed(
            Operation operation, String finding, @Nullable Throwable queryFailure, IOException failure) {
        IOException unknown = CallFailures.outcomeUnknown(operation, finding, failure);
        if (queryFailure != null && queryFailure != failure) {
            Suppressed.add(unknown, queryFailure);
        }
        return failed(unknown);
    }

    @SuppressWarnings("unchecked")
    public static <T extends @Nullable Object> Resolution<T> unknown() {
        return (Resolution<T>) UNKNOWN;
    }

    /** A query itself failed. */
    public static <T extends @Nullable Object> Resolution<T> unknown(@Nullable Throwable queryFailure) {
        return new Resolution<>(Kind.UNKNOWN, null, queryFailure);
    }

    public Kind kind() {
        return kind;
    }

    /** Returns the result of a call that was executed. */
    public T result() {
        return Objects.requireNonNull(result);
    }

    /** Returns the exception of a call that failed, or of a query; null otherwise. */
    @Nullable
    public Throwable failure() {
        return failure;
    }

    @Override
    public String toString() {
        return kind + (failure == null ? "" : " " + failure);
    }
}

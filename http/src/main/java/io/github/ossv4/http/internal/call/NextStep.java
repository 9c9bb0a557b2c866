// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The step after a failed attempt: the result of the call, a retry, or the exception of the call. Immutable.
 *
 * @param <T> the result of the call
 */
final class NextStep<T extends @Nullable Object> {
    enum Kind {
        SUCCEED,
        RETRY,
        FAIL
    }

    private final Kind kind;
    private final @Nullable T result;
    private final @Nullable Duration delay;
    private final @Nullable IOException failure;

    private NextStep(Kind kind, @Nullable T result, @Nullable Duration delay, @Nullable IOException failure) {
        this.kind = kind;
        this.result = result;
        this.delay = delay;
        this.failure = failure;
    }

    static <T extends @Nullable Object> NextStep<T> succeed(T result) {
        return new NextStep<>(Kind.SUCCEED, result, null, null);
    }

    static <T extends @Nullable Object> NextStep<T> retry(Duration delay) {
        return new NextStep<>(Kind.RETRY, null, delay, null);
    }

    static <T extends @Nullable Object> NextStep<T> fail(IOException failure) {
        return new NextStep<>(Kind.FAIL, null, null, failure);
    }

    Kind kind() {
        return kind;
    }

    /** Returns the result that the outcome resolver found. */
    T result() {
        return Objects.requireNonNull(result);
    }

    /** Returns the time to wait before the retry. */
    Duration delay() {
        return Objects.requireNonNull(delay);
    }

    /** Returns the exception of the call, with the failures of all attempts and queries. */
    IOException failure() {
        return Objects.requireNonNull(failure);
    }

    @Override
    public String toString() {
        return kind + (delay == null ? "" : " after " + delay) + (failure == null ? "" : " with " + failure);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.operation;

import io.github.ossv4.http.GetOptions;
import io.github.ossv4.http.ObjectMetadata;
import io.github.ossv4.http.internal.call.CallFailures;
import io.github.ossv4.http.internal.call.CallState;
import io.github.ossv4.http.internal.call.Operation;
import io.github.ossv4.http.internal.call.OutcomeResolver;
import io.github.ossv4.http.internal.call.Queries;
import io.github.ossv4.http.internal.call.Resolution;
import io.github.ossv4.http.internal.call.Transport;
import io.github.ossv4.internal.error.KnownError;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Resolves the outcome of a PutObject or CopyObject. An object that is found may have been stored by this call or by
 * another client, and nothing in it distinguishes them: the resolution is never a success, only an unknown outcome.
 */
final class StoredOutcome<T> implements OutcomeResolver<T> {
    static final String FILE_ALREADY_EXISTS = KnownError.EXISTS.key();

    private final Transport transport;
    private final Operation operation;
    private final String key;
    private final Supplier<ExpectedObject> expected;
    private final boolean mayRepeat;
    private final long startedNanos = System.nanoTime();

    /**
     * @param expected read when a response was lost; the checksum is known by then
     * @param mayRepeat whether a lost response is retried; then only a refused retry is resolved
     */
    StoredOutcome(
            Transport transport,
            Operation operation,
            String key,
            Supplier<ExpectedObject> expected,
            boolean mayRepeat) {
        this.transport = transport;
        this.operation = operation;
        this.key = key;
        this.expected = expected;
        this.mayRepeat = mayRepeat;
    }

    @Override
    public Resolution<T> resolve(IOException failure, Queries queries) {
        boolean refusedRetry = CallFailures.isRefusal(failure, FILE_ALREADY_EXISTS);
        boolean lost = !mayRepeat && CallState.mayHaveExecuted(failure);
        if (!refusedRetry && !lost) {
            return Resolution.unknown();
        }
        Queries.Finding<ObjectMetadata> found = queries.send(HeadObject.exchange(transport, key, GetOptions.NONE));
        return found.response == null
                ? missing(found.failure, failure, refusedRetry)
                : conclude(found.response, failure, refusedRetry);
    }

    /** A retry that failed with FileAlreadyExists proves that an object existed, even if it no longer does. */
    private Resolution<T> missing(@Nullable Throwable refusal, IOException failure, boolean refusedRetry) {
        return refusedRetry
                ? Resolution.failed(
                        operation, "an object existed, stored by this call or by another client", refusal, failure)
                : Resolution.unknown(refusal);
    }

    private Resolution<T> conclude(ObjectMetadata found, IOException failure, boolean refusedRetry) {
        ExpectedObject.Match match = expected.get()
                .storedSince(Duration.ofNanos(System.nanoTime() - startedNanos), found)
                .compare(found);
        switch (match) {
            case OLDER:
                return refusedRetry ? Resolution.failed(failure) : Resolution.unknown();
            case OTHER_CONTENT:
                return refusedRetry
                        ? Resolution.failed(
                                operation,
                                "another object exists" + storedAt(found)
                                        + ", which may have replaced that of this call",
                                null,
                                failure)
                        : Resolution.unknown();
            default:
                return Resolution.failed(
                        operation,
                        (match == ExpectedObject.Match.SAME ? "a matching object" : "an object") + " exists"
                                + storedAt(found) + " by this call or by another client",
                        null,
                        failure);
        }
    }

    /** Returns the time at which an object was stored, for a message. */
    static String storedAt(ObjectMetadata found) {
        return found.lastModified() == null ? ", stored" : ", stored at " + found.lastModified();
    }
}

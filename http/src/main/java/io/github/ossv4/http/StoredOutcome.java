// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Decides what became of a PutObject or CopyObject. An object that is found may be this call's or that of another client,
 * and nothing in it tells which: so this never reports a success, and says when the outcome is not known.
 */
final class StoredOutcome<T> implements OutcomeResolver<T> {
    static final String FILE_ALREADY_EXISTS = "FileAlreadyExists";

    private final Transport transport;
    private final Operation operation;
    private final String key;
    private final RequestOptions request;
    private final Supplier<ExpectedObject> expected;
    private final boolean mayRepeat;
    private final long startedNanos = System.nanoTime();

    /**
     * @param expected read when a response was lost; the checksum is known by then
     * @param mayRepeat whether a lost response is followed by a retry, so that only its refusal is to be looked into
     */
    StoredOutcome(
            Transport transport,
            Operation operation,
            String key,
            RequestOptions request,
            Supplier<ExpectedObject> expected,
            boolean mayRepeat) {
        this.transport = transport;
        this.operation = operation;
        this.key = key;
        this.request = request;
        this.expected = expected;
        this.mayRepeat = mayRepeat;
    }

    @Override
    public Resolution<T> resolve(IOException failure, boolean possiblyExecuted) {
        if (!possiblyExecuted
                || failure instanceof CallbackFailedException
                || failure instanceof ChecksumMismatchException) {
            return Resolution.unknown();
        }
        boolean refusedRetry = ServiceException.is(failure, FILE_ALREADY_EXISTS);
        boolean lost = !mayRepeat && Exchange.isPossiblyExecuted(failure);
        if (!refusedRetry && !lost) {
            return Resolution.unknown();
        }
        return Resolution.query(new OutcomeQuery<>(
                HeadObject.exchange(transport, key, HeadObject.operation(key, request)),
                (found, refusal) -> found == null ? Resolution.unknown(refusal) : conclude(found, failure)));
    }

    private Resolution<T> conclude(ObjectMetadata found, IOException failure) {
        ExpectedObject.Match match = expected.get()
                .storedWithin(Duration.ofNanos(System.nanoTime() - startedNanos), found)
                .compare(found);
        if (match == ExpectedObject.Match.OTHER_CONTENT || match == ExpectedObject.Match.OLDER) {
            return Resolution.unknown();
        }
        return Resolution.failed(OutcomeUnknownException.of(
                operation,
                "an object with these bytes exists, stored at " + found.lastModified()
                        + " by this call or by another client",
                failure));
    }
}

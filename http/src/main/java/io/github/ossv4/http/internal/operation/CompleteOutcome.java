// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.operation;

import io.github.ossv4.http.GetOptions;
import io.github.ossv4.http.ObjectMetadata;
import io.github.ossv4.http.PutResult;
import io.github.ossv4.http.internal.call.CallFailures;
import io.github.ossv4.http.internal.call.CallState;
import io.github.ossv4.http.internal.call.OutcomeResolver;
import io.github.ossv4.http.internal.call.Queries;
import io.github.ossv4.http.internal.call.Resolution;
import io.github.ossv4.http.internal.call.Transport;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Resolves the outcome of a CompleteMultipartUpload. While ListParts finds the upload, it was not completed, and a
 * retry can complete it, including its callback. An upload that no longer exists was completed, or another client
 * aborted it: HeadObject must find its object.
 *
 * <p>Rule: A lost response to Complete is resolved by ListParts, then HeadObject ({@code LostResponseTest}).
 */
public final class CompleteOutcome implements OutcomeResolver<PutResult> {
    private final Transport transport;
    private final MultipartCalls upload;
    private final NewObject object;
    private final ExpectedObject expected;
    private final @Nullable Long crc64;
    private final long startedNanos = System.nanoTime();

    /**
     * @param expected the object that the upload creates; without a date, the start of this call is used
     * @param crc64 the CRC64 of the object; null if unknown: then no success is reported
     */
    CompleteOutcome(
            Transport transport,
            MultipartCalls upload,
            NewObject object,
            ExpectedObject expected,
            @Nullable Long crc64) {
        this.transport = transport;
        this.upload = upload;
        this.object = object;
        this.expected = expected;
        this.crc64 = crc64;
    }

    @Override
    public Resolution<PutResult> resolve(IOException failure, Queries queries) {
        if (CallFailures.isRefusal(failure, MultipartCalls.NO_SUCH_UPLOAD)) {
            return head(failure, queries);
        }
        return CallState.mayHaveExecuted(failure) || CallFailures.isRefusal(failure, StoredOutcome.FILE_ALREADY_EXISTS)
                ? listParts(failure, queries)
                : Resolution.unknown();
    }

    private Resolution<PutResult> listParts(IOException failure, Queries queries) {
        Throwable refusal = queries.send(upload.firstPartExchange()).failure;
        if (refusal == null) {
            return Resolution.notExecuted();
        }
        return CallFailures.isRefusal(refusal, MultipartCalls.NO_SUCH_UPLOAD)
                ? head(failure, queries)
                : Resolution.unknown(refusal);
    }

    /** Requests the object of an upload that no longer exists. */
    public Resolution<PutResult> head(IOException failure, Queries queries) {
        Queries.Finding<ObjectMetadata> found =
                queries.send(HeadObject.exchange(transport, upload.key(), GetOptions.NONE));
        return conclude(found.response, found.failure, failure);
    }

    private Resolution<PutResult> conclude(
            @Nullable ObjectMetadata found, @Nullable Throwable refusal, IOException failure) {
        if (found == null) {
            return Resolution.failed(
                    upload.complete(),
                    HeadObject.isMissing(refusal)
                            ? "the upload no longer exists, and the object does not exist"
                            : "the upload no longer exists, and HeadObject failed",
                    refusal,
                    failure);
        }
        ExpectedObject dated = expected.isDated()
                ? expected
                : expected.storedSince(Duration.ofNanos(System.nanoTime() - startedNanos), found);
        if (crc64 == null || dated.compare(found) != ExpectedObject.Match.SAME) {
            return Resolution.failed(
                    upload.complete(),
                    "the upload no longer exists, and "
                            + (dated.compare(found) == ExpectedObject.Match.OLDER
                                    ? "the object is an older one" + StoredOutcome.storedAt(found)
                                    : "an object exists" + StoredOutcome.storedAt(found)
                                            + " by this call or by another client"),
                    null,
                    failure);
        }
        PutResult stored = StoredResponse.found(found, crc64);
        return object.hasCallback()
                ? Resolution.failed(CallbackFailures.responseLost(upload.complete(), stored, failure))
                : Resolution.executed(stored);
    }
}

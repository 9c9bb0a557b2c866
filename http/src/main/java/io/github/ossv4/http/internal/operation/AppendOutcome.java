// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.operation;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.http.AppendPosition;
import io.github.ossv4.http.AppendResult;
import io.github.ossv4.http.ObjectMetadata;
import io.github.ossv4.http.UnexpectedResponseException;
import io.github.ossv4.http.internal.call.CallFailures;
import io.github.ossv4.http.internal.call.CallState;
import io.github.ossv4.http.internal.call.Operation;
import io.github.ossv4.http.internal.call.OutcomeResolver;
import io.github.ossv4.http.internal.call.Queries;
import io.github.ossv4.http.internal.call.Resolution;
import io.github.ossv4.http.internal.call.Transport;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Resolves the outcome of an AppendObject. If the length of the object is unchanged, nothing was appended, and the
 * position keeps a retry from appending twice. If it changed, another client may have appended the same bytes.
 */
final class AppendOutcome implements OutcomeResolver<AppendResult> {
    private static final String OTHER_POSITION = "PositionNotEqualToLength";

    private final Transport transport;
    private final Operation operation;
    private final String key;
    private final AppendPosition position;
    private final Operation head;

    AppendOutcome(Transport transport, Operation operation, String key, AppendPosition position, Operation head) {
        this.transport = transport;
        this.operation = operation;
        this.key = key;
        this.position = position;
        this.head = head;
    }

    @Override
    public Resolution<AppendResult> resolve(IOException failure, Queries queries) {
        boolean refusedRetry = CallFailures.isRefusal(failure, OTHER_POSITION);
        boolean lost = CallState.mayHaveExecuted(failure) && !(failure instanceof UnexpectedResponseException);
        if (!refusedRetry && !lost) {
            return Resolution.unknown();
        }
        Queries.Finding<ObjectMetadata> found = queries.send(HeadObject.exchange(transport, key, head));
        return refusedRetry
                ? concludeRefusedRetry(found.response, found.failure, failure)
                : conclude(found.response, found.failure, failure);
    }

    /** The refusal proves that the object had another length, even if it no longer does. */
    private Resolution<AppendResult> concludeRefusedRetry(
            @Nullable ObjectMetadata found, @Nullable Throwable refusal, IOException failure) {
        AppendPosition end = found == null ? null : found.appendPosition();
        return end == null || end.offset() == position.offset()
                ? Resolution.failed(
                        operation,
                        "the object had another length, appended by this call or by another client",
                        refusal,
                        failure)
                : appended(end, failure);
    }

    private Resolution<AppendResult> conclude(
            @Nullable ObjectMetadata found, @Nullable Throwable refusal, IOException failure) {
        if (found == null) {
            return position.offset() == 0 && HeadObject.isMissing(refusal)
                    ? Resolution.notExecuted()
                    : Resolution.unknown(refusal);
        }
        AppendPosition end = found.appendPosition();
        if (end == null) {
            return Resolution.unknown();
        }
        return end.offset() == position.offset() ? Resolution.notExecuted() : appended(end, failure);
    }

    private Resolution<AppendResult> appended(AppendPosition end, IOException failure) {
        Long crc64 = end.crc64();
        return Resolution.failed(
                operation,
                "the length of the object is " + end.offset()
                        + (crc64 == null ? "" : " with the CRC64 " + Crc64.toString(crc64))
                        + ", appended by this call or by another client",
                null,
                failure);
    }
}

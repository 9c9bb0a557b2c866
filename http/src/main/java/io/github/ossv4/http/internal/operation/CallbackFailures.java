// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.operation;

import io.github.ossv4.error.ErrorResponse;
import io.github.ossv4.http.CallbackFailedException;
import io.github.ossv4.http.PutResult;
import io.github.ossv4.http.internal.call.Operation;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The failures of a callback whose object is stored. */
public final class CallbackFailures {
    private CallbackFailures() {}

    /**
     * Returns the failure of a callback that OSS reports.
     *
     * @param error null if the response has no error document
     */
    public static CallbackFailedException of(
            Operation operation, PutResult stored, @Nullable ErrorResponse error, String reason) {
        return new CallbackFailedException(
                operation.toString(),
                stored,
                reason,
                error == null ? null : error.code(),
                error == null ? null : error.ec());
    }

    static CallbackFailedException notPerformed(Operation operation, PutResult stored, int status) {
        return of(operation, stored, null, "OSS returned " + status + " without performing it");
    }

    public static CallbackFailedException responseLost(Operation operation, PutResult stored, IOException failure) {
        return (CallbackFailedException)
                unknown(operation, stored, "the response was lost").initCause(failure);
    }

    static CallbackFailedException unknown(Operation operation, PutResult stored, String cause) {
        return of(operation, stored, null, cause + ", and it is unknown whether the callback was performed");
    }
}

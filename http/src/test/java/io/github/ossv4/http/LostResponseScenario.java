// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.emulator.Fault;
import org.jspecify.annotations.Nullable;

/** The dimensions of {@link LostResponseOutcomesTest}. */
final class LostResponseScenario {
    static final int ATTEMPTS = 4;

    private LostResponseScenario() {}

    /** A call; {@code operation} is its deciding request. */
    enum Call {
        PUT("PutObject"),
        PUT_WITH_CALLBACK("PutObject"),
        PUT_WITH_REPEATED_CALLBACK("PutObject"),
        PUT_FORBIDDING_OVERWRITE("PutObject"),
        PUT_WITH_CALLBACK_FORBIDDING_OVERWRITE("PutObject"),
        BUCKET_CALL_WITH_CALLBACK("PutObject"),
        UPLOAD("CompleteMultipartUpload"),
        UPLOAD_WITH_CALLBACK("CompleteMultipartUpload"),
        UPLOAD_FORBIDDING_OVERWRITE("CompleteMultipartUpload"),
        UPLOAD_KEEPING_PARTS("CompleteMultipartUpload"),
        UPLOAD_OF_STREAM("CompleteMultipartUpload"),
        COMPLETE("CompleteMultipartUpload"),
        COMPLETE_WITH_CALLBACK("CompleteMultipartUpload"),
        /** Completes an upload that another client has initiated. */
        COMPLETE_BY_UPLOAD_ID("CompleteMultipartUpload"),
        COMPLETE_ALL("CompleteMultipartUpload"),
        APPEND("AppendObject"),
        COPY_FORBIDDING_OVERWRITE("CopyObject"),
        ABORT("AbortMultipartUpload");

        final String operation;

        Call(String operation) {
            this.operation = operation;
        }

        boolean isAsynchronous() {
            return this != BUCKET_CALL_WITH_CALLBACK && this != ABORT;
        }

        boolean hasCallback() {
            return name().contains("CALLBACK");
        }

        boolean forbidsOverwrite() {
            return name().contains("FORBIDDING");
        }

        boolean hasParts() {
            return operation.equals("CompleteMultipartUpload") || this == ABORT;
        }

        boolean isUpload() {
            return name().startsWith("UPLOAD");
        }

        /** Returns whether a retry would perform the callback twice. */
        boolean isSentOnce() {
            return hasCallback() && !hasParts() && this != PUT_WITH_REPEATED_CALLBACK;
        }
    }

    enum Failure {
        NONE(0),
        LOST_ONCE(1),
        LOST_ALWAYS(ATTEMPTS),
        RESET_ONCE(1),
        RESET_ALWAYS(ATTEMPTS),
        ERROR_ONCE(1),
        ERROR_ALWAYS(ATTEMPTS),
        /** The retry fails with 403. */
        LOST_THEN_DENIED(2);

        final int times;

        Failure(int times) {
            this.times = times;
        }

        @Nullable
        Fault fault(Call call, int attempt) {
            return switch (this) {
                case LOST_THEN_DENIED ->
                    (attempt == 1 ? Fault.responseLost() : Fault.error(403, "AccessDenied")).on(call.operation);
                case NONE -> null;
                case LOST_ONCE, LOST_ALWAYS -> Fault.responseLost().on(call.operation);
                // After the last byte: the client cannot know whether the request was executed.
                case RESET_ONCE, RESET_ALWAYS -> Fault.uploadReset(1L << 40).on(call.operation);
                case ERROR_ONCE, ERROR_ALWAYS ->
                    Fault.error(500, "InternalError").on(call.operation);
            };
        }

        boolean appliesTo(Call call) {
            return call != Call.ABORT || (this != RESET_ONCE && this != RESET_ALWAYS);
        }
    }

    enum Before {
        NOTHING,
        OLD_SAME_BYTES,
        RECENT_SAME_BYTES,
        OTHER_BYTES
    }

    /** When and how another client stores the same bytes. */
    enum Competitor {
        NONE,
        /** Before the first attempt of the deciding request. */
        OVERWRITES_BEFORE,
        /** After the first attempt, and before its outcome is resolved. */
        OVERWRITES_AFTER,
        /** Between the resolution and the retry. */
        OVERWRITES_ON_RETRY,
        FORBIDS_BEFORE,
        FORBIDS_AFTER,
        FORBIDS_ON_RETRY,
        /** Aborts the upload too, after the first attempt. */
        ABORTS;

        boolean forbids() {
            return name().startsWith("FORBIDS");
        }

        boolean appliesTo(Call call) {
            if (this == ABORTS) {
                return call.hasParts();
            }
            return !forbids() || call.forbidsOverwrite();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import io.github.ossv4.http.ConnectionFailure;
import io.github.ossv4.http.OutcomeUnknownException;
import io.github.ossv4.http.ServiceException;
import io.github.ossv4.http.credentials.NoCredentialsException;
import io.github.ossv4.http.internal.redaction.SameType;
import io.github.ossv4.internal.text.PrintableText;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedByInterruptException;
import org.jspecify.annotations.Nullable;

/** Exceptions whose messages also name their call. */
public final class CallFailures {
    private static final int PRECONDITION_FAILED = 412;

    private CallFailures() {}

    /**
     * Returns the exception of a call whose outcome is unknown.
     *
     * @param finding what is known about the outcome
     */
    public static OutcomeUnknownException outcomeUnknown(Operation operation, String finding, IOException cause) {
        return new OutcomeUnknownException(
                operation + ": outcome unknown: " + finding + " (" + cause.getMessage() + ")", cause);
    }

    /**
     * Throws a failure as it is. A checked exception of another type than IOException, which code in Kotlin may throw
     * undeclared, becomes the cause of one.
     */
    public static void rethrow(Throwable failure) throws IOException {
        if (failure instanceof IOException) {
            throw (IOException) failure;
        }
        if (failure instanceof RuntimeException) {
            throw (RuntimeException) failure;
        }
        if (failure instanceof Error) {
            throw (Error) failure;
        }
        throw new IOException(PrintableText.escape(failure.toString()), failure);
    }

    /** Returns whether a condition of the request is not met. */
    public static boolean isPreconditionFailed(@Nullable Throwable failure) {
        return failure instanceof ServiceException && ((ServiceException) failure).status() == PRECONDITION_FAILED;
    }

    /** Returns whether OSS refused a request with this error code. */
    public static boolean isRefusal(@Nullable Throwable failure, String code) {
        return failure instanceof ServiceException && code.equals(((ServiceException) failure).code());
    }

    /**
     * Returns an exception that names its call, of the same type as far as callers distinguish types.
     *
     * @param call operation, key, bucket, host and port
     * @param failure becomes the cause
     * @param outcome what is known about the outcome; empty for nothing
     */
    public static IOException withCall(String call, IOException failure, String outcome) {
        boolean printable = failure instanceof NoCredentialsException;
        String text = text(failure);
        String shown = printable ? text : PrintableText.escape(text);
        return (IOException) SameType.of(failure, call + ": " + shown + outcome).initCause(failure);
    }

    private static String text(IOException failure) {
        String message = failure.getMessage();
        if (failure instanceof ClosedByInterruptException) {
            return "interrupted while a file was read or written";
        }
        ConnectionFailure kind = ConnectionFailure.of(failure);
        if (kind == ConnectionFailure.NO_CONNECTION) {
            // OkHttp's own message repeats the address, its cause has the reason.
            Throwable reason = failure;
            while (reason.getCause() != null) {
                reason = reason.getCause();
            }
            return "cannot connect: " + reason.getMessage();
        } else if (failure instanceof UnknownHostException) {
            return "cannot resolve " + message;
        } else if (kind == ConnectionFailure.CERTIFICATE_OF_OTHER_HOST) {
            return "the certificate of the server is for other names";
        } else if (kind == ConnectionFailure.CERTIFICATE_EXPIRED) {
            return "the certificate of the server has expired or is not valid yet";
        } else if (kind == ConnectionFailure.CERTIFICATE_UNTRUSTED) {
            return "this Java runtime does not trust the certificate of the server";
        }
        boolean own = failure instanceof NoCredentialsException || failure instanceof ChangedBytesException;
        return message != null && (own || SameType.isKept(failure)) ? message : failure.toString();
    }
}

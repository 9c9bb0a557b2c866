// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.bucket;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.ossv4.cli.output.ClosedPipeException;
import io.github.ossv4.cli.output.ExitCode;
import io.github.ossv4.cli.output.RefusedException;
import io.github.ossv4.cli.output.Result;
import io.github.ossv4.cli.output.UsageException;
import io.github.ossv4.http.CallbackFailedException;
import io.github.ossv4.http.ChecksumMismatchException;
import io.github.ossv4.http.NotModifiedException;
import io.github.ossv4.http.PartMismatchException;
import io.github.ossv4.http.ServiceException;
import io.github.ossv4.internal.error.KnownError;
import io.github.ossv4.internal.text.PrintableText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A failure of a command, or of one of its files: its exit code, and what is printed about it. Immutable. */
public final class Failure implements Result {
    private static final int SERVER_ERROR = 500;

    private static final Pattern FILE_EXCEPTION = Pattern.compile("(java\\.(?:io|nio\\.file)\\.\\w+Exception): ");

    /** The meanings of exceptions about a file, by class: their messages are often only a path. */
    private static final Map<String, String> FILE_PROBLEMS = Map.of(
            AccessDeniedException.class.getName(), "permission denied",
            FileAlreadyExistsException.class.getName(), "already exists",
            NoSuchFileException.class.getName(), "no such file or directory",
            NotDirectoryException.class.getName(), "not a directory");

    private final ExitCode exitCode;
    private final String message;
    private final Codes codes;
    private final KnownError.Scope scope;
    private final String advice;
    private final Diagnosis.@Nullable Kind kind;

    private Failure(
            ExitCode exitCode,
            Diagnosis.@Nullable Kind kind,
            String message,
            String advice,
            Codes codes,
            KnownError.Scope scope) {
        this.exitCode = exitCode;
        this.kind = kind;
        this.message = message;
        this.advice = advice;
        this.codes = codes;
        this.scope = scope;
    }

    /** The codes and the request id of an error document. */
    private record Codes(
            @Nullable String code,
            @Nullable String ec,
            @Nullable String requestId) {
        static final Codes NONE = new Codes(null, null, null);
    }

    /** Returns a failure with this message. */
    public static Failure of(ExitCode exitCode, String message) {
        return new Failure(exitCode, null, message, "", Codes.NONE, KnownError.Scope.REQUEST);
    }

    /** Returns the failure that an exception describes. */
    public static Failure of(Throwable thrown) {
        return of(thrown, null);
    }

    /**
     * Returns the failure that an exception describes, with the settings to change.
     *
     * @param used the settings of the client, or null if they are not known
     */
    public static Failure of(Throwable thrown, @Nullable Connection used) {
        Throwable failure = thrown instanceof UncheckedIOException unchecked && unchecked.getCause() != null
                ? unchecked.getCause()
                : thrown;
        Diagnosis diagnosis = isWithoutCredentials(failure) ? null : Diagnosis.of(failure, used);
        return new Failure(
                exitCode(failure),
                diagnosis == null ? null : diagnosis.kind(),
                diagnosis == null ? text(failure) : diagnosis.message(),
                diagnosis == null ? "" : diagnosis.advice(),
                codes(failure),
                isOfSettings(failure) ? KnownError.Scope.SETTINGS : KnownError.Scope.REQUEST);
    }

    private static Codes codes(Throwable failure) {
        if (failure instanceof ServiceException refused) {
            return new Codes(refused.code(), refused.ec(), refused.requestId());
        }
        if (failure instanceof CallbackFailedException callback) {
            return new Codes(callback.code(), callback.ec(), callback.stored().requestId());
        }
        return Codes.NONE;
    }

    private static boolean isOfSettings(Throwable failure) {
        if (!(failure instanceof ServiceException refused)) {
            return isWithoutCredentials(failure);
        }
        KnownError known = Diagnosis.known(refused);
        return known != null && known.scope() == KnownError.Scope.SETTINGS;
    }

    private static ExitCode exitCode(Throwable failure) {
        if (failure instanceof ClosedPipeException) {
            return ExitCode.PIPE_CLOSED;
        }
        if (failure instanceof ServiceException refused) {
            return refused.status() < SERVER_ERROR ? ExitCode.REFUSED : ExitCode.IO_FAILED;
        }
        if (failure instanceof CallbackFailedException
                || failure instanceof ChecksumMismatchException
                || failure instanceof PartMismatchException
                || failure instanceof NotModifiedException
                || failure instanceof RefusedException) {
            return ExitCode.REFUSED;
        }
        return isUsage(failure) ? ExitCode.USAGE : ExitCode.IO_FAILED;
    }

    private static boolean isWithoutCredentials(Throwable failure) {
        return credentialsFailure(failure) != null;
    }

    private static @Nullable Throwable credentialsFailure(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CredentialsUnavailableException) {
                return cause;
            }
        }
        return null;
    }

    private static boolean isUsage(Throwable failure) {
        return isWithoutCredentials(failure)
                || failure instanceof UsageException
                || failure instanceof IllegalArgumentException
                || FILE_PROBLEMS.containsKey(failure.getClass().getName());
    }

    private static String text(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        String problem = FILE_PROBLEMS.get(failure.getClass().getName());
        if (problem != null) {
            // As a path, two slashes are one.
            boolean isObject = failure instanceof NoSuchFileException && message.startsWith("oss:/");
            return PrintableText.escape(message) + ": " + problem
                    + (isObject ? "; a file of this machine is required here, not an object" : "");
        }
        Throwable credentials = credentialsFailure(failure);
        if (credentials != null) {
            return String.valueOf(credentials.getMessage());
        }
        String ofFile = failure instanceof IOException ? fileProblem(failure) : null;
        if (ofFile != null) {
            return ofFile;
        }
        boolean expected = failure instanceof IOException
                || failure instanceof UsageException
                || failure instanceof RefusedException
                || failure instanceof IllegalArgumentException;
        return expected && failure.getMessage() != null
                ? withoutExceptionNames(message)
                : "unexpected failure: " + failure;
    }

    /** Returns what is wrong with a local file, without the request that should have sent it; null if nothing is. */
    private static @Nullable String fileProblem(Throwable failure) {
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            String problem = FILE_PROBLEMS.get(cause.getClass().getName());
            boolean isQuoted = String.valueOf(failure.getMessage()).contains(cause.toString());
            if (problem != null && isQuoted) {
                return problem + ": " + PrintableText.escape(String.valueOf(cause.getMessage()));
            }
        }
        return null;
    }

    /** Replaces the names of exceptions about files: messages contain the names of their causes. */
    private static String withoutExceptionNames(String message) {
        return FILE_EXCEPTION.matcher(message).replaceAll(name -> {
            String problem = FILE_PROBLEMS.get(name.group(1));
            return problem == null ? "" : problem + ": ";
        });
    }

    /** Returns the exit code. */
    public ExitCode exitCode() {
        return exitCode;
    }

    /**
     * Returns whether every other request would fail as well: no credentials, refused credentials, the endpoint or
     * region of another bucket, or no bucket. Then no other file is tried.
     */
    public boolean isOfAllRequests() {
        return scope == KnownError.Scope.SETTINGS;
    }

    /** Returns what failed, without the advice. */
    public String message() {
        return message;
    }

    /** Returns the setting to change; empty if it is not known. */
    public String advice() {
        return advice;
    }

    @Override
    public String text() {
        return message
                + (advice.isEmpty() ? "" : "; " + advice)
                + (kind == Diagnosis.Kind.CONNECTION ? "; try 'ossv4 doctor'" : "");
    }

    /**
     * Writes a member {@code error} with {@code exitCode}, {@code code}, {@code ec}, {@code requestId}, {@code
     * message}.
     */
    @Override
    public void writeFields(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("error");
        json.writeNumberField("exitCode", exitCode.code());
        Result.writeUnlessNull(json, "code", codes.code);
        Result.writeUnlessNull(json, "ec", codes.ec);
        Result.writeUnlessNull(json, "requestId", codes.requestId);
        json.writeStringField("message", text());
        json.writeEndObject();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.bucket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.cli.output.ClosedPipeException;
import io.github.ossv4.cli.output.ExitCode;
import io.github.ossv4.cli.output.RefusedException;
import io.github.ossv4.cli.output.UsageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Exit codes and texts; those of OSS's errors are tested with the commands. */
class FailureTest {
    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(new UsageException("u"), ExitCode.USAGE, "u"),
                Arguments.of(new RefusedException("nothing was changed"), ExitCode.REFUSED, "nothing was changed"),
                Arguments.of(new IllegalArgumentException("i"), ExitCode.USAGE, "i"),
                Arguments.of(new NoSuchFileException("f"), ExitCode.USAGE, "f: no such file or directory"),
                Arguments.of(
                        new NoSuchFileException("oss:/b/k"),
                        ExitCode.USAGE,
                        "oss:/b/k: no such file or directory; a file of this machine is required here, not an object"),
                Arguments.of(new AccessDeniedException("f"), ExitCode.USAGE, "f: permission denied"),
                Arguments.of(
                        new UncheckedIOException(new NoSuchFileException("f")),
                        ExitCode.USAGE,
                        "f: no such file or directory"),
                Arguments.of(
                        new ConnectException("refused"),
                        ExitCode.IO_FAILED,
                        "refused; check --region, --endpoint, and the network; try 'ossv4 doctor'"),
                Arguments.of(new ClosedPipeException(new IOException("x")), ExitCode.PIPE_CLOSED, null),
                Arguments.of(
                        new IllegalStateException("s"),
                        ExitCode.IO_FAILED,
                        "unexpected failure: java.lang.IllegalStateException: s"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void hasExitCodeAndText(Throwable thrown, ExitCode code, String text) {
        Failure failure = Failure.of(thrown);

        assertEquals(code, failure.exitCode());
        if (text != null) {
            assertEquals(text, failure.text());
        }
        assertFalse(failure.isOfAllRequests());
    }

    @Test
    void namesFailedSourceOfCredentialsFirst() {
        String message =
                "no credentials: a source of the default chain is configured, but failed:\n  variables: malformed";
        CheckedCredentials credentials = CheckedCredentials.of(
                () -> {
                    throw new IOException(message);
                },
                null);

        assertEquals(
                message,
                assertThrows(CredentialsUnavailableException.class, credentials::get)
                        .getMessage());
    }

    @Test
    void missingCredentialsFailAllRequests() {
        Failure failure = Failure.of(
                new IOException("put", new CredentialsUnavailableException("none", new IOException("none"))));

        assertEquals(ExitCode.USAGE, failure.exitCode());
        assertTrue(failure.isOfAllRequests());
    }
}

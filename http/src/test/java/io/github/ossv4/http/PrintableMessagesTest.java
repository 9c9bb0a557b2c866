// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.error.ErrorResponse;
import io.github.ossv4.http.internal.call.ObservedAttempt;
import io.github.ossv4.http.internal.call.Operation;
import io.github.ossv4.http.internal.call.OssResponse;
import io.github.ossv4.http.internal.call.ResourcePath;
import io.github.ossv4.http.internal.call.ResponseDocument;
import io.github.ossv4.http.internal.call.TestResponse;
import io.github.ossv4.http.internal.file.CannotWriteException;
import io.github.ossv4.http.internal.file.UploadFile;
import io.github.ossv4.http.internal.operation.CallbackFailures;
import io.github.ossv4.http.internal.operation.ChecksumMismatches;
import io.github.ossv4.http.internal.redaction.Redaction;
import io.github.ossv4.http.internal.redaction.Secrets;
import io.github.ossv4.http.testing.TestFiles;
import io.github.ossv4.internal.text.PrintableText;
import io.github.ossv4.list.ObjectVersion;
import io.github.ossv4.multipart.Part;
import io.github.ossv4.multipart.PartPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import okhttp3.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Texts with values of a user or of a server must be on one line. */
class PrintableMessagesTest {
    private static final String HOSTILE = "a\r\n\u0085\u2028\u202e\u2066b\u001b[31m";
    private static final Operation HOSTILE_KEY = new Operation("PutObject", "PUT", HOSTILE);

    private static Path file() {
        return TestFiles.pathOrSkip("a\n\u202eb");
    }

    /** Returns a response whose header values are not checked, like those that OkHttp receives. */
    private static OssResponse response(int status, String body) {
        Headers headers = new Headers.Builder()
                .addUnsafeNonAscii("ETag", HOSTILE)
                .addUnsafeNonAscii("Content-Type", HOSTILE)
                .addUnsafeNonAscii("x-oss-version-id", HOSTILE)
                .addUnsafeNonAscii("x-oss-request-id", HOSTILE)
                .build();
        return TestResponse.of(status, headers, body).received();
    }

    private static PutResult stored() {
        OssResponse response = response(200, "");
        return PutResult.builder(HOSTILE)
                .etag(response.etag())
                .versionId(response.versionId())
                .requestId(response.requestId())
                .build();
    }

    private static void assertPrintable(String text) {
        assertEquals(PrintableText.escape(text), text);
        assertTrue(text.contains("\\u202e"), text);
    }

    static Stream<Object> values() {
        return Stream.of(
                new Operation("PutObject", "PUT", HOSTILE),
                stored(),
                ObjectMetadata.of(HOSTILE, response(200, "").headers()),
                DeleteResult.of(HOSTILE, false, HOSTILE),
                RelayedResponse.of(new byte[0], HOSTILE),
                CopySource.of("examplebucket", HOSTILE),
                CopySource.of("k").version(HOSTILE),
                GetOptions.builder().versionId(HOSTILE).build(),
                GetOptions.builder().process(HOSTILE).build(),
                ObjectVersion.of("k", HOSTILE),
                ListOptions.builder().prefix(HOSTILE).build(),
                BucketRequest.builder("GET").key(HOSTILE).build(),
                Body.of(file()),
                Body.of(file(), 0, 1),
                UploadOptions.builder().checkpoint(file()).build(),
                DownloadOptions.builder().checkpoint(file()).build());
    }

    @ParameterizedTest
    @MethodSource("values")
    void printsValuesOnOneLine(Object value) {
        assertPrintable(value.toString());
    }

    static Stream<IOException> failures() {
        ErrorResponse error =
                ErrorResponse.parse("<Error><Code>X</Code><EC>\u202e</EC><Message>m</Message></Error>".getBytes(UTF_8));
        return Stream.of(
                CallbackFailures.of(HOSTILE_KEY, stored(), error, HOSTILE),
                ChecksumMismatches.uploaded(HOSTILE_KEY, 1, 2, stored()),
                ChecksumMismatches.appended(HOSTILE_KEY, 1, 2, HOSTILE),
                ChecksumMismatches.downloaded(HOSTILE_KEY, 1, 2),
                new NotModifiedException(HOSTILE, HOSTILE, HOSTILE),
                new CannotWriteException(file(), new IOException(HOSTILE)),
                ServiceException.builder(403).description(HOSTILE).build(),
                assertThrows(
                        ServiceException.class,
                        () -> ResponseDocument.throwUnlessSuccessful(
                                new Operation("GetObject", "GET", "k"), response(502, HOSTILE))),
                assertThrows(
                        ServiceException.class,
                        () -> ResponseDocument.throwUnlessSuccessful(
                                new Operation("GetObject", "GET", "k"),
                                response(403, "<Error><Code>X</Code><Message>\u202e</Message></Error>"))));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void printsFailuresOnOneLine(IOException failure) {
        assertPrintable(failure.toString());
    }

    @Test
    void escapesFileNames(@TempDir Path folder) throws IOException {
        Path directory = Files.createDirectory(folder.resolve(file()));
        assertPrintable(
                assertThrows(IOException.class, () -> UploadFile.of(directory).state())
                        .getMessage());
        assertPrintable(assertThrows(IOException.class, () -> Body.of(directory).length())
                .getMessage());
    }

    @Test
    void keepsOtherFailures() {
        IOException other = new IOException(HOSTILE);
        assertEquals(other, Redaction.redact(Secrets.NONE, other));
    }

    static Stream<Executable> rejections() {
        return Stream.of(
                () -> GetOptions.builder()
                        .conditions(Conditions.match("\u202e \n"))
                        .build(),
                () -> BucketRequest.builder("GET").query("\u202e\n", "").query("\u202e\n", ""),
                () -> ResourcePath.decode("%\u202e\n"),
                () -> PutOptions.builder().contentMd5("\u202e\n"));
    }

    @ParameterizedTest
    @MethodSource("rejections")
    void printsRejectionsOnOneLine(Executable refused) {
        assertPrintable(assertThrows(IllegalArgumentException.class, refused).getMessage());
    }

    @Test
    void logsEachEventOnOneLine() {
        List<String> lines = new ArrayList<>();
        CallListener log = CallListener.log(lines::add);
        ObservedAttempt attempt = new ObservedAttempt(log, 1, HOSTILE_KEY, 1, 1, Duration.ZERO);
        attempt.started();
        attempt.responded(200, HOSTILE);
        attempt.callbackPerformed(RelayedResponse.of(new byte[0], HOSTILE));
        attempt.retry(new IOException(HOSTILE), Duration.ZERO);
        attempt.failed(new IOException(HOSTILE));
        attempt.failed(CallbackFailures.of(HOSTILE_KEY, stored(), null, HOSTILE));
        Part part = PartPlan.of(1, 102_400).part(1);
        log.partCompleted(HOSTILE, part);
        assertEquals(8, lines.size());
        lines.forEach(PrintableMessagesTest::assertPrintable);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.emulator.testing.RawConnection;
import io.github.ossv4.emulator.testing.RawResponse;
import io.github.ossv4.emulator.testing.SignedRequest;
import io.github.ossv4.emulator.testing.TestEmulator;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Conditions of GetObject, HeadObject and CopyObject. */
class RequestConditionsTest {
    private static final String ETAG = "5D41402ABC4B2A76B9719D911017C592";
    private static final String BEFORE = "Sun, 17 Dec 2023 03:47:35 GMT";
    private static final String SAME = "Sun, 17 Dec 2023 03:47:36 GMT";
    private static final String AFTER = "Sun, 17 Dec 2023 03:47:37 GMT";

    @RegisterExtension
    private final TestEmulator emulator = new TestEmulator();

    /** Stores half a second after {@link #SAME}, which headers cannot represent. */
    @BeforeEach
    void store() throws IOException {
        emulator.advance(Duration.ofMillis(500));
        emulator.put("a", "hello").send("hello");
    }

    @ParameterizedTest
    @CsvSource({
        "if-match, ETAG, 200",
        "if-match, \"ETAG\", 200",
        "if-match, \"other\", 412",
        "if-none-match, ETAG, 304",
        "if-none-match, \"ETAG\", 304",
        "if-none-match, \"other\", 200",
        "if-match, *, 200",
        "if-none-match, *, 304",
        "if-match, '\"other\", \"ETAG\"', 200",
        "if-match, 'other,ETAG', 200",
        "if-match, '\"ETAG\" ,, \"other\"', 200",
        "if-match, '\"other\", \"another\"', 412",
        "if-match, '\"other\", *', 412",
        "if-match, '\"*\"', 412",
        "if-match, W/\"ETAG\", 412",
        "if-match, 'W/\"ETAG\", \"ETAG\"', 200",
        "if-match, '\"other,ETAG\"', 412",
        "if-match, '\"other, ETAG, another\"', 412",
        "if-match, '', 412",
        "if-none-match, '\"other\", \"ETAG\"', 304",
        "if-none-match, '\"other\",\"another\"', 200",
        "if-none-match, W/\"ETAG\", 304",
        "if-none-match, 'W/\"other\", W/\"ETAG\"', 304",
        "if-none-match, '\"other,ETAG\"', 200",
        "if-none-match, '', 200",
        "if-modified-since, BEFORE, 200",
        "if-modified-since, SAME, 304",
        "if-modified-since, AFTER, 304",
        "if-modified-since, yesterday, 200",
        "if-unmodified-since, BEFORE, 412",
        "if-unmodified-since, SAME, 200",
        "if-unmodified-since, AFTER, 200",
        "if-unmodified-since, yesterday, 200",
    })
    void evaluatesCondition(String header, String condition, int status) throws IOException {
        String value = filled(condition);
        RawResponse got = emulator.request("GET", "a").header(header, value).send();
        RawResponse described =
                emulator.request("HEAD", "a").header(header, value).send();
        RawResponse copied = emulator.request("PUT", "b")
                .header("x-oss-copy-source", "/examplebucket/a")
                .header("x-oss-copy-source-" + header, value)
                .send();

        for (RawResponse response : new RawResponse[] {got, described, copied}) {
            assertEquals(status, response.status());
            if (status == 412) {
                assertEquals("412 PreconditionFailed 0017-00001001", response.errorText());
                assertTrue(response.error()
                        .details()
                        .get("Condition")
                        .toLowerCase(Locale.ROOT)
                        .endsWith(header));
            } else {
                assertEquals(TestEmulator.HELLO_ETAG, response.header("etag"));
            }
        }
        assertEquals(status == 200 ? 200 : 404, emulator.head("b").status());
    }

    private static String filled(String condition) {
        return condition
                .replace("ETAG", ETAG)
                .replace("BEFORE", BEFORE)
                .replace("SAME", SAME)
                .replace("AFTER", AFTER);
    }

    @ParameterizedTest
    @CsvSource({
        "if-match, ETAG, if-none-match, ETAG, 304",
        "if-match, x, if-none-match, ETAG, 412",
        "if-none-match, ETAG, if-unmodified-since, BEFORE, 412",
        "if-none-match, x, if-modified-since, SAME, 304",
        "if-modified-since, BEFORE, if-unmodified-since, AFTER, 200",
    })
    void evaluatesConditionsIndependently(String one, String ofOne, String other, String ofOther, int status)
            throws IOException {
        assertEquals(
                status,
                emulator.request("GET", "a")
                        .header(one, filled(ofOne))
                        .header(other, filled(ofOther))
                        .send()
                        .status());
    }

    @ParameterizedTest
    @CsvSource({
        "if-unmodified-since, 2023-12-17T03:47:35.000Z, 412",
        "if-unmodified-since, 2023-12-17T03:47:36.000Z, 200",
        "if-modified-since, 2023-12-17T03:47:36.000Z, 304",
    })
    void acceptsIsoTimeForCopies(String header, String value, int status) throws IOException {
        assertEquals(
                status,
                emulator.request("PUT", "b")
                        .header("x-oss-copy-source", "/examplebucket/a")
                        .header("x-oss-copy-source-" + header, value)
                        .send()
                        .status());
        assertEquals(
                200,
                emulator.request("GET", "a")
                        .header("if-unmodified-since", value)
                        .send()
                        .status());
    }

    @Test
    void returnsNotModifiedWithoutBody() throws IOException {
        try (RawConnection connection = emulator.connect()) {
            RawResponse response = connection
                    .send(emulator.request("GET", "a")
                            .header("If-None-Match", ETAG)
                            .head())
                    .readHead();

            assertEquals(304, response.status());
            assertEquals(SAME, response.header("last-modified"));
            assertTrue(response.header("x-oss-request-id").matches("[0-9A-F]{24}"));
            assertNull(response.header("content-length"));
            assertNull(response.header("content-type"));
            assertNull(response.header("x-oss-err"));
            assertEquals(
                    "hello",
                    connection.send(emulator.request("GET", "a").head()).read().text());
        }
    }

    @Test
    void evaluatesConditionBeforeRange() throws IOException {
        assertEquals(
                304,
                emulator.request("GET", "a")
                        .header("Range", "bytes=9-")
                        .header("x-oss-range-behavior", "standard")
                        .header("If-None-Match", ETAG)
                        .send()
                        .status());
        assertEquals(
                206,
                emulator.request("GET", "a")
                        .header("Range", "bytes=1-2")
                        .header("If-Match", ETAG)
                        .send()
                        .status());
    }

    @ParameterizedTest
    @CsvSource({"if-match, *", "if-none-match, *", "if-none-match, '\"a\", \"b\"'"})
    void reportsMissingObjectDespiteCondition(String header, String value) throws IOException {
        assertEquals(
                TestEmulator.NO_SUCH_KEY,
                emulator.request("GET", "none").header(header, value).send().errorText());
    }

    @Test
    void acceptsSeveralHeadersOfEtags() throws IOException {
        SignedRequest request = emulator.request("GET", "a");
        String head = request.head();
        String lines = "If-None-Match: \"other\"\r\nIf-None-Match: \"" + ETAG + "\"\r\n\r\n";
        try (RawConnection connection = emulator.connect()) {
            connection.send(head.substring(0, head.length() - 2) + lines);

            assertEquals(304, connection.readHead().status());
        }
    }
}

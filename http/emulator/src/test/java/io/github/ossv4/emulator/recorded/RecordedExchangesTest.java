// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.recorded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.github.ossv4.emulator.testing.RawResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Responses of OSS that others published, compared with those of the emulator; or those of {@code -Drecord=FILE}. */
class RecordedExchangesTest {
    private static List<RecordedExchange> exchanges() throws IOException {
        String file = System.getProperty("record");
        return file == null ? bundled() : RecordedExchange.parse(Files.readAllBytes(Path.of(file)));
    }

    private static List<RecordedExchange> bundled() throws IOException {
        try (InputStream json = RecordedExchangesTest.class.getResourceAsStream("/recorded/exchanges.json")) {
            return RecordedExchange.parse(json.readAllBytes());
        }
    }

    @TestFactory
    Stream<DynamicTest> respondsAsOss() throws IOException {
        return exchanges().stream()
                .filter(exchange -> exchange.notReplayed() == null)
                .map(exchange -> DynamicTest.dynamicTest(exchange.name(), () -> {
                    RawResponse response = Replay.response(exchange);
                    List<String> differences = Comparison.differences(exchange.response(), response);
                    if (!differences.isEmpty()) {
                        fail(exchange.name() + ", " + exchange.source() + "\n" + String.join("\n", differences) + "\n"
                                + response.text());
                    }
                }));
    }

    private static RecordedExchange record(String sign, String response) throws IOException {
        String json = """
                [{"name": "a", "source": "a test", "date": "2024-05-20",
                  "request": {"line": "GET /missing.txt", "sign": "%s", "headers": {"Host": "photos.oss-cn-shanghai.aliyuncs.com"}},
                  "response": %s}]""";
        return RecordedExchange.parse(json.formatted(sign, response).getBytes(StandardCharsets.UTF_8))
                .get(0);
    }

    private static List<String> differences(String response) throws IOException {
        RecordedExchange exchange = record("header", response);
        return Comparison.differences(exchange.response(), Replay.response(exchange));
    }

    private static String notFound(String change, String to) {
        return """
                {"status": 404, "headers": {"x-oss-ec": "0026-00000001", "x-oss-request-id": "1", "ETag": null},
                 "body": "<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message><RequestId>1\
                </RequestId><HostId>photos.***.com</HostId><Key>missing.txt</Key><EC>0026-00000001</EC></Error>"}""".replace(change, to);
    }

    @Test
    void findsNoDifferenceInSameResponse() throws IOException {
        assertEquals(List.of(), differences(notFound("", "")));
        RecordedExchange presigned = record("url", notFound("", ""));
        assertEquals(List.of(), Comparison.differences(presigned.response(), Replay.response(presigned)));
    }

    @Test
    void findsChangedStatusHeadersAndElements() throws IOException {
        assertEquals(List.of("status\n    OSS:      403\n    emulator: 404"), differences(notFound("404", "403")));
        assertTrue(differences(notFound("\"x-oss-ec\": \"0026", "\"x-oss-ec\": \"0027"))
                .get(0)
                .startsWith("x-oss-ec\n"));
        assertTrue(differences(notFound("request-id", "trace-id")).get(0).startsWith("x-oss-trace-id\n"));
        assertTrue(differences(notFound("\"ETag\": null", "\"Server\": null"))
                .get(0)
                .startsWith("Server\n"));
        assertTrue(differences(notFound("specified key", "key")).get(0).startsWith("/Error/Message\n"));
        assertTrue(differences(notFound("***", "***.net")).get(0).startsWith("/Error/HostId\n"));
        assertTrue(differences(notFound("<Key>missing.txt</Key>", "")).get(0).startsWith("elements\n"));
        assertTrue(differences(notFound("<Code>NoSuchKey</Code>", "")).get(0).startsWith("elements\n"));
        assertFalse(differences(notFound("<Code>NoSuchKey</Code>", "<Code>NoSuchKey</Code><Other/>"))
                .isEmpty());
    }

    @Test
    void rejectsMisspelledMembers() {
        assertThrows(IllegalArgumentException.class, () -> record("header", "{\"state\": 404}"));
        assertThrows(IllegalArgumentException.class, () -> record("header", "{\"status\": 404, \"header\": {}}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[] | must contain a record",
                "null | record 1: it must be an object",
                "{\"name\": 1, \"response\": {}} | record 1: the text name is missing",
                "[{\"name\": \"a\", \"source\": \"b\", \"date\": \"yesterday\", \"response\": {}}] | date must be a year",
                "{\"name\": \"a\", \"source\": \"b\", \"request\": {\"line\": \"GET\"}, \"response\": {\"status\": 1}} | line must be",
                "{\"name\": \"a\", \"source\": \"b\", \"request\": {\"line\": \"GET /\", \"sign\": \"v1\"}, \"response\": {\"status\": 1}} | sign must be one of",
                "{\"name\": \"a\", \"source\": \"b\", \"request\": {\"line\": \"PUT /\", \"bytes\": -1}, \"response\": {\"status\": 1}} | bytes must be between",
                "{\"name\": \"a\", \"source\": \"b\", \"request\": {\"line\": \"GET /\", \"headers\": {\"a\": 1}}, \"response\": {\"status\": 1}} | headers.a must be a text",
            })
    void namesMistakeInFile(String json, String message) {
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class, () -> RecordedExchange.parse(json.getBytes(StandardCharsets.UTF_8)));
        assertTrue(e.getMessage().contains(message), e.getMessage());
    }

    @Test
    void recordsHaveUniqueNamesAndSource() throws IOException {
        List<RecordedExchange> all = exchanges();
        assertEquals(
                all.size(), all.stream().map(RecordedExchange::name).distinct().count());
        assertTrue(all.stream().noneMatch(exchange -> exchange.source().isBlank()));
    }

    @Test
    void replaysNineOfTenBundledRecords() throws IOException {
        List<RecordedExchange> all = bundled();
        assertTrue(
                all.stream().filter(exchange -> exchange.notReplayed() != null).count() <= all.size() / 10);
    }
}

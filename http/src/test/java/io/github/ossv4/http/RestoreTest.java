// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.ossv4.http.testing.CallStyle;
import io.github.ossv4.http.testing.Received;
import io.github.ossv4.http.testing.Reply;
import io.github.ossv4.http.testing.WireFixture;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RestoreTest extends WireFixture {
    private RestoreStatus restore(CallStyle style, RestoreOptions options) throws IOException {
        return style == CallStyle.BLOCKING
                ? bucket.restore("k", options)
                : CallStyle.await(bucket.async().restore("k", options));
    }

    @ParameterizedTest
    @EnumSource
    void returnsStatus(CallStyle style) throws Exception {
        server.enqueue(Reply.of(202));
        assertEquals(RestoreStatus.STARTED, restore(style, RestoreOptions.NONE));
        server.enqueue(Reply.of(200));
        assertEquals(RestoreStatus.RESTORED, restore(style, RestoreOptions.NONE));
        server.enqueue(Reply.of(409).body("<Error><Code>RestoreAlreadyInProgress</Code></Error>"));
        assertEquals(RestoreStatus.IN_PROGRESS, restore(style, RestoreOptions.NONE));
    }

    /** The first attempt started the restoration. */
    @Test
    void retriesAfterLostResponse() throws Exception {
        server.enqueue(Reply.of(202).cut(Reply.Cut.BEFORE_RESPONSE));
        server.enqueue(Reply.of(409).body("<Error><Code>RestoreAlreadyInProgress</Code></Error>"));
        try (BucketClient retrying =
                client().credentials(CREDENTIALS).retryPolicy(IMMEDIATE_RETRIES).build()) {
            assertEquals(RestoreStatus.IN_PROGRESS, retrying.restore("k"));
        }
    }

    @Test
    void sendsDaysTierAndVersion() throws Exception {
        server.enqueue(Reply.of(202));
        bucket.restore("k");
        Received plain = server.take();
        assertEquals("POST /examplebucket/k?restore HTTP/1.1", plain.requestLine());
        assertEquals("<RestoreRequest><Days>1</Days></RestoreRequest>", plain.text());
        server.enqueue(Reply.of(202));
        bucket.restore(
                "k",
                RestoreOptions.builder()
                        .days(30)
                        .tier(RestoreTier.BULK)
                        .versionId("v")
                        .build());
        Received full = server.take();
        assertEquals("POST /examplebucket/k?restore&versionId=v HTTP/1.1", full.requestLine());
        assertEquals(
                "<RestoreRequest><Days>30</Days><JobParameters><Tier>Bulk</Tier></JobParameters></RestoreRequest>",
                full.text());
    }

    @ParameterizedTest
    @CsvSource({"400, OperationNotSupported", "409, RestoreConflict", "404, NoSuchKey"})
    void throwsOtherRefusals(int status, String code) {
        server.enqueue(Reply.of(status).body("<Error><Code>" + code + "</Code></Error>"));
        ServiceException e = assertThrows(ServiceException.class, () -> bucket.restore("k"));
        assertEquals(code, e.code());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 366})
    void rejectsDays(int days) {
        RestoreOptions.Builder options = RestoreOptions.builder();
        assertThrows(IllegalArgumentException.class, () -> options.days(days));
        assertThrows(IllegalArgumentException.class, () -> options.versionId(""));
    }
}

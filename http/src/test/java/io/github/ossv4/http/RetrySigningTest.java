// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.http.credentials.CredentialsSource;
import io.github.ossv4.http.testing.CallStyle;
import io.github.ossv4.http.testing.Received;
import io.github.ossv4.http.testing.Reply;
import io.github.ossv4.http.testing.TestClock;
import io.github.ossv4.sign.Credentials;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signatures of retries, and retries after errors of the clock or of the credentials. */
class RetrySigningTest extends RetryFixture {
    @Test
    void signsEachAttemptWithCurrentCredentials() throws Exception {
        bucket.close();
        List<Credentials> next = new ArrayList<>(List.of(Credentials.of("ak1", "sk1"), Credentials.of("ak2", "sk2")));
        bucket = client().credentials(() -> next.remove(0))
                .clock(TestClock.advancing(NOW, Duration.ofSeconds(1)))
                .build();
        server.enqueue(response(500));
        server.enqueue(response(200));
        bucket.put("k", Body.of(HELLO));
        Received first = server.take();
        Received second = server.take();
        assertTrue(first.header("authorization").contains("ak1/"));
        assertTrue(second.header("authorization").contains("ak2/"));
        assertNotEquals(first.header("x-oss-date"), second.header("x-oss-date"));
    }

    private static Reply skewed(String serverTime) {
        return response(403)
                .body(ERROR.formatted("RequestTimeTooSkewed", "<ServerTime>" + serverTime + "</ServerTime>"));
    }

    @ParameterizedTest
    @EnumSource
    void correctsTheClockFromAnError(CallStyle style) throws Exception {
        server.enqueue(skewed("2023-12-16T17:00:00.000Z"));
        server.enqueue(response(200).body("{}"));
        put(style, Body.of(HELLO), withCallback());
        assertEquals("20231216T162057Z", server.take().header("x-oss-date"));
        assertEquals("20231216T170000Z", server.take().header("x-oss-date"));
        assertEquals(
                NOW.plus(Duration.ofMinutes(15 + 1)),
                bucket.presignGet("k", Duration.ofMinutes(1)).expires(),
                "over http a URL is moved by 15 minutes at most");
        server.enqueue(response(200));
        bucket.head("k");
        assertEquals("20231216T170000Z", server.take().header("x-oss-date"));
        assertRequests(3);
    }

    @Test
    void correctsTheClockFromTheDateHeader() throws Exception {
        server.enqueue(error(403, "RequestTimeTooSkewed").addHeader("Date", "Sat, 16 Dec 2023 17:00:00 GMT"));
        server.enqueue(response(200));
        bucket.put("k", Body.of(HELLO));
        server.take();
        assertEquals("20231216T170000Z", server.take().header("x-oss-date"));
    }

    /** The value of a variable is redacted in messages, but not in the time that corrects the clock. */
    @Test
    void correctsTheClockAlthoughAVariableEqualsTheDay() throws Exception {
        Callback callback = Callback.builder("https://app.example.com/")
                .formBody("d=${x:d}&e=${x:e}")
                .variable("x:d", "16 Dec 2023")
                .variable("x:e", "2023-12-16")
                .build();
        PutOptions options = PutOptions.builder().callback(callback).build();
        for (Reply skewed : new Reply[] {
            skewed("2023-12-16T17:00:00.000Z"),
            error(403, "RequestTimeTooSkewed").addHeader("Date", "Sat, 16 Dec 2023 18:00:00 GMT")
        }) {
            server.enqueue(skewed);
            server.enqueue(response(200).body("{}"));
            bucket.put("k", Body.of(HELLO), options);
        }
        assertRequests(4);
    }

    /** A response to HEAD has no body for the error. */
    @Test
    void correctsTheClockFromTheErrorHeader() throws Exception {
        String error = ERROR.formatted("RequestTimeTooSkewed", "<ServerTime>2023-12-16T17:00:00.000Z</ServerTime>");
        server.enqueue(response(403).addHeader("x-oss-err", Base64.getEncoder().encodeToString(error.getBytes(UTF_8))));
        server.enqueue(response(200));
        bucket.head("k");
        assertRequests(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2023-12-16T16:20:57.000Z", "yesterday"})
    void doesNotRetryIfTheClockWasRight(String serverTime) {
        server.enqueue(skewed(serverTime));
        assertThrows(ServiceException.class, () -> bucket.put("k", Body.of(HELLO)));
        assertRequests(1);
    }

    @Test
    void retriesWithRefreshedCredentials() throws Exception {
        bucket.close();
        AtomicReference<Credentials> current = new AtomicReference<>(Credentials.of("old", "sk", "token1"));
        CredentialsSource source = new CredentialsSource() {
            @Override
            public Credentials get() {
                return current.get();
            }

            @Override
            public void refused(Credentials credentials) {
                assertEquals(current.get(), credentials);
                current.set(Credentials.of("new", "sk", "token2"));
            }
        };
        bucket = client().credentials(source).build();
        server.enqueue(error(403, "SecurityTokenExpired"));
        server.enqueue(response(200));
        bucket.put("k", Body.of(HELLO));
        assertTrue(server.take().header("authorization").contains("old/"));
        assertTrue(server.take().header("authorization").contains("new/"));
    }

    @Test
    void failsIfThereAreNoOtherCredentials() {
        server.enqueue(error(403, "SecurityTokenExpired"));
        assertThrows(ServiceException.class, () -> bucket.put("k", Body.of(HELLO)));
        assertRequests(1);
    }
}

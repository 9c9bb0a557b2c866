// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.github.ossv4.callback.Callback;
import io.github.ossv4.http.internal.call.Operation;
import io.github.ossv4.http.internal.call.OssResponse;
import io.github.ossv4.http.internal.call.ResponseDocument;
import io.github.ossv4.http.internal.call.TestResponse;
import io.github.ossv4.http.internal.redaction.Secrets;
import io.github.ossv4.multipart.PartList;
import io.github.ossv4.sign.Credentials;
import io.github.ossv4.sign.Signature;
import io.github.ossv4.sign.Signer;
import io.github.ossv4.sign.UnsignedRequest;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import okhttp3.Headers;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Responses of a broken or hostile server. They must use little memory, and so little time. */
class HostileResponseTest {
    private static final int LONG = 2200_000;

    private static final long MOST_ALLOCATED = 1 << 20;

    /** Includes the index of a secret of 64 KB. */
    private static final long MOST_ALLOCATED_FOR_LONG_SECRET = MOST_ALLOCATED + (1 << 18);

    private static final String TOKEN = random(1500, 1);
    private static final String LONG_SECRET = random(64 * 1024, 2);

    private static String random(int length, long seed) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            text.append(Character.forDigit(random.nextInt(36), 36));
        }
        return text.toString();
    }

    /** Returns pieces between two texts, at most {@code LONG} characters. */
    private static String filled(String before, IntFunction<String> piece, String after) {
        StringBuilder text = new StringBuilder(before);
        String next = piece.apply(0);
        for (int i = 1; text.length() + next.length() + after.length() <= LONG; i++) {
            text.append(next);
            next = piece.apply(i);
        }
        return text.append(after).toString();
    }

    private static Headers headers() {
        Headers.Builder headers = new Headers.Builder();
        for (int i = 0; i < LONG / 9; i++) {
            headers.add("h" + i, "v");
        }
        return headers.build();
    }

    record Hostile(String name, Headers headers, String body) {
        static Hostile body(String name, String body) {
            return new Hostile(name, new Headers.Builder().build(), body);
        }

        static Hostile header(String name, String header, String value) {
            return new Hostile(name, Headers.of(header, value), "");
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Hostile> hostile() {
        return Stream.of(
                Hostile.body("empty elements", filled("<Error><Code>X</Code>", i -> "<a/>", "</Error>")),
                Hostile.body(
                        "distinct elements",
                        filled("<Error><Code>X</Code>", i -> "<a" + i + ">v</a" + i + ">", "</Error>")),
                Hostile.body("long message", filled("<Error><Code>X</Code><Message>", i -> "m", "</Message></Error>")),
                Hostile.body(
                        "longest message",
                        "<Error><Code>X</Code><Message>" + "m".repeat(130_000) + "</Message></Error>"),
                Hostile.body("long code", filled("<Error><Code>", i -> "c", "</Code></Error>")),
                Hostile.body("long attribute", filled("<Error a='", i -> "v", "'><Code>X</Code></Error>")),
                Hostile.body("deep elements", filled("", i -> "<a>", "")),
                Hostile.body("JSON members", filled("{\"Code\":\"X\"", i -> ",\"" + i + "\":1", "}")),
                Hostile.body("deep JSON", filled("{\"Code\":\"X\",\"a\":", i -> "[", "")),
                Hostile.body("page", filled("<html>", i -> "some words ", "</html>")),
                Hostile.body("echo", filled("<html>", i -> TOKEN.substring(i % 1400), "</html>")),
                echoOfLongSecret(),
                Hostile.body(
                        "mismatch of lines",
                        filled(
                                "<Error><Code>SignatureDoesNotMatch</Code><CanonicalRequest>a",
                                i -> "\n",
                                "</CanonicalRequest></Error>")),
                Hostile.body(
                        "mismatch of parameters",
                        "<Error><Code>SignatureDoesNotMatch</Code><CanonicalRequest>GET\n/examplebucket/k\na"
                                + "&amp;".repeat(25_000) + "</CanonicalRequest></Error>"),
                new Hostile("many headers", headers(), ""),
                Hostile.header("long header", "x-a", "v".repeat(LONG)),
                Hostile.header("long request id", "x-oss-request-id", "v".repeat(LONG)),
                Hostile.header(
                        "long error header",
                        "x-oss-err",
                        Base64.getEncoder()
                                .encodeToString(filled("<Error><Code>X</Code>", i -> "<a/>", "</Error>")
                                        .getBytes(UTF_8))));
    }

    private static Hostile echoOfLongSecret() {
        return Hostile.body(
                "echo of long secret",
                filled("<html>", i -> LONG_SECRET.substring(i % 60_000, i % 60_000 + 2000), "</html>"));
    }

    private static OssResponse response(int status, Headers headers, String body, Secrets secrets) {
        return TestResponse.of(status, headers, body)
                .signed(signature(), secrets)
                .received();
    }

    private static Signature signature() {
        return signature(TOKEN);
    }

    private static Signature signature(String token) {
        return Signer.of(Credentials.of("STS.ak", "sk", token), "cn-hangzhou")
                .sign(UnsignedRequest.builder("GET", "examplebucket", "k").build(), Instant.EPOCH);
    }

    private static Secrets usualSecrets() {
        return Secrets.of(signature())
                .and(Secrets.of(Callback.builder("https://app.example.com/u?tok=SECRETQUERY")
                        .formBody("a=${x:a}&b=${x:b}")
                        .variable("x:a", "hunter2hunter2")
                        .variable("x:b", "{\"s\":\"<1&2>'\"}")
                        .build()));
    }

    private static Secrets longSecret() {
        return usualSecrets().and(Secrets.of(signature(LONG_SECRET)));
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean())
                .getThreadAllocatedBytes(Thread.currentThread().getId());
    }

    private static ServiceException assertServiceException(OssResponse response) {
        return assertThrows(
                ServiceException.class,
                () -> ResponseDocument.throwUnlessSuccessful(new Operation("GetObject", "GET", "k"), response));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void costsLittleMemory(Hostile hostile) {
        costsLittleMemory(hostile, usualSecrets(), MOST_ALLOCATED);
    }

    @ParameterizedTest
    @MethodSource("hostile")
    @Tag("full")
    void costsLittleMemoryWithALongSecret(Hostile hostile) {
        costsLittleMemory(hostile, longSecret(), MOST_ALLOCATED_FOR_LONG_SECRET);
    }

    @Test
    void costsLittleMemoryIfALongSecretIsEchoed() {
        costsLittleMemory(echoOfLongSecret(), longSecret(), MOST_ALLOCATED_FOR_LONG_SECRET);
    }

    private static void costsLittleMemory(Hostile hostile, Secrets secrets, long most) {
        // Classes are loaded and tables of the XML parser are created only once: the start of the body is enough.
        String start = hostile.body().substring(0, Math.min(hostile.body().length(), LONG / 20));
        assertServiceException(response(403, hostile.headers(), start, secrets.and(Secrets.NONE)));
        OssResponse response = response(403, hostile.headers(), hostile.body(), secrets);
        long before = allocated();
        ServiceException e = assertServiceException(response);
        long cost = allocated() - before;
        assertTrue(cost < most, cost + " bytes, of " + most);
        assertTrue(e.getMessage().length() < 1500, e.getMessage().length() + " characters");
        assertFalse(e.getMessage().contains(TOKEN.substring(700, 708)), e.getMessage());
    }

    @Test
    void keepsTheFirstHeadersOfAResponse() {
        Headers.Builder headers = new Headers.Builder();
        for (int i = 0; i <= 100; i++) {
            headers.add("h" + i, "v");
        }
        ServiceException e = assertServiceException(response(403, headers.build(), "", Secrets.NONE));
        assertEquals("v", e.header("H99"));
        assertNull(e.header("h100"));
        Headers longer = Headers.of("a", "v".repeat(64 * 1024), "Retry-After", "3");
        e = assertServiceException(response(503, longer, "", Secrets.NONE));
        assertNull(e.header("a"));
        assertEquals("3", e.header("Retry-After"));
    }

    @Test
    void ignoresOverlongIds() {
        String longId = "i".repeat(129);
        Headers headers =
                Headers.of("x-oss-request-id", longId, "x-oss-error-type", longId, "x-oss-ec", longId, "Date", longId);
        ServiceException e = assertServiceException(response(403, headers, "", Secrets.NONE));
        assertNull(e.requestId());
        assertNull(e.code());
        assertNull(e.ec());
        assertNull(e.serverTime());
    }

    private static String listParts(String body) {
        return assertThrows(
                        ServiceException.class,
                        () -> ResponseDocument.document(
                                new Operation("ListParts", "GET", "k"),
                                response(200, new Headers.Builder().build(), body, Secrets.NONE),
                                PartList::parse))
                .getMessage();
    }

    @Test
    void rejectsAListLongerThanAPage() {
        String start = "ListParts k: 200 the response body is malformed or too large";
        String parts = listParts("<ListPartsResult>" + "<Part/>".repeat(1001) + "</ListPartsResult>");
        assertTrue(parts.startsWith(start), parts);
        String bytes = listParts("<ListPartsResult>" + "<a/>".repeat(1 << 18) + "</ListPartsResult>");
        assertTrue(bytes.startsWith(start), bytes);
        assertTrue(bytes.length() < 400, bytes);
    }

    @Test
    void readsManyHeadersOfAnObjectInOnePass() {
        Headers.Builder headers = new Headers.Builder().add("X-Oss-Meta-0", "b");
        for (int i = 0; i < 200_000; i++) {
            headers.add("x-oss-meta-" + i, "a");
        }
        OssResponse response = response(200, headers.build(), "", Secrets.NONE);
        ObjectMetadata metadata =
                assertTimeoutPreemptively(Duration.ofSeconds(20), () -> ObjectMetadata.of("k", response.headers()));
        assertEquals(200_000, metadata.metadata().size());
        assertEquals("b,a", metadata.metadata().get("0"));
    }
}

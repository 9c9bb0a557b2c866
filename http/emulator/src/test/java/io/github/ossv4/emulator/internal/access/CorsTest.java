// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.emulator.CorsRule;
import io.github.ossv4.emulator.testing.AppServer;
import io.github.ossv4.emulator.testing.RawConnection;
import io.github.ossv4.emulator.testing.RawResponse;
import io.github.ossv4.emulator.testing.TestEmulator;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests of web pages, and the CORS headers for browsers. */
class CorsTest {
    private static final String APP = "https://app.example.com";
    private static final String EXPOSED =
            "ETag, Content-MD5, x-oss-ec, x-oss-hash-crc64ecma, x-oss-next-append-position, x-oss-request-id,"
                    + " x-oss-version-id";

    /** Returns a preflight request, which a browser sends without a signature. */
    private static RawResponse ask(TestEmulator emulator, String origin, String method, String headers)
            throws IOException {
        try (RawConnection connection = emulator.connect()) {
            return connection
                    .send("OPTIONS /examplebucket/a HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                            + (origin == null ? "" : "Origin: " + origin + "\r\n")
                            + (method == null ? "" : "Access-Control-Request-Method: " + method + "\r\n")
                            + (headers == null ? "" : "Access-Control-Request-Headers: " + headers + "\r\n")
                            + "\r\n")
                    .read();
        }
    }

    private static void assertOriginRejected(TestEmulator emulator, String origin) throws IOException {
        RawResponse response = emulator.form("a").header("Origin: " + origin).send();

        assertEquals("403 AccessForbidden null", response.errorText());
        assertEquals(
                "No CORS rule allows POST for the origin \"" + origin + "\". " + remedy(origin)
                        + " OSS would execute the request, and the browser would hide the response.",
                response.error().message());
        assertNull(response.header("access-control-allow-origin"));
        assertEquals(404, emulator.get("a").status());
    }

    private static String remedy(String origin) {
        return (origin.equals("null")
                        ? "A page that was opened as a file has this origin: serve it, for example by python3 -m"
                                + " http.server, and allow http://localhost:8000, or allow null: "
                        : "If the web page is yours, allow it with ")
                + "--cors-origin " + origin + " or Emulator.Builder.cors(\"" + origin + "\").";
    }

    @Nested
    class WithoutRules {
        private final List<String> log = new CopyOnWriteArrayList<>();

        @RegisterExtension
        private final TestEmulator emulator = new TestEmulator().with(builder -> builder.log(log::add));

        /** The response is OSS's, and the browser hides it. */
        @ParameterizedTest
        @ValueSource(strings = {"null", APP})
        void logsOriginOfRefusedPreflight(String origin) throws IOException {
            ask(emulator, origin, "PUT", null);

            String line = log.get(log.size() - 1);
            assertTrue(
                    line.endsWith(", No CORS rule allows PUT for the origin \"" + origin + "\". " + remedy(origin)),
                    line);
        }

        @Test
        void rejectsPreflightWithoutRules() throws IOException {
            RawResponse response = ask(emulator, APP, "PUT", null);

            assertEquals("403 AccessForbidden null", response.errorText());
            assertEquals(
                    "CORSResponse: CORS is not enabled for this bucket.",
                    response.error().message());
            assertNull(response.header("access-control-allow-origin"));
        }

        @Test
        void rejectsPagesOfOtherOrigins() throws IOException {
            assertOriginRejected(emulator, APP);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "null",
                    "http://127.0.0.1",
                    "http://127.0.0.1:1",
                    "http://localhost:PORT",
                    "https://127.0.0.1:PORT",
                    "http://127.0.0.1:PORT.evil.example",
                    "http://127.0.0.1:PORT, https://evil.example",
                })
        void rejectsOriginsLikeItsOwn(String origin) throws IOException {
            assertOriginRejected(
                    emulator,
                    origin.replace("PORT", String.valueOf(emulator.running().port())));
        }

        @Test
        void acceptsItsOwnOrigin() throws IOException {
            RawResponse posted = emulator.form("a")
                    .header("Origin: " + emulator.running().endpoint())
                    .send();
            RawResponse atDomain = emulator.put("b", "hello")
                    .host("examplebucket.localhost:9000")
                    .target("/b")
                    .header("Origin", "http://examplebucket.localhost:9000")
                    .send("hello");

            assertEquals(204, posted.status());
            assertNull(posted.header("access-control-allow-origin"));
            assertEquals(200, atDomain.status());
        }

        @Test
        void rejectsOtherOriginBeforeBody() throws IOException {
            try (RawConnection connection = emulator.connect()) {
                connection.send(emulator.put("a", "hello")
                        .header("Origin", APP)
                        .header("Expect", "100-continue")
                        .head());

                assertEquals("403 AccessForbidden null", connection.read().errorText());
            }
        }

        @Test
        void rejectsReadsOfOtherOrigins() throws IOException {
            emulator.put("a", "hello").send("hello");
            RawResponse response =
                    emulator.request("GET", "a").header("Origin", APP).send();

            assertEquals("403 AccessForbidden null", response.errorText());
        }
    }

    @Nested
    class WithRules {
        @RegisterExtension
        private final TestEmulator emulator = new TestEmulator()
                .with(builder -> builder.cors(APP)
                        .cors(CorsRule.of("http://*.example.org", "null")
                                .methods("GET", "POST")
                                .headers("content-type", "x-oss-*")
                                .exposedHeaders("ETag")
                                .maxAge(Duration.ofMinutes(10)))
                        .cors(CorsRule.of("*").methods("HEAD").exposedHeaders()));

        @Test
        void returnsAllowedMethodsAndHeaders() throws IOException {
            RawResponse response = ask(emulator, APP, "PUT", "authorization, X-Oss-Date");

            assertEquals(200, response.status());
            assertEquals(APP, response.header("access-control-allow-origin"));
            assertEquals("GET, PUT, POST, DELETE, HEAD", response.header("access-control-allow-methods"));
            assertEquals("authorization, X-Oss-Date", response.header("access-control-allow-headers"));
            assertEquals(EXPOSED, response.header("access-control-expose-headers"));
            assertNull(response.header("access-control-max-age"));
            assertEquals("origin", response.header("vary"));
        }

        @Test
        void appliesMethodsHeadersAndMaxAge() throws IOException {
            RawResponse response = ask(emulator, "http://a.b.example.org", "POST", "Content-Type,x-oss-date");

            assertEquals(200, response.status());
            assertEquals("http://a.b.example.org", response.header("access-control-allow-origin"));
            assertEquals("GET, POST", response.header("access-control-allow-methods"));
            assertEquals("ETag", response.header("access-control-expose-headers"));
            assertEquals("600", response.header("access-control-max-age"));
        }

        @Test
        void returnsAsteriskForAnyOrigin() throws IOException {
            RawResponse response = ask(emulator, "http://anywhere", "HEAD", null);

            assertEquals(200, response.status());
            assertEquals("*", response.header("access-control-allow-origin"));
            assertNull(response.header("access-control-expose-headers"));
            assertNull(response.header("access-control-allow-headers"));
        }

        @ParameterizedTest
        @CsvSource({
            "http://app.example.com, PUT,",
            "https://app.example.com.evil.example, PUT,",
            "HTTPS://app.example.com, PUT,",
            "https://app.example.com, PATCH,",
            "http://a.example.org, PUT,",
            "http://example.org, GET,",
            "http://a.example.org, GET, authorization",
            "http://a.example.org, GET, 'x-oss-date, x-os'",
        })
        void rejectsPreflightThatNoRuleAllows(String origin, String method, String headers) throws IOException {
            RawResponse response = ask(emulator, origin, method, headers);

            assertEquals("403 AccessForbidden null", response.errorText());
            assertTrue(
                    response.error().message().startsWith("CORSResponse: This CORS request is not allowed."),
                    response.text());
            assertNull(response.header("access-control-allow-origin"));
        }

        @Test
        void rejectsIncompletePreflight() throws IOException {
            assertEquals(403, ask(emulator, null, "PUT", null).status());
            assertEquals(403, ask(emulator, APP, null, null).status());
        }

        @Test
        void rejectsMissingBucket() throws IOException {
            try (RawConnection connection = emulator.connect()) {
                connection.send("OPTIONS /nobucket/ HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: " + APP
                        + "\r\nAccess-Control-Request-Method: POST\r\n\r\n");
                assertEquals("404 NoSuchBucket 0015-00000101", connection.read().errorText());
            }
        }

        @Test
        void exposesResponsesToPage() throws IOException {
            RawResponse response = emulator.form("a").header("Origin: " + APP).send();

            assertEquals(204, response.status());
            assertEquals(APP, response.header("access-control-allow-origin"));
            assertEquals(EXPOSED, response.header("access-control-expose-headers"));
            assertEquals("origin", response.header("vary"));
            assertEquals(
                    APP,
                    emulator.request("GET", "a").header("Origin", APP).send().header("access-control-allow-origin"));
        }

        @Test
        void exposesErrorsToPage() throws IOException {
            RawResponse rejected =
                    emulator.form("a").anonymous().header("Origin: " + APP).send();
            assertEquals(400, rejected.status());
            assertEquals(APP, rejected.header("access-control-allow-origin"));

            RawResponse beforeTheBody = emulator.form("a")
                    .header("Origin: " + APP)
                    .target("/nobucket/")
                    .send();
            assertEquals(404, beforeTheBody.status());
            assertEquals(APP, beforeTheBody.header("access-control-allow-origin"));
        }

        @Test
        void exposesFailedCallbacksToPage() throws Exception {
            try (AppServer server =
                    AppServer.responding(404, null, -1, AppServer.OK).calledBy(emulator)) {
                RawResponse response = emulator.form("a")
                        .header("Origin: null")
                        .field(
                                "callback",
                                Callback.builder(server.url("/"))
                                        .formBody("a=b")
                                        .build()
                                        .headerValue())
                        .send();

                assertEquals(203, response.status());
                assertEquals("null", response.header("access-control-allow-origin"));
            }
        }

        @Test
        void rejectsOtherPages() throws IOException {
            assertOriginRejected(emulator, "http://anywhere");
        }

        @Test
        void rejectsMethodsThatNoRuleAllows() throws IOException {
            RawResponse response = emulator.put("a", "hello")
                    .header("Origin", "http://a.example.org")
                    .send("hello");

            assertEquals("403 AccessForbidden null", response.errorText());
            assertTrue(
                    response.error().message().startsWith("No CORS rule allows PUT for the origin"),
                    response.error().message());
            assertEquals(404, emulator.get("a").status());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "http://*.*"})
    void rejectsInvalidOrigins(String origin) {
        assertThrows(IllegalArgumentException.class, () -> CorsRule.of(origin));
        assertThrows(IllegalArgumentException.class, () -> CorsRule.of("*").headers(origin));
    }

    @ParameterizedTest
    @ValueSource(strings = {"app.example.com", "https://app.example.com/", "javascript:", "https://", "https://a b"})
    void rejectsUrlsAndNamesAsOrigins(String origin) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> CorsRule.of(origin));
        assertTrue(e.getMessage().contains("was \"" + origin + "\""), e.getMessage());
    }

    @Test
    void rejectsInvalidRules() {
        CorsRule rule = CorsRule.of("*");

        assertThrows(IllegalArgumentException.class, () -> CorsRule.of());
        assertThrows(IllegalArgumentException.class, () -> rule.methods("OPTIONS"));
        assertThrows(IllegalArgumentException.class, () -> rule.methods());
        assertThrows(IllegalArgumentException.class, () -> rule.headers());
        assertThrows(IllegalArgumentException.class, () -> rule.exposedHeaders("x-oss-*"));
        assertThrows(IllegalArgumentException.class, () -> rule.maxAge(Duration.ofSeconds(-1)));
        assertEquals("CorsRule{[*] [GET, PUT, POST, DELETE, HEAD]}", rule.toString());
    }
}

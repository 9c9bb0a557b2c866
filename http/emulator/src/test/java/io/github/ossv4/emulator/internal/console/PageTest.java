// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.emulator.Fault;
import io.github.ossv4.emulator.testing.AppServer;
import io.github.ossv4.emulator.testing.RawConnection;
import io.github.ossv4.emulator.testing.RawResponse;
import io.github.ossv4.emulator.testing.TestEmulator;
import io.github.ossv4.emulator.testing.TestUpload;
import io.github.ossv4.sign.Credentials;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page as text. Tests of the samples open it in a browser. */
class PageTest {
    private static final String BROWSER = "Accept: text/html,application/xhtml+xml\r\n";

    @RegisterExtension
    private final TestEmulator emulator =
            new TestEmulator().with(builder -> builder.page(true).cors("*"));

    @RegisterExtension
    private final TestEmulator withoutPage = new TestEmulator();

    private static RawResponse get(TestEmulator from, String target, String headers) throws IOException {
        try (RawConnection connection = from.connect()) {
            String host = headers.contains("Host:") ? "" : "Host: localhost\r\n";
            return connection
                    .send("GET " + target + " HTTP/1.1\r\n" + host + headers + "\r\n")
                    .read();
        }
    }

    private String page() throws IOException {
        RawResponse response = get(emulator, "/", BROWSER);
        assertEquals(200, response.status());
        return response.text();
    }

    @Test
    void isShownToBrowsers() throws IOException {
        RawResponse response = get(emulator, "/", BROWSER + "Sec-Fetch-Dest: document\r\n");

        assertEquals(200, response.status());
        assertEquals("text/html; charset=utf-8", response.header("content-type"));
        assertTrue(response.text().contains("<h1>OSS emulator</h1>"), response.text());
    }

    @Test
    void isProtected() throws IOException {
        RawResponse response = get(emulator, "/", BROWSER);

        String policy = response.header("content-security-policy");
        assertTrue(policy.startsWith("default-src 'none'; style-src 'self'; img-src 'self'; "), policy);
        assertTrue(policy.endsWith("frame-ancestors 'none'"), policy);
        assertEquals("nosniff", response.header("x-content-type-options"));
        assertEquals("DENY", response.header("x-frame-options"));
        assertEquals("same-origin", response.header("cross-origin-opener-policy"));
        assertEquals("same-origin", response.header("cross-origin-resource-policy"));
        assertEquals("no-referrer", response.header("referrer-policy"));
        assertEquals("no-store", response.header("cache-control"));
        assertNull(response.header("access-control-allow-origin"));
        assertFalse(response.text().contains("<script"), response.text());
    }

    /** Programs get what OSS returns, and scripts must not read the page. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Accept: */*\r\n",
                BROWSER + "Origin: http://localhost\r\n",
                BROWSER + "Sec-Fetch-Dest: empty\r\n",
                BROWSER + "Sec-Fetch-Dest: iframe\r\n",
                BROWSER + "Host: examplebucket.localhost\r\n",
                BROWSER + "Host: evil.example\r\n",
            })
    void isShownToNobodyElse(String headers) throws IOException {
        RawResponse response = get(emulator, "/", headers);

        assertEquals(403, response.status());
        assertFalse(response.text().contains("<h1>"), response.text());
    }

    @Test
    void isOffByDefault() throws IOException {
        assertEquals("403 AccessDenied null", get(withoutPage, "/", BROWSER).errorText());
        assertEquals(404, get(withoutPage, "/-/page.css", "").status());
    }

    @Test
    void doesNotHideListBuckets() throws IOException {
        RawResponse response = emulator.request("GET", null)
                .target("/")
                .header("Accept", "text/html")
                .send();

        assertFalse(response.text().contains("<h1>"), response.text());
    }

    @Test
    void doesNotHideObjects() throws IOException {
        emulator.put("-/page.css", "hello").send("hello");

        assertEquals(
                "hello",
                emulator.request("GET", "-/page.css")
                        .host("examplebucket.localhost")
                        .target("/-/page.css")
                        .send()
                        .text());
    }

    @Test
    void hasStyleAndIcon() throws IOException {
        assertEquals("text/css; charset=utf-8", get(emulator, "/-/page.css", "").header("content-type"));
        assertEquals("image/svg+xml", get(emulator, "/-/icon.svg", "").header("content-type"));
    }

    @Test
    void linksToObjectsThatBrowsersSave() throws IOException {
        emulator.put("dir/<b>'鍵'&\".html", "hello").send("hello");

        String page = page();
        Matcher link = Pattern.compile("<a href=\"(/examplebucket/[^\"]+)\">([^<]+)</a>")
                .matcher(page);
        assertTrue(link.find(), page);
        assertEquals("dir/&lt;b&gt;&#39;鍵&#39;&amp;&quot;.html", link.group(2));
        RawResponse object = get(emulator, link.group(1).replace("&amp;", "&"), BROWSER);
        assertEquals("hello", object.text());
        assertEquals("attachment", object.header("content-disposition"));
    }

    @Test
    void showsMistakesCallbacksUploadsAndFaults() throws Exception {
        byte[] script = "<script>alert(1)</script>".getBytes(StandardCharsets.UTF_8);
        try (AppServer server = AppServer.responding(500, "text/html", script.length, script)) {
            emulator.running().addCallbackTarget(server.port());
            emulator.putHello()
                    .callback(Callback.builder(server.url("/cb"))
                            .formBody("name=<i>${object}")
                            .build())
                    .send("hello");
        }
        emulator.request("GET", "a\u202eb")
                .credentials(Credentials.of("id", "wrong"))
                .send();
        emulator.request("POST", "parts").query("uploads", null).send();
        emulator.inject(Fault.delay(Duration.ofMillis(5)).on("GetObject").times(3));

        String page = page();
        assertFalse(page.contains("<script"), page);
        assertFalse(page.contains("<i>"), page);
        assertTrue(page.contains("<dt>Sent</dt>\n<dd><code>name=&lt;i&gt;"), page);
        assertTrue(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), page);
        assertTrue(page.contains("a\\u202eb"), page);
        assertTrue(page.contains("no known mistake leads to this signature"), page);
        assertTrue(page.contains("examplebucket/parts"), page);
        assertTrue(page.contains("DELAY 5 on GetObject, 3 times"), page);
    }

    @Test
    void countsInNavigation() throws Exception {
        String versioning = "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>";
        emulator.request("PUT", null)
                .query("versioning", null)
                .length(versioning.length())
                .send(versioning);
        for (int i = 0; i < 120; i++) {
            emulator.put("deleted", "").send();
        }
        emulator.request("DELETE", "deleted").send();
        try (AppServer server = AppServer.good()) {
            emulator.running().addCallbackTarget(server.port());
            emulator.putHello()
                    .callback(Callback.builder(server.url("/cb"))
                            .formBody("size=${size}")
                            .build())
                    .send("hello");
        }
        emulator.get("missing");
        emulator.request("POST", "parts").query("uploads", null).send();
        emulator.inject(Fault.responseLost().on("GetObject"));

        assertEquals(
                List.of(
                        "#requests Requests 100",
                        "/?requests=failed Failed 1",
                        "#callbacks Callbacks 1",
                        "#faults Faults 1",
                        "#uploads Uploads 1",
                        "#objects Objects 1"),
                navigation(page()));
    }

    private static List<String> navigation(String page) {
        String navigation = page.substring(page.indexOf("<nav"), page.indexOf("</nav>"));
        return Pattern.compile("<a href=\"([^\"]+)\"[^>]*>([^<]+)</a>")
                .matcher(navigation)
                .results()
                .map(link -> link.group(1) + " " + link.group(2))
                .toList();
    }

    @Test
    void showsFailedRequestsOnly() throws IOException {
        emulator.putHello().send("hello");
        emulator.get("missing");
        emulator.request("GET", "other")
                .credentials(Credentials.of("id", "wrong"))
                .send();

        String failed = get(emulator, "/?requests=failed", BROWSER).text();
        assertEquals(List.of("examplebucket/other", "examplebucket/missing"), requests(failed));
        assertTrue(failed.contains("<a href=\"#requests\">Failed 2</a>"), failed);
        assertTrue(failed.contains("<a href=\"/?requests=failed\" class=\"button\">Reload</a>"), failed);
        assertTrue(failed.contains("<a href=\"/\">Requests 3</a>"), failed);
        assertEquals(3, requests(page()).size());
    }

    /** Returns the targets in the section of requests, in the order of the page. */
    private static List<String> requests(String page) {
        String section = page.substring(page.indexOf("<section id=\"requests\""));
        return Pattern.compile("<code>([^<]+)</code>")
                .matcher(section.substring(0, section.indexOf("</section>")))
                .results()
                .map(target -> target.group(1))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"?requests=all", "?requests=failed&prefix=a", "?prefix=a", "?requests"})
    void leavesOtherQueriesToListBuckets(String query) throws IOException {
        assertEquals(403, get(emulator, "/" + query, BROWSER).status());
    }

    @Test
    void foldsPartsOfTheSameUpload() throws IOException {
        TestUpload first = TestUpload.initiate(emulator, "films/first");
        TestUpload second = TestUpload.initiate(emulator, "films/second");
        for (int number = 1; number <= 3; number++) {
            first.put(number, new byte[1024]);
            second.put(number + 7, new byte[512]);
        }
        emulator.inject(Fault.error(503, "ServiceUnavailable").on("UploadPart"));
        first.put(4, new byte[1024]);
        emulator.inject(Fault.wrongEtag().on("UploadPart"));
        first.put(4, new byte[1024]);
        first.put(5, new byte[1024]);

        String page = page();
        assertTrue(
                page.contains("UploadPart, 3 requests</span>\n · <span>parts 1 to 3</span>\n · <span>3.0 KiB in<"),
                page);
        assertTrue(
                page.contains("UploadPart, 3 requests</span>\n · <span>parts 8 to 10</span>\n · <span>1.5 KiB in<"),
                page);
        // The part after the two faults, the parts with a fault, the runs, and the two requests that initiated the
        // uploads.
        String visible = page.replaceAll("(?s)<details>.*?</details>", "");
        assertEquals(
                List.of(
                        "examplebucket/films/first",
                        "examplebucket/films/first",
                        "examplebucket/films/first",
                        "examplebucket/films/second",
                        "examplebucket/films/first",
                        "examplebucket/films/second",
                        "examplebucket/films/first"),
                requests(visible));
        // Each of the two runs has a row of its own.
        assertEquals(11 + 2, requests(page).size());
    }

    @Test
    void foldsRangesOfTheSameDownload() throws IOException {
        emulator.put("films/first", "x".repeat(3072)).send("x".repeat(3072));
        emulator.putHello().send("hello");
        for (int part = 0; part < 3; part++) {
            emulator.request("GET", "films/first")
                    .header("Range", "bytes=" + part * 1024 + "-" + (part * 1024 + 1023))
                    .send();
            emulator.request("GET", TestEmulator.HELLO_KEY)
                    .header("Range", "bytes=" + part + "-" + part)
                    .send();
        }
        emulator.get(TestEmulator.HELLO_KEY);
        emulator.inject(Fault.downloadCut(1).on("GetObject"));
        try (RawConnection connection = emulator.connect()) {
            connection.send(emulator.request("GET", "films/first")
                    .header("Range", "bytes=0-9")
                    .head());
            connection.readHead();
            while (connection.body().read() >= 0) {
                // Until the connection is closed.
            }
        }

        String page = page();
        assertTrue(page.contains("GetObject, 3 requests</span>\n · <span>3.0 KiB out<"), page);
        assertTrue(page.contains("GetObject, 3 requests</span>\n · <span>3 B out<"), page);
        // The download with a fault, the whole download, the runs, and the two uploads.
        assertEquals(
                6, requests(page.replaceAll("(?s)<details>.*?</details>", "")).size());
    }

    /** The row of a download would otherwise add up bytes of other clients, and of content that was replaced. */
    @Test
    void separatesDownloadsOfVersionsAndClients() throws IOException {
        for (String content : List.of("first", "other")) {
            emulator.put("film", content).send(content);
            for (String client : List.of("a/1", "b/1", "a/1", "b/1")) {
                emulator.request("GET", "film")
                        .header("Range", "bytes=0-1")
                        .header("User-Agent", client)
                        .send();
            }
        }

        String page = page();
        assertEquals(4, page.split("GetObject, 2 requests</span>", -1).length - 1, page);
    }

    @Test
    void keepsFailuresAndCallbacksOfOlderRequests() throws Exception {
        emulator.get("missing");
        try (AppServer server = AppServer.good()) {
            emulator.running().addCallbackTarget(server.port());
            emulator.putHello()
                    .callback(Callback.builder(server.url("/cb"))
                            .formBody("size=${size}")
                            .build())
                    .send("hello");
        }
        for (int i = 0; i < 100; i++) {
            emulator.put("later", "").send();
        }

        String page = page();
        assertEquals(
                100,
                requests(page).stream().filter("examplebucket/later"::equals).count());
        assertTrue(navigation(page).contains("/?requests=failed Failed 1"), page);
        assertTrue(navigation(page).contains("#callbacks Callbacks 1"), page);
        assertTrue(page.contains("<dt>Sent</dt>\n<dd><code>size=5"), page);
        assertEquals(
                List.of("examplebucket/missing"),
                requests(get(emulator, "/?requests=failed", BROWSER).text()));
    }

    @Test
    void showsRequestsWithoutAResponseAsFailed() throws IOException {
        emulator.inject(Fault.responseLost().on("PutObject"));
        try (RawConnection connection = emulator.connect()) {
            connection.send(emulator.put("lost", "").head());
            assertThrows(IOException.class, connection::read);
        }

        String failed = get(emulator, "/?requests=failed", BROWSER).text();
        assertEquals(List.of("examplebucket/lost"), requests(failed));
    }

    @Test
    void showsOriginOfRefusedPreflight() throws IOException {
        try (RawConnection connection = emulator.connect()) {
            connection
                    .send(("OPTIONS /examplebucket/a HTTP/1.1|Host: localhost|Origin: null|"
                                    + "Access-Control-Request-Method: PATCH||")
                            .replace("|", "\r\n"))
                    .read();
        }

        String page = page();
        assertTrue(
                page.contains("<p class=\"warning\">No CORS rule allows PATCH for the origin &quot;null&quot;."), page);
    }

    @Test
    void foldsAllButTheNewest20Requests() throws IOException {
        for (int i = 1; i <= 21; i++) {
            emulator.get("object-" + i);
        }

        String page = page();
        List<String> visible = requests(page.replaceAll("(?s)<details>.*?</details>", ""));
        assertEquals(20, visible.size());
        assertEquals("examplebucket/object-21", visible.get(0));
        assertEquals(21, requests(page).size());
        assertTrue(page.contains("<summary>More requests</summary>"), page);
    }

    @Test
    void listsAllObjectsByPages() throws IOException {
        Set<String> keys = new TreeSet<>(List.of("a&b/'\"<i>", "z 鍵+%"));
        for (int i = 0; i < 250; i++) {
            keys.add("b&c " + i);
        }
        for (String key : keys) {
            emulator.put(key, "").send("");
        }
        List<String> listed = new ArrayList<>();
        String next = "/";
        int pages = 0;
        for (; next != null; pages++) {
            String html = get(emulator, next, BROWSER).text();
            Pattern.compile("<a href=\"/examplebucket/[^\"]+\">([^<]+)</a>")
                    .matcher(html)
                    .results()
                    .forEach(link -> listed.add(unescape(link.group(1))));
            Matcher more = Pattern.compile("<a href=\"([^\"]+)\">More objects of examplebucket</a>")
                    .matcher(html);
            next = more.find() ? unescape(more.group(1)) : null;
        }
        assertEquals(3, pages);
        assertEquals(List.copyOf(keys), listed);
    }

    @Test
    void linksToKeysThatBrowsersWouldResolve() throws IOException {
        emulator.put("a/../b", "").send();
        assertTrue(page().contains("href=\"/examplebucket/a%2F..%2Fb?"), page());
    }

    private static String unescape(String html) {
        return html.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&amp;", "&");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?name=nowhere", "?name=-", "?after=a"})
    void returns404ForUnknownBucket(String query) throws IOException {
        RawResponse response = get(emulator, "/-/bucket" + query, BROWSER);
        assertEquals(404, response.status());
        assertEquals("There is no bucket of this name.\n", response.text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", BROWSER + "Sec-Fetch-Dest: iframe\r\n"})
    void showsObjectsToBrowsersOnly(String headers) throws IOException {
        assertEquals(404, get(emulator, "/-/bucket?name=examplebucket", headers).status());
    }

    @Test
    void leavesItselfOutOfTheRequests() throws IOException {
        get(emulator, "/-/bucket?name=examplebucket", BROWSER);
        page();

        assertTrue(page().contains("None yet."));
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.emulator.Fault;
import io.github.ossv4.emulator.testing.AppServer;
import io.github.ossv4.emulator.testing.RawConnection;
import io.github.ossv4.emulator.testing.RawResponse;
import io.github.ossv4.emulator.testing.TestEmulator;
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
        assertEquals(
                "403 AccessDenied 0003-00000001", get(withoutPage, "/", BROWSER).errorText());
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

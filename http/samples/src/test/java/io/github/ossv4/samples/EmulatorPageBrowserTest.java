// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.samples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.github.ossv4.callback.Callback;
import io.github.ossv4.callback.CallbackBody;
import io.github.ossv4.callback.CallbackVariable;
import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.emulator.Fault;
import io.github.ossv4.http.Body;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.PutOptions;
import io.github.ossv4.http.ServiceException;
import io.github.ossv4.http.UploadOptions;
import io.github.ossv4.samples.testing.Chromium;
import io.github.ossv4.sign.Credentials;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of the emulator in Chromium. {@code OSSV4_SCREENSHOTS} is a folder for screenshots. */
class EmulatorPageBrowserTest {
    private static final String LONG_KEY = "reports/" + "a-very-long-name-without-spaces-".repeat(12) + "<b>.txt";

    @TempDir
    private static Path folder;

    private static Chromium browser;
    private static Emulator emulator;
    private static HttpServer application;

    @BeforeAll
    static void start() throws Exception {
        browser = Chromium.startOrSkip();
        application = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        application.createContext("/", exchange -> {
            byte[] body = (exchange.getRequestURI().getPath().equals("/accepts")
                            ? "{\"Status\":\"OK\"}"
                            : "<h1>no</h1>")
                    .getBytes(UTF_8);
            exchange.sendResponseHeaders(
                    exchange.getRequestURI().getPath().equals("/accepts") ? 200 : 500, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        application.start();
        emulator = startEmulator();
    }

    private static Emulator startEmulator() throws IOException {
        return Emulator.builder()
                .bucket("examplebucket")
                .bucket("empty-bucket")
                .callbackTarget(application.getAddress().getPort())
                .callbackTimeout(Duration.ofSeconds(60))
                .page(true)
                .start();
    }

    @AfterAll
    static void stop() throws Exception {
        if (browser != null) {
            browser.open("about:blank");
        }
        if (emulator != null) {
            emulator.close();
        }
        if (application != null) {
            application.stop(0);
        }
    }

    private static BucketClient client(String secret) {
        return client(emulator, secret);
    }

    private static BucketClient client(Emulator oss, String secret) {
        return BucketClient.builder(oss.endpoint(), oss.bucket())
                .region(oss.region())
                .credentials(Credentials.of(oss.accessKeyId(), secret))
                .build();
    }

    private static PutOptions callback(String path) {
        String url = "http://127.0.0.1:" + application.getAddress().getPort() + path;
        return PutOptions.builder()
                .callback(Callback.builder(url)
                        .body(CallbackBody.json(CallbackVariable.OBJECT, CallbackVariable.SIZE))
                        .build())
                .build();
    }

    @BeforeEach
    void open() throws Exception {
        browser.call("Emulation.clearDeviceMetricsOverride", Chromium.parameters());
        browser.call("Emulation.setEmulatedMedia", Chromium.parameters());
        emulator.clearFaults();
        emulator.emptyBuckets();
        fill(emulator);
        browser.open(emulator.endpoint() + "/");
    }

    /** Stores objects with and without callbacks, and sends requests that fail. */
    private static void fill(Emulator oss) throws Exception {
        try (BucketClient bucket = client(oss, oss.accessKeySecret());
                BucketClient wrong = client(oss, oss.accessKeySecret() + "x")) {
            bucket.put("photos/cat.jpg", Body.of("meow".getBytes(UTF_8)), callback("/accepts"));
            assertThrows(
                    Exception.class, () -> bucket.put("photos/dog.jpg", Body.of(new byte[2000]), callback("/refuses")));
            bucket.put(LONG_KEY, Body.of(new byte[1_500_000]));
            assertThrows(ServiceException.class, () -> wrong.get("photos/cat.jpg"));
            assertThrows(ServiceException.class, () -> bucket.get("missing"));
        }
        oss.inject(Fault.responseLost().on("CompleteMultipartUpload").times(2));
    }

    private static String text(String selector) throws Exception {
        return browser.evaluate("document.querySelector('" + selector + "').innerText")
                .textValue();
    }

    private static void takeScreenshot(String name) throws Exception {
        String screenshots = System.getenv("OSSV4_SCREENSHOTS");
        if (screenshots != null) {
            browser.takeScreenshot(Path.of(screenshots, name + ".png"));
        }
    }

    @Test
    void showsWhatHappened() throws Exception {
        String requests = text("#requests");
        assertTrue(requests.contains("404 GET examplebucket/missing"), requests);
        assertTrue(requests.contains("403 GET examplebucket/photos/cat.jpg"), requests);
        assertTrue(requests.contains("no known mistake leads to this signature"), requests);
        String callbacks = text("#callbacks");
        assertTrue(callbacks.contains("{\"object\":\"photos/cat.jpg\",\"size\":4}"), callbacks);
        assertTrue(callbacks.contains("{\"Status\":\"OK\"}"), callbacks);
        assertTrue(callbacks.contains("<h1>no</h1>"), callbacks);
        assertTrue(text("#objects").contains("1.4 MiB"), text("#objects"));
        assertTrue(text("#faults").contains("RESPONSE_LOST"), text("#faults"));
    }

    @Test
    void isStyledAndRunsNoScript() throws Exception {
        assertEquals(1, browser.evaluate("document.styleSheets.length").intValue());
        assertEquals(0, browser.evaluate("document.scripts.length").intValue());
        // The policy forbids inline styles and scripts.
        assertFalse(browser.evaluate("new Promise(resolve => {"
                        + " const script = document.createElement('script'); script.textContent = 'window.ran = true';"
                        + " document.body.append(script); setTimeout(() => resolve(window.ran === true), 0); })")
                .booleanValue());
        assertFalse(browser.evaluate("fetch('/').then(() => true, () => false)").booleanValue());
    }

    /** An object with a script has the origin of the page. It can neither read it, nor its own window that shows it. */
    @Test
    void cannotBeReadByAnObjectOfTheSameOrigin() throws Exception {
        try (BucketClient bucket = client(emulator.accessKeySecret())) {
            bucket.put(
                    "evil.html",
                    Body.of("<!doctype html><title>evil</title>".getBytes(UTF_8)),
                    PutOptions.builder().contentType("text/html").build());
            browser.open(bucket.presignGet("evil.html", Duration.ofMinutes(5)).url());
        }
        assertEquals("evil", browser.evaluate("document.title").textValue());

        assertEquals(
                403,
                browser.evaluate("fetch('/', {headers: {accept: 'text/html'}}).then(response => response.status)")
                        .intValue());
        // The object can open and read other objects of its origin, but not the page.
        assertEquals("evil", titleOfOpenedPage("location.href"));
        assertEquals("closed", titleOfOpenedPage("'/'"));
    }

    /** Returns the title of a page that the current one opens, as far as it can read it. */
    private static String titleOfOpenedPage(String url) throws Exception {
        return browser.call(
                        "Runtime.evaluate",
                        Chromium.parameters()
                                .put("userGesture", true)
                                .put("awaitPromise", true)
                                .put(
                                        "expression",
                                        "new Promise(resolve => { const page = open(" + url + "); let attempts = 200;"
                                                + " const check = () => {"
                                                + " if (page.closed) resolve('closed');"
                                                + " else if (page.document.title !== '') resolve(page.document.title);"
                                                + " else if (attempts-- > 0) setTimeout(check, 50);"
                                                + " else resolve('no title'); }; check(); })"))
                .get("result")
                .get("value")
                .textValue();
    }

    @Test
    void downloadsObjects() throws Exception {
        Path downloads = Files.createDirectory(folder.resolve("downloads"));
        browser.call(
                "Page.setDownloadBehavior",
                Chromium.parameters().put("behavior", "allow").put("downloadPath", downloads.toString()));

        Path file = downloads.resolve("cat.jpg");
        try (WatchService watch = downloads.getFileSystem().newWatchService()) {
            downloads.register(watch, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
            browser.evaluate("[...document.querySelectorAll('#objects a')]"
                    + ".find(link => link.textContent === 'photos/cat.jpg').click()");

            // Chromium reserves the name by an empty file, and renames the complete file to it.
            while (!Files.exists(file) || Files.size(file) == 0) {
                WatchKey changed = watch.poll(60, TimeUnit.SECONDS);
                assertNotNull(changed, "the file was not saved");
                changed.pollEvents();
                changed.reset();
            }
        }
        assertEquals("meow", Files.readString(file));
    }

    @Test
    void fitsOnAPhone() throws Exception {
        browser.showOnPhone(320);

        assertEquals(
                320, browser.evaluate("document.documentElement.scrollWidth").intValue());
        takeScreenshot("page-320");
        browser.setMedia("prefers-color-scheme", "dark");
        takeScreenshot("page-320-dark");
    }

    @Test
    void hasLightAndDarkColors() throws Exception {
        String background = "getComputedStyle(document.body).backgroundColor";
        browser.setMedia("prefers-color-scheme", "light");
        assertEquals("rgb(245, 246, 248)", browser.evaluate(background).textValue());
        takeScreenshot("page-light");
        browser.setMedia("prefers-color-scheme", "dark");
        assertEquals("rgb(19, 21, 25)", browser.evaluate(background).textValue());
        takeScreenshot("page-dark");
    }

    /** With an emulator of its own, whose numbers of requests are known. */
    @Test
    void isReachableByKeyboard() throws Exception {
        try (Emulator oss = startEmulator()) {
            fill(oss);
            browser.open(oss.endpoint() + "/");
            assertReachableByKeyboard();
        }
    }

    private static void assertReachableByKeyboard() throws Exception {
        browser.evaluate("document.body.focus()");
        StringBuilder reached = new StringBuilder();
        for (int i = 0; i < 10; i++) {
            for (String type : new String[] {"rawKeyDown", "keyUp"}) {
                browser.call(
                        "Input.dispatchKeyEvent",
                        Chromium.parameters()
                                .put("type", type)
                                .put("key", "Tab")
                                .put("code", "Tab")
                                .put("windowsVirtualKeyCode", 9));
            }
            reached.append(browser.evaluate("document.activeElement.textContent.slice(0, 14)")
                            .textValue())
                    .append('|');
        }

        assertEquals(
                "Reload|Requests 5|Failed 2|Callbacks 2|Faults 1|Uploads 0|Objects 3|"
                        + "photos/cat.jpg|photos/dog.jpg|reports/a-very|",
                reached.toString());
        assertEquals(
                "solid",
                browser.evaluate("getComputedStyle(document.activeElement).outlineStyle")
                        .textValue());
    }

    @Test
    void unfoldsRequests() throws Exception {
        try (Emulator oss = startEmulator();
                BucketClient bucket = client(oss, oss.accessKeySecret())) {
            for (int i = 0; i < 25; i++) {
                bucket.put("logs/" + i, Body.of(new byte[0]));
            }
            Path film = Files.write(folder.resolve("film.mp4"), new byte[300 << 10]);
            bucket.upload(
                    "film.mp4",
                    film,
                    UploadOptions.builder().threshold(0).partSize(100 << 10).build());
            browser.open(oss.endpoint() + "/");
            String visible =
                    "[...document.querySelectorAll('#requests li')].filter(row => row.checkVisibility()).length";
            assertEquals(20, browser.evaluate(visible).intValue());
            assertTrue(
                    text("#requests").contains("UploadPart, 3 requests · parts 1 to 3 · 300 KiB in"),
                    text("#requests"));

            browser.evaluate("document.querySelectorAll('summary').forEach(summary => summary.click())");

            // The row of the run, its three requests, and the others.
            int requests = browser.evaluate("parseInt(document.querySelector('nav a').textContent.slice(9))")
                    .intValue();
            assertEquals(1 + requests, browser.evaluate(visible).intValue());
            takeScreenshot("page-unfolded");
            assertEquals(List.of(), browser.accessibilityViolations());
            browser.showOnPhone(320);
            assertEquals(
                    320,
                    browser.evaluate("document.documentElement.scrollWidth").intValue());
            takeScreenshot("page-unfolded-320");
        }
    }

    @Test
    void showsOnlyFailedRequests() throws Exception {
        browser.open(browser.evaluate("[...document.querySelectorAll('nav a')]"
                        + ".find(link => link.textContent.startsWith('Failed')).href")
                .textValue());

        String requests = text("#requests");
        assertTrue(requests.contains("404 GET examplebucket/missing"), requests);
        assertFalse(requests.contains("200 PUT"), requests);
        assertEquals(List.of(), browser.accessibilityViolations());
    }

    /** With an emulator of its own: axe-core takes seconds if the page shows the requests of the other tests too. */
    @Test
    void isAccessible() throws Exception {
        try (Emulator oss = startEmulator()) {
            fill(oss);
            browser.open(oss.endpoint() + "/");
            assertAccessible();
        }
    }

    private static void assertAccessible() throws Exception {
        for (String colors : new String[] {"light", "dark"}) {
            browser.setMedia("prefers-color-scheme", colors);
            assertEquals(List.of(), browser.accessibilityViolations());
        }
        browser.showOnPhone(320);
        assertEquals(List.of(), browser.accessibilityViolations());

        // This violation proves that axe-core runs.
        browser.evaluate("document.documentElement.removeAttribute('lang')");
        List<String> withoutLanguage = browser.accessibilityViolations();
        assertTrue(withoutLanguage.get(0).startsWith("html-has-lang "), withoutLanguage::toString);
    }

    /** With an emulator of its own: the page lists every request, here a hundred. */
    @Test
    void pagesThroughObjects() throws Exception {
        try (Emulator oss = Emulator.builder().page(true).start();
                BucketClient bucket = client(oss, oss.accessKeySecret())) {
            bucket.put("photos/cat.jpg", Body.of("meow".getBytes(UTF_8)));
            bucket.put("photos/dog.jpg", Body.of(new byte[2000]));
            bucket.put(LONG_KEY, Body.of(new byte[1_500_000]));
            for (int i = 0; i < 98; i++) {
                bucket.put("photos/" + (1000 + i), Body.of(new byte[0]));
            }
            bucket.put("zebra & co", Body.of(new byte[0]));
            pageThroughObjects(oss.endpoint() + "/");
        }
    }

    private static void pageThroughObjects(String url) throws Exception {
        browser.open(url);
        assertFalse(text("#objects").contains("zebra"), text("#objects"));
        String more = browser.evaluate(
                        "[...document.querySelectorAll('#objects a')].find(link => link.textContent.startsWith('More')).href")
                .textValue();

        browser.open(more);

        assertTrue(text("#objects").contains("zebra & co"), text("#objects"));
        assertEquals("Overview First objects", text("nav").replace('\n', ' '));
        assertEquals(List.of(), browser.accessibilityViolations());
        browser.showOnPhone(320);
        assertEquals(
                320, browser.evaluate("document.documentElement.scrollWidth").intValue());
        takeScreenshot("page-objects-320");
    }
}

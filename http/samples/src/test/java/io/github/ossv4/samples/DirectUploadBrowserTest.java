// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.samples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.emulator.CorsRule;
import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.emulator.Fault;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.CallbackKeyFetcher;
import io.github.ossv4.sign.Credentials;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page in a real browser. Without Chromium these tests are skipped and say so; with {@code OSSV4_BROWSER=required} in the
 * environment they fail. {@code OSSV4_SCREENSHOTS} names a folder for pictures.
 */
class DirectUploadBrowserTest {
    @TempDir
    static Path folder;

    private static DirectUpload sample;
    private static Chromium browser;

    @BeforeAll
    static void start() throws Exception {
        Optional<Path> chromium = Chromium.find();
        if (chromium.isEmpty()) {
            String reason =
                    "BROWSER TESTS SKIPPED: there is no Chromium on this machine (Debian: apt-get install chromium)";
            System.out.println(reason);
            if ("required".equals(System.getenv("OSSV4_BROWSER"))) {
                fail(reason);
            }
            abort(reason);
        }
        sample = DirectUpload.withEmulator(0);
        browser = Chromium.start(chromium.get(), folder.resolve("profile"));
    }

    @AfterAll
    static void stop() throws Exception {
        if (browser != null) {
            browser.close();
        }
        if (sample != null) {
            sample.close();
        }
    }

    @BeforeEach
    void open() throws Exception {
        browser.call("Emulation.clearDeviceMetricsOverride", Chromium.parameters());
        browser.call("Emulation.setEmulatedMedia", Chromium.parameters());
        browser.open(sample.url());
    }

    private static Path file(String name, int size) throws Exception {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return Files.write(folder.resolve(name), bytes);
    }

    private static void whatIf(String choice) throws Exception {
        browser.evaluate("document.getElementById('trouble').open = true;"
                + "document.getElementById('what-if').value = '" + choice + "'");
    }

    /** The server with an OSS of its own. */
    private record Own(Emulator oss, BucketClient bucket, CallbackKeyFetcher keys, DirectUploadServer server)
            implements AutoCloseable {
        static Own start(CorsRule rule) throws Exception {
            Emulator oss = Emulator.builder()
                    .credentials(Credentials.of("id", "secret"))
                    .cors(rule)
                    .start();
            BucketClient bucket = BucketClient.builder(oss.endpoint(), oss.bucket())
                    .region(oss.region())
                    .credentials(oss.credentials())
                    .build();
            CallbackKeyFetcher keys = CallbackKeyFetcher.create();
            return new Own(oss, bucket, keys, server(oss, bucket, keys, 0));
        }

        static DirectUploadServer server(Emulator oss, BucketClient bucket, CallbackKeyFetcher keys, int port)
                throws Exception {
            return DirectUploadServer.start(port, bucket, oss.bucket(), keys, oss.publicKeyUrl(), null);
        }

        @Override
        public void close() {
            server.close();
            keys.close();
            bucket.close();
            oss.close();
        }
    }

    /** An OSS that lets a page send, and reads nothing of it. */
    private static final class DeafOss implements AutoCloseable {
        private final ServerSocket server = new ServerSocket();
        private final List<Socket> sockets = new CopyOnWriteArrayList<>();

        DeafOss() throws IOException {
            server.setReceiveBufferSize(1 << 16);
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            Thread thread = new Thread(this::accept, "deaf OSS");
            thread.setDaemon(true);
            thread.start();
        }

        private void accept() {
            try {
                while (true) {
                    Socket socket = server.accept();
                    sockets.add(socket);
                    Thread thread = new Thread(() -> greet(socket), "deaf OSS's connection");
                    thread.setDaemon(true);
                    thread.start();
                }
            } catch (IOException closed) {
                // The test is over.
            }
        }

        private static void greet(Socket socket) {
            try {
                byte[] method = socket.getInputStream().readNBytes(7);
                if (new String(method, UTF_8).equals("OPTIONS")) {
                    String answer = String.join(
                            "\r\n",
                            "HTTP/1.1 200 OK",
                            "Access-Control-Allow-Origin: *",
                            "Access-Control-Allow-Methods: POST",
                            "Content-Length: 0",
                            "Connection: close",
                            "",
                            "");
                    socket.getOutputStream().write(answer.getBytes(UTF_8));
                    socket.shutdownOutput();
                }
            } catch (IOException closed) {
                // Chromium opens connections that it may never use.
            }
        }

        /** Where the page sends from now on; {@code window.elsewhere = null} has it send to OSS again. */
        void divert() throws Exception {
            browser.evaluate("{ const open = XMLHttpRequest.prototype.open;"
                    + " XMLHttpRequest.prototype.open = function (method, url) {"
                    + " return open.call(this, method, window.elsewhere ?? url); };"
                    + " window.elsewhere = 'http://127.0.0.1:" + server.getLocalPort() + "/'; }");
        }

        @Override
        public void close() throws IOException {
            server.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    /** Holds the page before it gets a form, until {@code letGo()}. */
    private static void hold() throws Exception {
        browser.evaluate("{ const ask = window.fetch; const held = new Promise(go => window.letGo = go);"
                + " window.fetch = async (...what) => { await held; return ask(...what); }; }");
    }

    private static void chooseHeld(Path... files) throws Exception {
        hold();
        browser.choose("#files", files);
        browser.waitFor("document.querySelector('.upload[data-state=preparing]') !== null");
    }

    private static String text(String selector) throws Exception {
        return browser.evaluate("document.querySelector('" + selector + "').innerText")
                .textValue();
    }

    private static void click(String selector) throws Exception {
        browser.evaluate("document.querySelector('" + selector + "').click()");
    }

    private static String ends(String state) throws Exception {
        browser.waitFor("document.querySelector('.upload')?.dataset.state === '" + state + "'"
                + " && !document.querySelector('.upload .state').textContent.includes('…')");
        return text(".upload");
    }

    /** Chooses a file, waits for how it ends, and returns what the page then says of it. */
    private static String upload(String state, Path file) throws Exception {
        browser.choose("#files", file);
        return ends(state);
    }

    private static void picture(String name) throws Exception {
        String screenshots = System.getenv("OSSV4_SCREENSHOTS");
        if (screenshots != null) {
            browser.evaluate("Promise.all(document.getAnimations().map(animation => animation.finished))");
            browser.screenshot(Path.of(screenshots, name + ".png"));
        }
    }

    @Test
    void theCallbacksVerifiedContentAppears() throws Exception {
        Path file = file("cat 1+%.png", 3_000_000);
        picture("empty");
        String text = upload("verified", file);
        assertTrue(text.contains("Stored, and verified by the application server."), text);
        assertTrue(text.contains(Crc64.toString(Crc64.of(Files.readAllBytes(file))) + ", the same at OSS"), text);
        assertTrue(text.contains("3000000 bytes"), text);
        assertTrue(text.contains("/cat 1+%.png"), text);
        assertTrue(text.contains("image/png"), text);
        assertEquals(
                "100",
                browser.evaluate("document.querySelector('.bar').ariaValueNow").asText());
        picture("verified");
    }

    @Test
    void severalFilesAtOnce() throws Exception {
        browser.choose("#files", file("a.txt", 0), file("b.pdf", 1_000_000), file("c.gif", 5));
        browser.waitFor("document.querySelectorAll('.upload[data-state=verified]').length === 3");
        picture("several");
    }

    @Test
    void filesAreDropped() throws Exception {
        browser.evaluate("const files = new DataTransfer(); files.items.add(new File(['hello'], 'dropped.txt',"
                + " {type: 'text/plain'})); document.getElementById('drop').dispatchEvent(new DragEvent('drop',"
                + " {dataTransfer: files, cancelable: true}))");
        browser.waitFor("document.querySelector('.upload')?.dataset.state === 'verified'");
    }

    @Test
    void progressIsShown() throws Exception {
        browser.evaluate("window.seen = []; new MutationObserver(changes => { for (const change of changes)"
                + " window.seen.push(change.target.textContent); })"
                + ".observe(document.getElementById('uploads'), {subtree: true, childList: true})");
        upload("verified", file("large.jpg", 15_000_000));
        browser.waitFor("window.seen.some(text => /Sending… \\d+ %/.test(text))");
    }

    @Test
    void tooLargeForThePage() throws Exception {
        assertTrue(upload("failed", file("huge.png", (20 << 20) + 1)).contains("Too large: at most 20 MB"));
    }

    @Test
    void tooLargeForOss() throws Exception {
        whatIf("unchecked");
        String text = upload("failed", file("huge.png", (20 << 20) + 1));
        assertTrue(text.contains("Too large: OSS takes files of up to 20 MB"), text);
        picture("too-large");
    }

    @Test
    void aWrongTypeForThePage() throws Exception {
        String text = upload("failed", file("program.exe", 10));
        assertTrue(text.contains("Wrong type"), text);
    }

    @Test
    void aWrongTypeForOss() throws Exception {
        whatIf("unchecked");
        String text = upload("failed", file("page.html", 10));
        assertTrue(text.contains("files of this type are not taken here"), text);
    }

    @Test
    void aFormThatHasExpired() throws Exception {
        whatIf("expired");
        String text = upload("failed", file("a.txt", 10));
        assertTrue(text.contains("The form has expired") || text.contains("the form has expired"), text);
    }

    @Test
    void aPolicyThatWasChanged() throws Exception {
        whatIf("tampered");
        String text = upload("failed", file("a.txt", 10));
        assertTrue(text.contains("the form was changed after it was signed"), text);
        picture("tampered");
    }

    @Test
    void anApplicationServerThatIsDown() throws Exception {
        whatIf("callback-down");
        String text = upload("stored", file("a.txt", 10));
        assertTrue(text.contains("Stored, but the application server was not told"), text);
        picture("callback-down");
    }

    @Test
    void anOssThatCannotBeReached() throws Exception {
        whatIf("oss-down");
        String text = upload("failed", file("a.txt", 10));
        assertTrue(text.contains("OSS cannot be reached"), text);
    }

    private static void damage(String how) throws Exception {
        browser.evaluate("{ const append = FormData.prototype.append; FormData.prototype.append ="
                + " function (name, value) { append.call(this, name, name === 'file' ? " + how + " : value); }; }");
    }

    private static final String HALF = "new File([value.slice(0, value.size / 2)], 'a', {type: value.type})";
    private static final String OTHER = "new File([new Uint8Array(value.size)], 'a', {type: value.type})";

    @Test
    void whatIsDamagedOnTheWay() throws Exception {
        damage(OTHER);
        Path file = file("a.png", 3000);
        String text = upload("failed", file);
        assertTrue(
                text.contains("Damaged on the way: CRC64 " + Crc64.toString(Crc64.of(Files.readAllBytes(file)))), text);
        assertTrue(text.contains("Try again"), text);
    }

    @Test
    void whatIsDamagedThoughTheServerIsDown() throws Exception {
        damage(OTHER);
        whatIf("callback-down");
        String text = upload("failed", file("a.png", 3000));
        assertTrue(text.contains("Damaged on the way: CRC64"), text);
    }

    @Test
    void whatIsDamagedThoughCorsHidesTheCrc64() throws Exception {
        for (Map.Entry<String, String> how : Map.of(HALF, "1500 bytes of 3000 bytes are at OSS", OTHER, "CRC64")
                .entrySet()) {
            try (Own own = Own.start(CorsRule.of("*").exposedHeaders())) {
                browser.open(own.server.url());
                damage(how.getKey());
                String text = upload("failed", file("a.png", 3000));
                assertTrue(text.contains("Damaged on the way: " + how.getValue()), text);
            }
        }
    }

    @Test
    void theServersWordCountsWhereCorsHidesTheCrc64() throws Exception {
        try (Own own = Own.start(CorsRule.of("*").exposedHeaders())) {
            browser.open(own.server.url());
            String text = upload("verified", file("a.png", 3000));
            assertTrue(text.contains(", the same at OSS, which the application server asked"), text);
            browser.evaluate("document.querySelector('.upload').remove()");
            whatIf("callback-down");
            text = upload("stored", file("a.png", 3000));
            assertTrue(text.contains("not compared: the bucket's CORS rule does not expose"), text);
        }
    }

    @Test
    void withoutAnyCrc64NothingIsGreen() throws Exception {
        try (Own own = Own.start(CorsRule.of("*").exposedHeaders())) {
            browser.open(own.server.url());
            own.oss.inject(Fault.noCrc64().on("HeadObject"));
            String text = upload("stored", file("a.png", 3000));
            assertTrue(text.contains("not compared: OSS tells no CRC64"), text);
        }
    }

    @Test
    void whatTheServerDoesNotConfirm() throws Exception {
        try (Own own = Own.start(CorsRule.of("*"))) {
            browser.open(own.server.url());
            own.oss.inject(Fault.wrongCrc64(1).on("HeadObject"));
            String text = upload("failed", file("a.png", 3000));
            assertTrue(text.contains("Not believed: what OSS reports is not what it stores."), text);
        }
    }

    @Test
    void aFileThatIsGone() throws Exception {
        Path file = file("gone.png", 3000);
        chooseHeld(file);
        Files.delete(file);
        browser.evaluate("letGo()");
        String text = ends("failed");
        assertTrue(text.contains("The file has changed or is gone"), text);
        assertFalse(text.contains("Try again"), text);
    }

    @Test
    void aFileThatHasChanged() throws Exception {
        Path file = file("changed.png", 3000);
        chooseHeld(file);
        Files.write(file, new byte[3000]);
        Files.setLastModifiedTime(file, FileTime.fromMillis(0));
        browser.evaluate("letGo()");
        String text = ends("failed");
        assertTrue(text.contains("The file has changed or is gone"), text);
    }

    @Test
    void aFileThatGoesBeforeItIsSent() throws Exception {
        browser.evaluate("{ const send = XMLHttpRequest.prototype.send; const read = Blob.prototype.arrayBuffer;"
                + " const held = new Promise(go => window.letGo = go);"
                + " XMLHttpRequest.prototype.send = function (body) { held.then(() => send.call(this, body)); };"
                + " Blob.prototype.arrayBuffer = function () { const bytes = read.call(this);"
                + " bytes.then(() => { window.wasRead = true; }, () => {}); return bytes; }; }");
        Path file = file("going.png", 3000);
        browser.choose("#files", file);
        browser.waitFor("window.wasRead");
        Files.delete(file);
        browser.evaluate("letGo()");
        String text = ends("failed");
        assertTrue(text.contains("The file has changed or is gone"), text);
    }

    @Test
    void aFileThatCannotBeReadAgain() throws Exception {
        browser.evaluate("Blob.prototype.slice = () => ({arrayBuffer: () =>"
                + " Promise.reject(new DOMException('unreadable', 'NotReadableError'))})");
        String text = upload("failed", file("a.png", 3000));
        assertTrue(text.contains("The file has changed or is gone"), text);
    }

    @Test
    void sevenPagesAtOnce() throws Exception {
        browser.evaluate("Promise.all(Array.from({length: 6}, () => new Promise(done => {"
                + " const page = document.createElement('iframe'); page.src = '/'; page.onload = done;"
                + " document.body.append(page); })))");
        upload("verified", file("a.png", 3000));
    }

    @Test
    void thePageListensOnlyWhileAnUploadWaits() throws Exception {
        browser.evaluate("window.streams = []; window.EventSource = class extends EventSource {"
                + " constructor(url) { super(url); streams.push(this); } }");
        chooseHeld(file("a.png", 3000));
        assertEquals(0, browser.evaluate("streams.length").intValue());
        browser.evaluate("letGo()");
        ends("verified");
        browser.waitFor("streams.length > 0 && streams.every(stream => stream.readyState === EventSource.CLOSED)");
    }

    @Test
    void anEventThatIsLostIsAskedForAgain() throws Exception {
        browser.evaluate("PATIENCE.event = 200; window.left = 1; window.EventSource = class extends EventSource {"
                + " set onmessage(hear) { if (left-- > 0) return;"
                + " PATIENCE.event = 20_000; super.onmessage = hear; } }");
        upload("verified", file("a.png", 3000));
        assertTrue(browser.evaluate("left < 0").booleanValue());
    }

    @Test
    void anEventThatNeverComes() throws Exception {
        browser.evaluate(
                "PATIENCE.event = 200; window.EventSource = class extends EventSource {" + " set onmessage(hear) {} }");
        String text = upload("stored", file("a.png", 3000));
        assertTrue(text.contains("told OSS that it is verified, but does not tell this page"), text);
        assertTrue(text.contains(", the same at OSS"), text);
        browser.waitFor("events === null");
    }

    @Test
    void theAnswerOfOssIsLost() throws Exception {
        try (Own own = Own.start(CorsRule.of("*"))) {
            browser.open(own.server.url());
            own.oss.inject(Fault.answerLost().on("PostObject").times(2));
            String text = upload("verified", file("a.png", 3000));
            assertTrue(text.contains(", the same at OSS, which the application server asked"), text);
        }
    }

    @Test
    void anUploadThatIsLost() throws Exception {
        try (Own own = Own.start(CorsRule.of("*"))) {
            browser.open(own.server.url());
            browser.evaluate("PATIENCE.event = 200");
            own.oss.inject(Fault.uploadReset(1 << 20).on("PostObject").times(2));
            String text = upload("failed", file("a.png", 3000));
            assertTrue(text.contains("The answer of OSS is lost"), text);
            browser.evaluate("PATIENCE.event = 20_000");
            click(".upload button");
            ends("verified");
        }
    }

    @Test
    void anUploadIsCancelledAndTriedAgain() throws Exception {
        try (DeafOss deaf = new DeafOss()) {
            deaf.divert();
            browser.choose("#files", file("holiday.jpg", 15_000_000));
            browser.waitFor("/Sending… [1-9]\\d? %/.test(document.querySelector('.state')?.textContent)");
            assertEquals("Cancel", text(".upload button"));
            picture("sending");
            click(".upload button");
            String text = ends("cancelled");
            assertTrue(text.contains("Cancelled.") && text.contains("Try again"), text);
            picture("cancelled");
            browser.evaluate("window.elsewhere = null");
            click(".upload button");
            text = ends("verified");
            assertFalse(text.contains("Try again") || text.contains("Cancel"), text);
        }
    }

    @Test
    void aDoubleClickOnCancelCancels() throws Exception {
        chooseHeld(file("a.png", 3000));
        browser.evaluate("for (const detail of [1, 2]) document.querySelector('.upload button')"
                + ".dispatchEvent(new MouseEvent('click', {detail, bubbles: true}))");
        assertTrue(ends("cancelled").contains("Try again"));
    }

    @Test
    void nothingMovesAnyMore() throws Exception {
        try (DeafOss deaf = new DeafOss()) {
            deaf.divert();
            browser.evaluate("PATIENCE.stall = 1000");
            String text = upload("failed", file("large.jpg", 15_000_000));
            assertTrue(text.contains("No progress for 1 seconds"), text);
            picture("stalled");
            browser.evaluate("PATIENCE.stall = 60_000; window.elsewhere = null");
            click(".upload button");
            ends("verified");
        }
    }

    @Test
    void tryAgainHelpsAfterAFormThatHasExpired() throws Exception {
        whatIf("expired");
        String text = upload("failed", file("a.txt", 10));
        assertTrue(text.contains("Try again"), text);
        whatIf("");
        click(".upload button");
        text = ends("verified");
        assertEquals(1, text.split("CRC64", -1).length - 1, text);
    }

    @Test
    void threeAtOnceAndTheOthersInTurn() throws Exception {
        Path[] files = new Path[5];
        for (int i = 0; i < files.length; i++) {
            files[i] = file(i + ".txt", 100 + i);
        }
        chooseHeld(files);
        browser.waitFor("document.querySelectorAll('.upload[data-state=preparing]').length === 3");
        assertEquals(
                2,
                browser.evaluate("document.querySelectorAll('.upload[data-state=queued]').length")
                        .intValue());
        // Of those that wait, the one that came last.
        click(".upload[data-state=queued] button");
        browser.evaluate("letGo()");
        browser.waitFor("document.querySelectorAll('.upload[data-state=verified]').length === 4");
        assertEquals(
                "cancelled",
                browser.evaluate("document.querySelector('.upload').dataset.state")
                        .textValue());
    }

    @Test
    void aFileOfOneByte() throws Exception {
        String text = upload("verified", file("a.txt", 1));
        assertTrue(text.contains("1 byte") && !text.contains("1 bytes"), text);
    }

    @Test
    void aVeryLongName() throws Exception {
        browser.evaluate("choose([new File(['hello'], '猫'.repeat(1000) + '.txt', {type: 'text/plain'})])");
        String text = ends("verified");
        assertTrue(text.contains("猫.txt"), text);
    }

    @Test
    void aDropBesideTheDropAreaDoesNotLeaveThePage() throws Exception {
        for (String type : List.of("dragover", "drop")) {
            assertTrue(
                    browser.evaluate("!document.querySelector('h1').dispatchEvent(new DragEvent('" + type + "',"
                                    + " {bubbles: true, cancelable: true, dataTransfer: new DataTransfer()}))")
                            .booleanValue(),
                    type);
        }
        assertEquals("Nothing yet.", text("#none"));
    }

    @Test
    void theServerIsRestartedWhileThePageIsOpen() throws Exception {
        try (Own own = Own.start(CorsRule.of("*"))) {
            browser.open(own.server.url());
            upload("verified", file("a.png", 3000));
            int port = URI.create(own.server.url()).getPort();
            own.server.close();
            browser.evaluate("document.querySelector('.upload').remove()");
            assertTrue(upload("failed", file("a.png", 3000)).contains("The application server cannot be reached."));
            try (DirectUploadServer restarted = Own.server(own.oss, own.bucket, own.keys, port)) {
                assertEquals(own.server.url(), restarted.url());
                click(".upload button");
                ends("verified");
            }
        }
    }

    @Test
    void whoHearsThePageHearsHowThingsStandAndNoPercentages() throws Exception {
        browser.evaluate("window.said = []; new MutationObserver(changes => { for (const change of changes)"
                + " for (const line of change.addedNodes) said.push(line.textContent); })"
                + ".observe(document.querySelector('[role=log]'), {childList: true})");
        upload("verified", file("large.jpg", 15_000_000));
        assertEquals(
                "large.jpg: Sending|large.jpg: Stored, and verified by the application server.",
                browser.evaluate("said.join('|')").textValue());
        assertEquals(
                0,
                browser.evaluate("[...document.querySelectorAll('[aria-live]')]"
                                + ".filter(live => live.querySelector('.upload') || live.closest('.upload')).length")
                        .intValue());
    }

    @Test
    void theProgressAndTheButtonHaveNames() throws Exception {
        chooseHeld(file("a.png", 3000));
        Set<String> named = new HashSet<>();
        for (JsonNode node : browser.call("Accessibility.getFullAXTree", Chromium.parameters())
                .get("nodes")) {
            named.add(node.at("/role/value").asText() + " "
                    + node.at("/name/value").asText());
        }
        assertTrue(
                named.containsAll(List.of("progressbar Progress of a.png", "button Cancel: a.png")), named::toString);
    }

    private static void media(String name, String value) throws Exception {
        ObjectNode parameters = Chromium.parameters();
        parameters.withArray("/features").addObject().put("name", name).put("value", value);
        browser.call("Emulation.setEmulatedMedia", parameters);
    }

    @Test
    void theKeyboardsFocusIsSeenWithForcedColours() throws Exception {
        media("forced-colors", "active");
        for (String type : List.of("rawKeyDown", "keyUp")) {
            browser.call(
                    "Input.dispatchKeyEvent",
                    Chromium.parameters()
                            .put("type", type)
                            .put("key", "Tab")
                            .put("code", "Tab")
                            .put("windowsVirtualKeyCode", 9));
        }
        assertEquals("files", browser.evaluate("document.activeElement.id").textValue());
        assertEquals(
                "solid 3px",
                browser.evaluate("(style => `${style.outlineStyle} ${style.outlineWidth}`)"
                                + "(getComputedStyle(document.getElementById('drop')))")
                        .textValue());
        upload("verified", file("a.png", 3000));
        picture("forced-colours");
    }

    @Test
    void darkAndNarrow() throws Exception {
        media("prefers-color-scheme", "dark");
        upload("verified", file("a-rather-long-name-of-a-picture-from-the-last-summer-holidays.png", 3000));
        whatIf("tampered");
        browser.evaluate("document.getElementById('trouble').open = false");
        upload("failed", file("b.png", 2000));
        picture("dark");
        browser.call(
                "Emulation.setDeviceMetricsOverride",
                Chromium.parameters()
                        .put("width", 375)
                        .put("height", 812)
                        .put("deviceScaleFactor", 2)
                        .put("mobile", true));
        assertEquals(
                375, browser.evaluate("document.documentElement.scrollWidth").intValue());
        picture("dark-narrow");
        media("prefers-color-scheme", "light");
        picture("narrow");
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.emulator.CorsRule;
import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.samples.testing.BrowserFixture;
import io.github.ossv4.samples.testing.Chromium;
import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The texts and the layout of the page. */
class DirectUploadBrowserTest extends BrowserFixture {
    @Test
    void showsSuccessAfterAllChecksumsMatch() throws Exception {
        Path file = file("cat 1+%.png", 3_000_000);
        takeScreenshot("empty");
        String text = upload("verified", file);
        assertContains("Stored and verified by the application server.", text);
        assertContains(Crc64.toString(Crc64.compute(Files.readAllBytes(file))) + ", equal at OSS", text);
        assertContains("3000000 bytes", text);
        assertContains("/cat 1+%.png", text);
        assertContains("image/png", text);
        assertEquals(
                "100",
                browser.evaluate("document.querySelector('.bar').ariaValueNow").asText());
        takeScreenshot("verified");
    }

    @Test
    void computesCrc64OfEveryLength() throws Exception {
        List<String> expected = new ArrayList<>();
        for (int length = 0; length < 70; length++) {
            byte[] bytes = new byte[length];
            for (int i = 0; i < length; i++) {
                bytes[i] = (byte) (i * 37 + length);
            }
            expected.add(Crc64.toString(Crc64.compute(bytes)));
        }
        assertEquals(
                String.join(",", expected),
                browser.evaluate("Promise.all(Array.from({length: 70}, (unused, length) => crc64(new Blob(["
                                + "new Uint8Array(length).map((zero, i) => i * 37 + length)]),"
                                + " new AbortController().signal))).then(values => values.join())")
                        .textValue());
    }

    @Test
    void uploadsSeveralFiles() throws Exception {
        browser.choose("#files", file("a.txt", 0), file("b.pdf", 1_000_000), file("c.gif", 5));
        waitForCount(3, ".upload[data-state=verified]");
        takeScreenshot("several");
    }

    @Test
    void uploadsDroppedFile() throws Exception {
        browser.evaluate("const files = new DataTransfer(); files.items.add(new File(['hello'], 'dropped.txt',"
                + " {type: 'text/plain'})); document.getElementById('drop').dispatchEvent(new DragEvent('drop',"
                + " {dataTransfer: files, cancelable: true}))");
        browser.waitFor("document.querySelector('.upload')?.dataset.state === 'verified'");
    }

    @Test
    void showsProgressInPercent() throws Exception {
        browser.evaluate("window.texts = []; new MutationObserver(changes => { for (const change of changes)"
                + " window.texts.push(change.target.textContent); })"
                + ".observe(document.getElementById('uploads'), {subtree: true, childList: true})");
        upload("verified", file("large.jpg", 15_000_000));
        browser.waitFor("window.texts.some(text => /Sending… \\d+ %/.test(text))");
    }

    @Test
    void rejectsFileOver5Gibibytes() throws Exception {
        Path file = folder.resolve("huge.mp4");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength((5L << 30) + 1);
        }
        assertContains("The file is larger than 5.0 GiB.", upload("failed", file));
        Files.delete(file);
    }

    @Test
    void rejectsFileOfOtherType() throws Exception {
        assertContains(
                "The file type must be image, video, PDF or plain text, was",
                upload("failed", file("program.exe", 10)));
    }

    @Test
    void rejectsFileOfOtherTypeWhileOthersWait() throws Exception {
        Path program = file("program.exe", 10);
        chooseAndHold(file("a.txt", 1), file("b.txt", 2), file("c.txt", 3), file("d.txt", 4));
        browser.choose("#files", program);
        browser.waitFor("document.querySelector('.upload').dataset.state === 'failed'");
        assertEquals(1, count(".upload[data-state=queued]"));
        release();
        waitForCount(4, ".upload[data-state=verified]");
    }

    @Test
    void namesTheEmulator() throws Exception {
        browser.waitFor("document.getElementById('emulator').checkVisibility()");
        assertContains("OSS is an emulator on this computer.", text("#emulator"));
    }

    @Test
    void showsUploadsAfterReloadAndOpensThem() throws Exception {
        Path file = Files.writeString(folder.resolve("cat.txt"), "meow");
        upload("verified", file);
        upload("failed", file("b.exe", 5));
        reload(1);
        String text = waitForResult("verified");
        assertContains("cat.txt", text);
        assertContains(Crc64.toString(Crc64.compute(Files.readAllBytes(file))), text);
        takeScreenshot("reloaded");
        browser.open(browser.evaluate("document.querySelector('.open').href").textValue());
        assertEquals(
                "text/plain meow",
                browser.evaluate("document.contentType + ' ' + document.body.innerText")
                        .textValue());
    }

    @Test
    void explainsErrorOfProxy() throws Exception {
        browser.evaluate("window.fetch = async () => new Response('<html>Bad Gateway</html>',"
                + " {status: 502, headers: {'Content-Type': 'text/html'}})");
        assertContains(
                "The application server failed (status 502). Try again later.", upload("failed", file("a.txt", 5)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            unchecked     | huge.png  | 20971521 | failed | Rejected by OSS: the file is larger than 20.0 MiB.
            unchecked     | page.html | 10       | failed | Rejected by OSS: this file type is not allowed.
            expired       | a.txt     | 10       | failed | Rejected by OSS: the form has expired.
            tampered      | a.txt     | 10       | failed | Rejected by OSS: the form was changed after it was signed.
            callback-down | a.txt     | 10       | stored | Stored, but the callback failed:
            oss-down      | a.txt     | 10       | failed | OSS cannot be reached, or its CORS rules
            """)
    void showsReasonOfSimulatedFailure(String failure, String name, int size, String state, String reason)
            throws Exception {
        simulate(failure);
        assertContains(reason, upload(state, file(name, size)));
        takeScreenshot(failure + "-" + name);
    }

    @Test
    void showsReasonOfRefusedForm() throws Exception {
        browser.evaluate("{ const append = FormData.prototype.append; FormData.prototype.append ="
                + " function (name, value) { append.call(this, name, name === 'key' ? 'other.txt' : value); }; }");
        String text = upload("failed", file("a.txt", 10));
        assertContains("Rejected by OSS: the form does not allow this upload.", text);
        assertContains("AccessDenied: Invalid according to Policy: Policy Condition failed:", text);
    }

    @Test
    void showsReasonOfOtherRefusals() throws Exception {
        assertEquals(
                "Rejected by OSS: InvalidArgument, The callback is <b>wrong</b>.",
                browser.evaluate("toError(400, '<Error><Code>InvalidArgument</Code><Message>The callback is"
                                + " &lt;b>wrong&lt;/b>.</Message></Error>', 'form').message")
                        .textValue());
        assertEquals(
                "OSS failed (status 403). Try again later.",
                browser.evaluate("toError(403, '<html>Forbidden</html>', 'form').message")
                        .textValue());
    }

    @Test
    void showsReasonOfRefusedOrigin() throws Exception {
        try (Emulator oss = start(Emulator.builder().cors("https://other.example"));
                DirectUpload sample = DirectUpload.withEmulator(0, oss)) {
            browser.open(sample.url());
            String text = upload("failed", file("a.txt", 10));
            assertContains("OSS cannot be reached, or its CORS rules do not allow this page.", text);
            assertContains(
                    "a CORS rule of the bucket must allow " + sample.url().replaceFirst("/$", ""), text);
        }
    }

    /** As SizeText of the emulator and ByteSize of the command line. */
    @Test
    void showsSizesAsTheCommandLine() throws Exception {
        assertEquals(
                "0 B|1023 B|1.0 KiB|1.5 KiB|100 KiB|99.9 KiB|1023 KiB|1.0 MiB|1.0 MiB|5.0 GiB",
                browser.evaluate("[0, 1023, 1024, 1536, 102400, 102348, 1048063, 1048064, 1048575, 5368709120]"
                                + ".map(formatSize).join('|')")
                        .textValue());
        upload("verified", file("a.png", 3000));
        assertEquals("2.9 KiB", text(".upload .size"));
    }

    @Test
    void showsOneByteInSingular() throws Exception {
        String text = upload("verified", file("a.txt", 1));
        assertTrue(text.contains("1 byte") && !text.contains("1 bytes"), text);
    }

    @Test
    void uploadsFileWithLongName() throws Exception {
        browser.evaluate("choose([new File(['hello'], '猫'.repeat(1000) + '.txt', {type: 'text/plain'})])");
        assertContains("猫.txt", waitForResult("verified"));
    }

    @Test
    void staysOnPageAfterDropOutsideDropArea() throws Exception {
        for (String type : List.of("dragover", "drop")) {
            assertTrue(
                    browser.evaluate("!document.querySelector('h1').dispatchEvent(new DragEvent('" + type + "',"
                                    + " {bubbles: true, cancelable: true, dataTransfer: new DataTransfer()}))")
                            .booleanValue(),
                    type);
        }
        assertEquals("No uploads yet.", text("#none"));
    }

    @Test
    void uploadsAfterRestartOfApplicationServer() throws Exception {
        try (Emulator oss = start(Emulator.builder().cors(CorsRule.of("*")))) {
            String url;
            try (DirectUpload sample = DirectUpload.withEmulator(0, oss)) {
                url = sample.url();
                browser.open(url);
                upload("verified", file("a.png", 3000));
            }
            browser.evaluate("document.querySelector('.upload').remove()");
            assertContains("The application server cannot be reached.", upload("failed", file("a.png", 3000)));
            try (DirectUpload restarted =
                    DirectUpload.withEmulator(URI.create(url).getPort(), oss)) {
                assertEquals(url, restarted.url());
                click(".upload button");
                waitForResult("verified");
            }
        }
    }

    @Test
    void announcesStatesWithoutPercentages() throws Exception {
        browser.evaluate("window.lines = []; new MutationObserver(changes => { for (const change of changes)"
                + " for (const line of change.addedNodes) lines.push(line.textContent); })"
                + ".observe(document.querySelector('[role=log]'), {childList: true})");
        upload("verified", file("large.jpg", 15_000_000));
        assertEquals(
                "large.jpg: Sending|large.jpg: Stored and verified by the application server.",
                browser.evaluate("lines.join('|')").textValue());
        assertEquals(
                0,
                browser.evaluate("[...document.querySelectorAll('[aria-live]')]"
                                + ".filter(live => live.querySelector('.upload') || live.closest('.upload')).length")
                        .intValue());
    }

    @Test
    void namesProgressBarAndButton() throws Exception {
        chooseAndHold(file("a.png", 3000));
        Set<String> names = new HashSet<>();
        for (JsonNode node : browser.call("Accessibility.getFullAXTree", Chromium.parameters())
                .get("nodes")) {
            names.add(node.at("/role/value").asText() + " "
                    + node.at("/name/value").asText());
        }
        assertTrue(
                names.containsAll(List.of("progressbar Progress of a.png", "button Cancel: a.png")), names::toString);
    }

    @Test
    void isAccessible() throws Exception {
        upload("verified", file("a.png", 3000));
        assertEquals(List.of(), browser.accessibilityViolations());
    }

    @Test
    void showsKeyboardFocusWithForcedColors() throws Exception {
        setMedia("forced-colors", "active");
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
        takeScreenshot("forced-colors");
    }

    @Test
    void saysWhatTheButtonRepeats() throws Exception {
        simulate("oss-down");
        upload("failed", file("b.png", 2000));
        assertEquals("Upload again", text(".upload button"));
        assertEquals(
                "Upload again: b.png",
                browser.evaluate("document.querySelector('.upload button').ariaLabel")
                        .textValue());
    }

    @Test
    void showsAdviceForDevelopersWithTheEmulator() throws Exception {
        browser.waitFor("document.getElementById('simulation').checkVisibility()");
        simulate("oss-down");
        assertContains(
                "If OSS is reachable, a CORS rule of the bucket must allow", upload("failed", file("b.png", 2000)));
        simulate("callback-down");
        assertContains("allow it with --callback-target", upload("stored", file("b.png", 2000)));
    }

    @Test
    void hidesAdviceForDevelopersFromEndUsers() throws Exception {
        // With the URL of a callback the server takes the emulator for OSS.
        try (BucketClient bucket = Target.of(emulator).client().build();
                DirectUploadServer server = DirectUploadServer.start(
                        0, bucket, emulator.bucket(), DirectUpload.verifier(emulator), "http://localhost:9/callback")) {
            browser.open(server.url());
            browser.evaluate("window.lines = []; console.info = line => lines.push(line)");
            String text = upload("stored", file("b.png", 2000));
            assertContains("Stored, but the callback failed", text);
            assertFalse(text.contains("--callback-target"), text);
            assertContains(
                    "allow it with --callback-target",
                    browser.evaluate("lines.join()").textValue());
            String page = text("body");
            assertFalse(page.contains("emulator on this computer") || page.contains("Simulate a failure"), page);
        }
    }

    @Test
    void showsEverySimulatedFailureInFull() throws Exception {
        browser.evaluate("document.getElementById('simulation').open = true");
        showOnPhone(320);
        // The page learns from the server that OSS is the emulator.
        browser.waitFor("document.getElementById('simulate').clientWidth > 0");
        assertEquals(
                "",
                browser.evaluate("(select => { const style = getComputedStyle(select);"
                                + " const pen = document.createElement('canvas').getContext('2d'); pen.font = style.font;"
                                // The arrow takes less than 24 pixels.
                                + " const width = select.clientWidth - parseFloat(style.paddingLeft)"
                                + " - parseFloat(style.paddingRight) - 24;"
                                + " return [...select.options].map(option => option.text)"
                                + ".filter(text => pen.measureText(text).width > width).join('|'); })"
                                + "(document.getElementById('simulate'))")
                        .textValue());
    }

    @Test
    void fitsNarrowScreen() throws Exception {
        setMedia("prefers-color-scheme", "dark");
        upload("verified", file("a-rather-long-name-of-a-picture-from-the-last-summer-holidays.png", 3000));
        simulate("tampered");
        browser.evaluate("document.getElementById('simulation').open = false");
        upload("failed", file("b.png", 2000));
        takeScreenshot("dark");
        showOnPhone(320);
        takeScreenshot("dark-narrow");
        setMedia("prefers-color-scheme", "light");
        takeScreenshot("narrow");
    }
}

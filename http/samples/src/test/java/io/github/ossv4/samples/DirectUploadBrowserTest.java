// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import io.github.ossv4.checksum.Crc64;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
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

    /** Chooses a file, waits for how it ends, and returns what the page then says of it. */
    private static String upload(String state, Path file) throws Exception {
        browser.choose("#files", file);
        browser.waitFor("document.querySelector('.upload')?.dataset.state === '" + state + "'"
                + " && !document.querySelector('.upload .state').textContent.includes('…')");
        return browser.evaluate("document.querySelector('.upload').innerText").textValue();
    }

    private static void picture(String name) throws Exception {
        String screenshots = System.getenv("OSSV4_SCREENSHOTS");
        if (screenshots != null) {
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
}

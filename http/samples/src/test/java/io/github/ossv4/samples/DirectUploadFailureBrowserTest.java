// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.emulator.CorsRule;
import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.emulator.Fault;
import io.github.ossv4.samples.testing.BrowserFixture;
import io.github.ossv4.samples.testing.UnresponsiveOss;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Damaged files, lost responses and events, and cancelled uploads. */
class DirectUploadFailureBrowserTest extends BrowserFixture {
    private static final CorsRule ANY_ORIGIN = CorsRule.of("*");
    private static final CorsRule HIDDEN_CRC64 = CorsRule.of("*").exposedHeaders();
    private static final String FIRST_HALF = "new File([value.slice(0, value.size / 2)], 'a', {type: value.type})";
    private static final String OTHER_BYTES = "new File([new Uint8Array(value.size)], 'a', {type: value.type})";

    /** Sends the value of an expression in place of the file. */
    private static void replaceFile(String expression) throws Exception {
        browser.evaluate("{ const append = FormData.prototype.append; FormData.prototype.append ="
                + " function (name, value) { append.call(this, name, name === 'file' ? " + expression
                + " : value); }; }");
    }

    private interface PageTest {
        void run(Emulator oss) throws Exception;
    }

    /** Runs a test with a page whose emulator has another CORS rule, and may be given faults. */
    private static void openPage(CorsRule rule, PageTest test) throws Exception {
        try (Emulator oss = start(Emulator.builder().cors(rule));
                DirectUpload sample = DirectUpload.withEmulator(0, oss)) {
            browser.open(sample.url());
            test.run(oss);
        }
    }

    @Test
    void showsDamageInTransit() throws Exception {
        replaceFile(OTHER_BYTES);
        Path file = file("a.png", 3000);
        String text = upload("failed", file);
        assertContains(
                "Damaged in transit: the CRC64 is " + Crc64.toString(Crc64.compute(Files.readAllBytes(file))), text);
        assertContains("Upload again", text);
    }

    @Test
    void showsDamageInTransitIfCallbackFails() throws Exception {
        replaceFile(OTHER_BYTES);
        simulate("callback-down");
        assertContains("Damaged in transit: the CRC64 is ", upload("failed", file("a.png", 3000)));
    }

    @Test
    void showsDamageInTransitIfCorsHidesCrc64() throws Exception {
        for (Map.Entry<String, String> damage : Map.of(
                        FIRST_HALF, "OSS stored 1500 bytes of 3000 bytes", OTHER_BYTES, "the CRC64 is ")
                .entrySet()) {
            openPage(HIDDEN_CRC64, oss -> {
                replaceFile(damage.getKey());
                assertContains("Damaged in transit: " + damage.getValue(), upload("failed", file("a.png", 3000)));
            });
        }
    }

    @Test
    void comparesByApplicationServerIfCorsHidesCrc64() throws Exception {
        openPage(HIDDEN_CRC64, oss -> {
            String text = upload("verified", file("a.png", 3000));
            assertContains(", equal at OSS according to the application server", text);
            browser.evaluate("document.querySelector('.upload').remove()");
            simulate("callback-down");
            text = upload("stored", file("a.png", 3000));
            assertContains("The bucket's CORS rule does not expose x-oss-hash-crc64ecma.", text);
        });
    }

    @Test
    void showsNoSuccessWithoutCrc64() throws Exception {
        openPage(HIDDEN_CRC64, oss -> {
            oss.inject(Fault.noCrc64().on("HeadObject"));
            assertContains("not compared: OSS returned no CRC64", upload("stored", file("a.png", 3000)));
        });
    }

    @Test
    void showsFailureIfStoredObjectDiffersFromCallback() throws Exception {
        openPage(ANY_ORIGIN, oss -> {
            oss.inject(Fault.wrongCrc64(1).on("HeadObject"));
            assertContains(
                    "Not confirmed: the stored object differs from the callback.",
                    upload("failed", file("a.png", 3000)));
        });
    }

    @Test
    void rejectsDeletedFile() throws Exception {
        Path file = file("deleted.png", 3000);
        chooseAndHold(file);
        Files.delete(file);
        release();
        String text = waitForResult("failed");
        assertContains("The file was changed or deleted", text);
        assertFalse(text.contains("Upload again"), text);
    }

    @Test
    void rejectsChangedFile() throws Exception {
        Path file = file("changed.png", 3000);
        chooseAndHold(file);
        Files.write(file, new byte[3000]);
        Files.setLastModifiedTime(file, FileTime.fromMillis(0));
        release();
        assertContains("The file was changed or deleted", waitForResult("failed"));
    }

    @Test
    void rejectsFileDeletedBeforeRequest() throws Exception {
        browser.evaluate("{ const send = XMLHttpRequest.prototype.send; const read = Blob.prototype.arrayBuffer;"
                + " const held = new Promise(resolve => window.release = resolve);"
                + " XMLHttpRequest.prototype.send = function (body) { held.then(() => send.call(this, body)); };"
                + " Blob.prototype.arrayBuffer = function () { const bytes = read.call(this);"
                + " bytes.then(() => { window.wasRead = true; }, () => {}); return bytes; }; }");
        Path file = file("deleted-later.png", 3000);
        browser.choose("#files", file);
        browser.waitFor("window.wasRead");
        Files.delete(file);
        release();
        assertContains("The file was changed or deleted", waitForResult("failed"));
    }

    @Test
    void rejectsUnreadableFile() throws Exception {
        browser.evaluate("Blob.prototype.slice = () => ({arrayBuffer: () =>"
                + " Promise.reject(new DOMException('unreadable', 'NotReadableError'))})");
        assertContains("The file was changed or deleted", upload("failed", file("a.png", 3000)));
    }

    @Test
    void uploadsWithSevenOpenPages() throws Exception {
        browser.evaluate("Promise.all(Array.from({length: 6}, () => new Promise(resolve => {"
                + " const page = document.createElement('iframe'); page.src = '/'; page.onload = resolve;"
                + " document.body.append(page); })))");
        upload("verified", file("a.png", 3000));
    }

    @Test
    void opensEventStreamOnlyDuringUpload() throws Exception {
        browser.evaluate("window.streams = []; window.EventSource = class extends EventSource {"
                + " constructor(url) { super(url); streams.push(this); } }");
        chooseAndHold(file("a.png", 3000));
        assertEquals(0, browser.evaluate("streams.length").intValue());
        release();
        waitForResult("verified");
        browser.waitFor("streams.length > 0 && streams.every(stream => stream.readyState === EventSource.CLOSED)");
    }

    @Test
    void receivesLostEventFromNextStream() throws Exception {
        browser.evaluate("TIMEOUTS.event = 200; window.lostEvents = 1; window.EventSource = class extends EventSource {"
                + " set onmessage(listener) { if (lostEvents-- > 0) return;"
                + " TIMEOUTS.event = 20_000; super.onmessage = listener; } }");
        upload("verified", file("a.png", 3000));
        assertTrue(browser.evaluate("lostEvents < 0").booleanValue());
    }

    @Test
    void showsStoredIfNoEventArrives() throws Exception {
        browser.evaluate("TIMEOUTS.event = 200; window.EventSource = class extends EventSource {"
                + " set onmessage(listener) {} }");
        String text = upload("stored", file("a.png", 3000));
        assertContains("The application server confirmed this to OSS, but not to this page", text);
        assertContains(", equal at OSS", text);
        browser.waitFor("events === null");
    }

    @Test
    void verifiesUploadAfterLostResponse() throws Exception {
        openPage(ANY_ORIGIN, oss -> {
            oss.inject(Fault.responseLost().on("PostObject").times(2));
            assertContains(
                    ", equal at OSS according to the application server", upload("verified", file("a.png", 3000)));
        });
    }

    @Test
    void retriesLostUpload() throws Exception {
        openPage(ANY_ORIGIN, oss -> {
            browser.evaluate("TIMEOUTS.event = 200");
            oss.inject(Fault.uploadReset(1 << 20).on("PostObject").times(2));
            assertContains("The response of OSS was lost", upload("failed", file("a.png", 3000)));
            browser.evaluate("TIMEOUTS.event = 20_000");
            click(".upload button");
            waitForResult("verified");
        });
    }

    @Test
    void retriesCancelledUpload() throws Exception {
        try (UnresponsiveOss oss = new UnresponsiveOss()) {
            sendTo(oss.url());
            browser.choose("#files", file("holiday.jpg", 15_000_000));
            browser.waitFor("/Sending… [1-9]\\d? %/.test(document.querySelector('.state')?.textContent)");
            assertEquals("Cancel", text(".upload button"));
            takeScreenshot("sending");
            click(".upload button");
            String text = waitForResult("cancelled");
            assertTrue(text.contains("Cancelled.") && text.contains("Upload again"), text);
            takeScreenshot("cancelled");
            sendToOss();
            click(".upload button");
            text = waitForResult("verified");
            assertFalse(text.contains("Upload again") || text.contains("Cancel"), text);
        }
    }

    @Test
    void cancelsOnceOnDoubleClick() throws Exception {
        chooseAndHold(file("a.png", 3000));
        browser.evaluate("for (const detail of [1, 2]) document.querySelector('.upload button')"
                + ".dispatchEvent(new MouseEvent('click', {detail, bubbles: true}))");
        assertContains("Upload again", waitForResult("cancelled"));
    }

    @Test
    void retriesStalledUpload() throws Exception {
        try (UnresponsiveOss oss = new UnresponsiveOss()) {
            sendTo(oss.url());
            browser.evaluate("TIMEOUTS.stall = 1000");
            assertContains("No progress for 1 seconds", upload("failed", file("large.jpg", 15_000_000)));
            takeScreenshot("stalled");
            browser.evaluate("TIMEOUTS.stall = 60_000");
            sendToOss();
            click(".upload button");
            waitForResult("verified");
        }
    }

    @Test
    void retriesUploadWithExpiredForm() throws Exception {
        simulate("expired");
        assertContains("Upload again", upload("failed", file("a.txt", 10)));
        simulate("");
        click(".upload button");
        String text = waitForResult("verified");
        assertEquals(1, text.split("CRC64", -1).length - 1, text);
    }

    @Test
    void uploadsThreeFilesInParallel() throws Exception {
        Path[] files = new Path[5];
        for (int i = 0; i < files.length; i++) {
            files[i] = file(i + ".txt", 100 + i);
        }
        chooseAndHold(files);
        waitForCount(3, ".upload[data-state=preparing]");
        assertEquals(2, count(".upload[data-state=queued]"));
        // Cancels the last file: the page shows the latest upload first.
        click(".upload[data-state=queued] button");
        release();
        waitForCount(4, ".upload[data-state=verified]");
        assertEquals(
                "cancelled",
                browser.evaluate("document.querySelector('.upload').dataset.state")
                        .textValue());
    }
}

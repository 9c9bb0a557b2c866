// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.emulator.CorsRule;
import io.github.ossv4.emulator.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Files, answers and events that are damaged or lost on the way, and uploads that are cancelled, in a real browser. */
class DirectUploadTroubleBrowserTest extends BrowserFixture {
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
                text.contains("Damaged on the way: CRC64 " + Crc64.toString(Crc64.compute(Files.readAllBytes(file)))),
                text);
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
                browser.open(own.server().url());
                damage(how.getKey());
                String text = upload("failed", file("a.png", 3000));
                assertTrue(text.contains("Damaged on the way: " + how.getValue()), text);
            }
        }
    }

    @Test
    void theServersWordCountsWhereCorsHidesTheCrc64() throws Exception {
        try (Own own = Own.start(CorsRule.of("*").exposedHeaders())) {
            browser.open(own.server().url());
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
            browser.open(own.server().url());
            own.oss().inject(Fault.noCrc64().on("HeadObject"));
            String text = upload("stored", file("a.png", 3000));
            assertTrue(text.contains("not compared: OSS tells no CRC64"), text);
        }
    }

    @Test
    void whatTheServerDoesNotConfirm() throws Exception {
        try (Own own = Own.start(CorsRule.of("*"))) {
            browser.open(own.server().url());
            own.oss().inject(Fault.wrongCrc64(1).on("HeadObject"));
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
            browser.open(own.server().url());
            own.oss().inject(Fault.responseLost().on("PostObject").times(2));
            String text = upload("verified", file("a.png", 3000));
            assertTrue(text.contains(", the same at OSS, which the application server asked"), text);
        }
    }

    @Test
    void anUploadThatIsLost() throws Exception {
        try (Own own = Own.start(CorsRule.of("*"))) {
            browser.open(own.server().url());
            browser.evaluate("PATIENCE.event = 200");
            own.oss().inject(Fault.uploadReset(1 << 20).on("PostObject").times(2));
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
}

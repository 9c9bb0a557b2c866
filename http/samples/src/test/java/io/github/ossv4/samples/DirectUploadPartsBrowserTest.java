// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.emulator.CorsRule;
import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.emulator.Fault;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.VerifyResult;
import io.github.ossv4.samples.testing.BrowserFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Files over 20 MiB, which the page sends in parts of 6 MiB. */
class DirectUploadPartsBrowserTest extends BrowserFixture {
    private static final int SIZE = 25_000_000;
    private static final int PARTS = 4;
    private static final int PART_SIZE = 6 << 20;

    @AfterEach
    void deleteFiles() throws Exception {
        Files.deleteIfExists(folder.resolve("film.mp4"));
    }

    /** Sends this number of parts, and holds the others. Counts all in {@code puts}. */
    private static void holdPartsAfter(int count) throws Exception {
        browser.evaluate("{ const send = window.realSend ?? XMLHttpRequest.prototype.send; window.realSend = send;"
                + " window.puts = 0; window.stored = 0; XMLHttpRequest.prototype.send = function (body) {"
                + " if (++puts > " + count + ") return;"
                + " this.addEventListener('load', () => stored++); send.call(this, body); }; }");
    }

    private static void countParts() throws Exception {
        holdPartsAfter(Integer.MAX_VALUE);
    }

    private static int puts() throws Exception {
        return browser.evaluate("puts").intValue();
    }

    /** Returns how often the page asked the application server to complete an upload. */
    private static int completions() throws Exception {
        return browser.evaluate("performance.getEntriesByType('resource')"
                        + ".filter(request => request.name.includes('/complete')).length")
                .intValue();
    }

    /** Replaces the bytes of the first part that is sent. The file itself does not change. */
    private static void damageOnePart() throws Exception {
        browser.evaluate("{ const send = XMLHttpRequest.prototype.send; window.puts = 0;"
                + " XMLHttpRequest.prototype.send = function (body) {"
                + " send.call(this, ++puts === 1 ? new Blob([new Uint8Array(body.size)]) : body); }; }");
    }

    /** Compares the object of the latest upload with a file. */
    private static void assertStored(Emulator oss, Path file) throws Exception {
        String key = browser.evaluate("[...document.querySelectorAll('.upload:first-child dt')]"
                        + ".find(term => term.textContent === 'Object').nextSibling.textContent")
                .textValue();
        try (BucketClient bucket = Target.of(oss).client().build()) {
            VerifyResult verified = bucket.verify(key, file);
            assertTrue(verified.isSame(), verified.toString());
            assertEquals("video/mp4", bucket.head(key).contentType());
        }
    }

    private static void assertNoUploads(Emulator oss) throws Exception {
        try (BucketClient bucket = Target.of(oss).client().build()) {
            assertEquals(0, bucket.listMultipartUploads("").stream().toList().size());
        }
    }

    /** Chooses a file, waits until two parts are stored, pauses the upload, and reloads the page. */
    private static Path pauseAndReload() throws Exception {
        Path file = file("film.mp4", SIZE);
        holdPartsAfter(2);
        browser.choose("#files", file);
        browser.waitFor("/Sending… (4[89]|5\\d) %/.test(document.querySelector('.upload .state')?.textContent)");
        // The bytes are counted before OSS has responded.
        browser.waitFor("stored === 2");
        click(".upload button");
        assertContains("Paused at ", text(".upload"));
        reload(1);
        browser.waitFor("/Paused at (4[89]|5\\d) %. Choose/.test(document.querySelector('.state').textContent)");
        return file;
    }

    @Test
    void resumesAfterReload() throws Exception {
        Path file = pauseAndReload();
        takeScreenshot("paused");
        showOnPhone(320);
        takeScreenshot("paused-narrow");
        countParts();
        assertContains("Stored and verified by the application server.", upload("verified", file));
        assertEquals(PARTS - 2, puts());
        assertStored(emulator, file);
        reload(1);
        waitForResult("verified");
    }

    @Test
    void resumesPausedUploadOnSamePage() throws Exception {
        Path file = file("film.mp4", SIZE);
        holdPartsAfter(2);
        browser.choose("#files", file);
        browser.waitFor("puts > 2");
        click(".upload button");
        browser.waitFor("document.querySelector('.upload').dataset.state === 'paused'");
        countParts();
        click(".upload button");
        waitForResult("verified");
        assertStored(emulator, file);
    }

    @Test
    void sendsPartAgainIfFileChangedBeforeResume() throws Exception {
        Path file = pauseAndReload();
        FileTime modified = Files.getLastModifiedTime(file);
        byte[] bytes = Files.readAllBytes(file);
        bytes[5] ^= 1;
        bytes[PART_SIZE + 5] ^= 1;
        Files.write(file, bytes, StandardOpenOption.TRUNCATE_EXISTING);
        Files.setLastModifiedTime(file, modified);
        upload("verified", file);
        assertStored(emulator, file);
    }

    @Test
    void sendsDamagedPartAgain() throws Exception {
        Path file = file("film.mp4", SIZE);
        damageOnePart();
        assertContains("1 part was damaged and sent again", upload("verified", file));
        assertEquals(PARTS + 1, puts());
        assertEquals(1, completions());
        assertStored(emulator, file);
    }

    @Test
    void sendsDamagedPartAgainIfOnlyApplicationServerNotices() throws Exception {
        try (Emulator oss = start(Emulator.builder().cors(CorsRule.of("*").exposedHeaders()));
                DirectUpload sample = DirectUpload.withEmulator(0, oss)) {
            browser.open(sample.url());
            Path file = file("film.mp4", SIZE);
            damageOnePart();
            assertContains("1 part was damaged and sent again", upload("verified", file));
            assertEquals(2, completions());
            assertStored(oss, file);
        }
    }

    @Test
    void replacesExpiredUrl() throws Exception {
        simulate("expired");
        Path file = file("film.mp4", SIZE);
        countParts();
        upload("verified", file);
        assertTrue(puts() > PARTS, puts() + " requests");
        assertStored(emulator, file);
    }

    @Test
    void retriesAfterErrorsAndLostResponses() throws Exception {
        try (Emulator oss = start(DirectUpload.emulator());
                DirectUpload sample = DirectUpload.withEmulator(0, oss)) {
            browser.open(sample.url());
            browser.evaluate("RETRY.delay = 10");
            oss.inject(Fault.error(503, "ServiceUnavailable").on("UploadPart"));
            oss.inject(Fault.responseLost().on("UploadPart"));
            oss.inject(Fault.uploadReset(1 << 20).on("UploadPart"));
            Path file = file("film.mp4", SIZE);
            upload("verified", file);
            assertStored(oss, file);
        }
    }

    @Test
    void verifiesAfterLostResponseOfCompletion() throws Exception {
        try (Emulator oss = start(DirectUpload.emulator());
                DirectUpload sample = DirectUpload.withEmulator(0, oss)) {
            browser.open(sample.url());
            oss.inject(Fault.responseLost().on("CompleteMultipartUpload"));
            Path file = file("film.mp4", SIZE);
            upload("verified", file);
            assertStored(oss, file);
        }
    }

    @Test
    void cancelDeletesParts() throws Exception {
        try (Emulator oss = start(DirectUpload.emulator());
                DirectUpload sample = DirectUpload.withEmulator(0, oss)) {
            browser.open(sample.url());
            holdPartsAfter(2);
            browser.choose("#files", file("film.mp4", SIZE));
            browser.waitFor("puts > 2");
            click(".upload button:nth-of-type(2)");
            assertContains("Cancelled. OSS has deleted its parts.", waitForResult("cancelled"));
            assertNoUploads(oss);
            browser.open(sample.url());
            assertEquals(0, count(".upload"));
        }
    }

    @Test
    void showsReasonOfSimulatedFailures() throws Exception {
        browser.evaluate("RETRY.delay = 10");
        Path file = file("film.mp4", SIZE);
        simulate("tampered");
        assertContains("Rejected by OSS: the URL was changed after it was signed.", upload("failed", file));
        simulate("oss-down");
        assertContains("OSS cannot be reached, or its CORS rules", upload("failed", file));
        assertEquals("Resume", text(".upload button"));
        simulate("callback-down");
        assertContains("Stored, but the callback failed:", upload("stored", file));
        takeScreenshot("parts-callback-down");
        simulate("damaged");
        assertContains("1 part was damaged and sent again", upload("verified", file));
    }

    @Test
    void sendsSeveralFilesInParts() throws Exception {
        Path film = file("film.mp4", SIZE);
        Path other = file("other.mp4", SIZE + 1);
        browser.choose("#files", film, other, file("a.txt", 5));
        waitForCount(3, ".upload[data-state=verified]");
        Files.delete(other);
    }

    @Test
    @Tag("stress")
    void uploads300MegabytesPausedReloadedAndResumed() throws Exception {
        Path file = folder.resolve("film.mp4");
        long seed = System.nanoTime();
        System.out.println("DirectUploadPartsBrowserTest seed " + seed);
        Random random = new Random(seed);
        byte[] block = new byte[1_000_000];
        for (int i = 0; i < 300; i++) {
            random.nextBytes(block);
            Files.write(file, block, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
        countParts();
        browser.choose("#files", file);
        browser.waitFor("/Sending… [3-9]\\d %/.test(document.querySelector('.upload .state')?.textContent)");
        click(".upload button");
        browser.waitFor("document.querySelector('.upload').dataset.state === 'paused'");
        int before = puts();
        reload(1);
        browser.waitFor("/Paused at \\d+ %. Choose/.test(document.querySelector('.state').textContent)");
        countParts();
        String longest = "window.longest = 0; new PerformanceObserver(list => { for (const task of list.getEntries())"
                + " longest = Math.max(longest, task.duration); }).observe({type: 'longtask'})";
        browser.evaluate(longest);
        long start = System.nanoTime();
        upload("verified", file);
        System.out.printf(
                "%d parts before the reload, %d after it in %d ms; longest task of the page %s ms%n",
                before, puts(), (System.nanoTime() - start) / 1_000_000, browser.evaluate("longest"));
        assertTrue(puts() < 48 && before > 10, before + " and " + puts());
        assertStored(emulator, file);
        assertNoUploads(emulator);
    }
}

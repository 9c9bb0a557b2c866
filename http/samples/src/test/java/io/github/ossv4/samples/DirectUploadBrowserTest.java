// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.emulator.CorsRule;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the page shows and says, in a real browser. */
class DirectUploadBrowserTest extends BrowserFixture {
    @Test
    void theCallbacksVerifiedContentAppears() throws Exception {
        Path file = file("cat 1+%.png", 3_000_000);
        picture("empty");
        String text = upload("verified", file);
        assertTrue(text.contains("Stored, and verified by the application server."), text);
        assertTrue(text.contains(Crc64.toString(Crc64.compute(Files.readAllBytes(file))) + ", the same at OSS"), text);
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
            browser.open(own.server().url());
            upload("verified", file("a.png", 3000));
            int port = URI.create(own.server().url()).getPort();
            own.server().close();
            browser.evaluate("document.querySelector('.upload').remove()");
            assertTrue(upload("failed", file("a.png", 3000)).contains("The application server cannot be reached."));
            try (DirectUploadServer restarted = Own.server(own.oss(), own.bucket(), own.keys(), port)) {
                assertEquals(own.server().url(), restarted.url());
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

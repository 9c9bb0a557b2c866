// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.samples.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.samples.DirectUpload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page in Chromium. Without Chromium its tests are skipped with a message; with {@code OSSV4_TOOLS=required} in the
 * environment they fail. {@code OSSV4_SCREENSHOTS} is a folder for screenshots.
 */
public abstract class BrowserFixture {
    @TempDir
    protected static Path folder;

    protected static Chromium browser;

    protected static Emulator emulator;

    private static DirectUpload sample;

    @BeforeAll
    static void start() throws Exception {
        browser = Chromium.startOrSkip();
        emulator = start(DirectUpload.emulator());
        sample = DirectUpload.withEmulator(0, emulator);
    }

    @AfterAll
    static void stop() throws Exception {
        if (browser != null) {
            browser.open("about:blank");
        }
        if (sample != null) {
            sample.close();
        }
        if (emulator != null) {
            emulator.close();
        }
    }

    /** Starts an emulator that waits longer for callbacks than OSS does, for a busy machine. */
    protected static Emulator start(Emulator.Builder builder) throws IOException {
        return builder.callbackTimeout(Duration.ofSeconds(60)).start();
    }

    @BeforeEach
    void open() throws Exception {
        browser.call("Emulation.clearDeviceMetricsOverride", Chromium.parameters());
        browser.call("Emulation.setEmulatedMedia", Chromium.parameters());
        // Each test is a new visitor, whose list of uploads is empty.
        browser.call("Network.clearBrowserCookies", Chromium.parameters());
        browser.open(sample.url());
    }

    /** Reloads the page, and waits until it shows the uploads of the visitor. */
    protected static void reload(int uploads) throws Exception {
        browser.open(browser.evaluate("location.href").textValue());
        waitForCount(uploads, ".upload");
    }

    protected static Path file(String name, int size) throws Exception {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return Files.write(folder.resolve(name), bytes);
    }

    protected static void simulate(String failure) throws Exception {
        browser.evaluate("document.getElementById('simulation').open = true;"
                + "document.getElementById('simulate').value = '" + failure + "'");
    }

    /** Sends uploads to another URL, until {@link #sendToOss}. */
    protected static void sendTo(String url) throws Exception {
        browser.evaluate("{ const open = XMLHttpRequest.prototype.open;"
                + " XMLHttpRequest.prototype.open = function (method, url) {"
                + " return open.call(this, method, window.uploadUrl ?? url); };"
                + " window.uploadUrl = '" + url + "'; }");
    }

    protected static void sendToOss() throws Exception {
        browser.evaluate("window.uploadUrl = null");
    }

    /** Chooses files, and delays the requests for forms until {@link #release}. */
    protected static void chooseAndHold(Path... files) throws Exception {
        browser.evaluate("{ const fetch = window.fetch; const held = new Promise(resolve => window.release = resolve);"
                + " window.fetch = async (...parameters) => { await held; return fetch(...parameters); }; }");
        browser.choose("#files", files);
        browser.waitFor("document.querySelector('.upload[data-state=preparing]') !== null");
    }

    protected static void release() throws Exception {
        browser.evaluate("release()");
    }

    protected static String text(String selector) throws Exception {
        return browser.evaluate("document.querySelector('" + selector + "').innerText")
                .textValue();
    }

    protected static int count(String selector) throws Exception {
        return browser.evaluate("document.querySelectorAll('" + selector + "').length")
                .intValue();
    }

    protected static void waitForCount(int count, String selector) throws Exception {
        browser.waitFor("document.querySelectorAll('" + selector + "').length === " + count);
    }

    protected static void click(String selector) throws Exception {
        browser.evaluate("document.querySelector('" + selector + "').click()");
    }

    /** Waits until the latest upload completes with a state, and returns its text. */
    protected static String waitForResult(String state) throws Exception {
        browser.waitFor("document.querySelector('.upload')?.dataset.state === '" + state + "'"
                + " && !document.querySelector('.upload .state').textContent.includes('…')");
        return text(".upload");
    }

    /** Chooses a file, waits until its upload completes with a state, and returns the text of the upload. */
    protected static String upload(String state, Path file) throws Exception {
        browser.choose("#files", file);
        return waitForResult(state);
    }

    protected static void assertContains(String expected, String text) {
        assertTrue(text.contains(expected), text);
    }

    protected static void takeScreenshot(String name) throws Exception {
        String screenshots = System.getenv("OSSV4_SCREENSHOTS");
        if (screenshots != null) {
            browser.evaluate("Promise.all(document.getAnimations().map(animation => animation.finished))");
            browser.takeScreenshot(Path.of(screenshots, name + ".png"));
        }
    }

    /** Shows the page on a phone of this width, and checks that it does not scroll sideways. */
    protected static void showOnPhone(int width) throws Exception {
        browser.showOnPhone(width);
        assertEquals(
                width, browser.evaluate("document.documentElement.scrollWidth").intValue());
        assertTrue(
                browser.evaluate("[...document.querySelectorAll('.state')]"
                                + ".every(state => state.getBoundingClientRect().width > " + width * 2 / 3 + ")")
                        .booleanValue(),
                "the buttons leave too little room for the text");
    }

    protected static void setMedia(String name, String value) throws Exception {
        browser.setMedia(name, value);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.samples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ossv4.emulator.CorsRule;
import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.callback.CallbackKeyFetcher;
import io.github.ossv4.sign.Credentials;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page in a real browser. Without Chromium its tests are skipped and say so; with {@code OSSV4_BROWSER=required} in the
 * environment they fail. {@code OSSV4_SCREENSHOTS} names a folder for pictures.
 */
abstract class BrowserFixture {
    @TempDir
    static Path folder;

    static DirectUpload sample;
    static Chromium browser;

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

    static Path file(String name, int size) throws Exception {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return Files.write(folder.resolve(name), bytes);
    }

    static void whatIf(String choice) throws Exception {
        browser.evaluate("document.getElementById('trouble').open = true;"
                + "document.getElementById('what-if').value = '" + choice + "'");
    }

    /** The server with an OSS of its own. */
    record Own(Emulator oss, BucketClient bucket, CallbackKeyFetcher keys, DirectUploadServer server)
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
            DirectUploadServer server =
                    DirectUploadServer.start(port, bucket, oss.bucket(), keys, oss.publicKeyUrl(), null);
            oss.addCallbackTarget(server.port());
            return server;
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
    static final class DeafOss implements AutoCloseable {
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
    static void hold() throws Exception {
        browser.evaluate("{ const ask = window.fetch; const held = new Promise(go => window.letGo = go);"
                + " window.fetch = async (...what) => { await held; return ask(...what); }; }");
    }

    static void chooseHeld(Path... files) throws Exception {
        hold();
        browser.choose("#files", files);
        browser.waitFor("document.querySelector('.upload[data-state=preparing]') !== null");
    }

    static String text(String selector) throws Exception {
        return browser.evaluate("document.querySelector('" + selector + "').innerText")
                .textValue();
    }

    static void click(String selector) throws Exception {
        browser.evaluate("document.querySelector('" + selector + "').click()");
    }

    static String ends(String state) throws Exception {
        browser.waitFor("document.querySelector('.upload')?.dataset.state === '" + state + "'"
                + " && !document.querySelector('.upload .state').textContent.includes('…')");
        return text(".upload");
    }

    /** Chooses a file, waits for how it ends, and returns what the page then says of it. */
    static String upload(String state, Path file) throws Exception {
        browser.choose("#files", file);
        return ends(state);
    }

    static void picture(String name) throws Exception {
        String screenshots = System.getenv("OSSV4_SCREENSHOTS");
        if (screenshots != null) {
            browser.evaluate("Promise.all(document.getAnimations().map(animation => animation.finished))");
            browser.screenshot(Path.of(screenshots, name + ".png"));
        }
    }

    static void media(String name, String value) throws Exception {
        ObjectNode parameters = Chromium.parameters();
        parameters.withArray("/features").addObject().put("name", name).put("value", value);
        browser.call("Emulation.setEmulatedMedia", parameters);
    }
}

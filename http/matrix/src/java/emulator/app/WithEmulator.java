// SPDX-License-Identifier: Apache-2.0
package app;

import com.sun.net.httpserver.HttpServer;
import io.github.ossv4.emulator.Emulator;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Runs a command, or else {@link Uploads} in this process, with an emulator and an application server. */
public final class WithEmulator {
    private WithEmulator() {}

    public static void main(String[] command) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/uploaded", exchange -> {
            try (exchange) {
                exchange.getRequestBody().readAllBytes();
                byte[] json = "{\"Status\":\"OK\"}".getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, json.length);
                exchange.getResponseBody().write(json);
            }
        });
        server.start();
        int status = 0;
        int port = server.getAddress().getPort();
        try (Emulator emulator = Emulator.builder()
                .accessKey("id", "secret")
                .callbackTarget(port)
                .start()) {
            String callbackUrl = "http://127.0.0.1:" + port + "/uploaded";
            if (command.length == 0) {
                Uploads.main(new String[] {emulator.endpoint(), callbackUrl});
            } else {
                List<String> whole = new ArrayList<>(List.of(command));
                whole.add(emulator.endpoint());
                whole.add(callbackUrl);
                status = new ProcessBuilder(whole).inheritIO().start().waitFor();
            }
        } finally {
            server.stop(0);
        }
        System.exit(status);
    }
}

// SPDX-License-Identifier: Apache-2.0
package app;

import com.sun.net.httpserver.HttpServer;
import io.github.ossv4.emulator.Emulator;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs a command with an emulator and an application server. Without arguments, runs {@link Uploads} in this process.
 * Appends the endpoint and the URL of the callback to the arguments.
 */
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
                List<String> commandLine = new ArrayList<>(List.of(command));
                commandLine.add(emulator.endpoint());
                commandLine.add(callbackUrl);
                status = new ProcessBuilder(commandLine).inheritIO().start().waitFor();
            }
        } finally {
            server.stop(0);
        }
        System.exit(status);
    }
}

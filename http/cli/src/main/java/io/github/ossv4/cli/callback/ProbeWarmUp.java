// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.callback;

import io.github.ossv4.cli.callback.ProbeTls.Sni;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.time.Duration;
import javax.net.ssl.SSLSocket;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Calls that load the classes of a probe, which take the JVM a few tenths of a second: otherwise they would be part of
 * the measured time, and OSS does not need them. Their failures are those of the probe, so they are ignored. Immutable.
 */
record ProbeWarmUp(HttpUrl target, Sni sni, Duration limit) {
    /**
     * Gets a key from the server of this process, and opens a TLS connection to a target that is https. The application
     * server receives no request.
     */
    void run(HttpUrl key) {
        OkHttpClient client = new OkHttpClient.Builder()
                .proxy(Proxy.NO_PROXY)
                .callTimeout(limit)
                .build();
        try (Response response =
                client.newCall(new Request.Builder().url(key).build()).execute()) {
            response.body().bytes();
        } catch (IOException e) {
            // See above.
        }
        client.connectionPool().evictAll();
        if (target.isHttps()) {
            handshake();
        }
    }

    /** A context of its own: a resumed session would not show the certificate. */
    private void handshake() {
        int milliseconds = (int) limit.toMillis();
        try (Socket socket = new Socket(Proxy.NO_PROXY)) {
            socket.connect(new InetSocketAddress(target.host(), target.port()), milliseconds);
            socket.setSoTimeout(milliseconds);
            try (SSLSocket tls =
                    (SSLSocket) ProbeTls.of(sni).createSocket(socket, target.host(), target.port(), true)) {
                tls.startHandshake();
            }
        } catch (IOException e) {
            // See above.
        }
    }
}

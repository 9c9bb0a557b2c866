// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import io.github.ossv4.emulator.internal.console.Console;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.util.List;

/**
 * A check whether a running emulator accepts requests, for containers without a shell and curl.
 *
 * @param endpoint such as {@code http://127.0.0.1:9000}
 */
record HealthCheck(String endpoint) {
    private static final int TIMEOUT_MILLIS = 5000;

    /**
     * Returns the check that options describe.
     *
     * @throws IllegalArgumentException unless they are {@code --check-health} and an endpoint with http
     */
    static HealthCheck of(List<String> options) {
        if (options.size() != 2 || !options.get(0).equals("--check-health")) {
            throw new IllegalArgumentException("--check-health requires an endpoint, and no other option");
        }
        String endpoint = options.get(1);
        if (endpoint.indexOf('@') >= 0) {
            // Not shown: it may contain a password.
            throw new IllegalArgumentException("--check-health requires an endpoint without a user");
        }
        if (!endpoint.startsWith("http://")) {
            throw new IllegalArgumentException("--check-health requires an endpoint with http://, was " + endpoint);
        }
        return new HealthCheck(endpoint.replaceFirst("/$", ""));
    }

    /**
     * Throws unless the emulator responds with 200.
     *
     * @throws IOException if the response is not 200 within five seconds, or there is none
     */
    void run() throws IOException {
        URI uri = URI.create(endpoint + Console.HEALTH);
        if (uri.getPort() > 0xFFFF) {
            throw new IllegalArgumentException("the port must be at most 65535, was " + uri.getPort());
        }
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection(Proxy.NO_PROXY);
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        int status;
        try {
            status = connection.getResponseCode();
        } catch (IOException e) {
            throw new IOException("no response from " + uri + ": " + e.getMessage(), e);
        }
        if (status != HttpURLConnection.HTTP_OK) {
            throw new IOException("the response from " + uri + " must be 200, was " + status);
        }
    }
}

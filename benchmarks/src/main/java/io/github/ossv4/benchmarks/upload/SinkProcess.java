// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.upload;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A {@link Sink} in a process of its own. */
final class SinkProcess implements AutoCloseable {
    private final Process process;
    private final String endpoint;

    SinkProcess() throws IOException {
        process = Jvm.of(List.of(), System.getProperty("java.class.path"), Sink.class.getName())
                .start();
        BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
        endpoint = said.readLine();
    }

    String endpoint() {
        return endpoint;
    }

    /** How long the object is that was uploaded. */
    long stored() throws IOException {
        HttpURLConnection connection = (HttpURLConnection) new URL(endpoint + "/examplebucket/large").openConnection();
        connection.setRequestMethod("HEAD");
        return connection.getContentLengthLong();
    }

    void delete() throws IOException {
        HttpURLConnection connection = (HttpURLConnection) new URL(endpoint + "/examplebucket/large").openConnection();
        connection.setRequestMethod("DELETE");
        connection.getResponseCode();
    }

    @Override
    public void close() {
        process.destroy();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.upload;

import io.github.ossv4.benchmarks.harness.Jvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A {@link Sink} in its own process. */
public final class SinkProcess implements AutoCloseable {
    private final Process process;
    private final String endpoint;

    /** Starts it. */
    public SinkProcess() throws IOException {
        process = Jvm.builder(List.of(), System.getProperty("java.class.path"), Sink.class.getName())
                .start();
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        endpoint = output.readLine();
    }

    public String endpoint() {
        return endpoint;
    }

    /** Returns the length of the uploaded object. */
    long stored() throws IOException {
        return request("HEAD").getContentLengthLong();
    }

    void delete() throws IOException {
        request("DELETE").getResponseCode();
    }

    private HttpURLConnection request(String method) throws IOException {
        URL object = URI.create(endpoint + "/examplebucket/large").toURL();
        HttpURLConnection connection = (HttpURLConnection) object.openConnection();
        connection.setRequestMethod(method);
        return connection;
    }

    @Override
    public void close() {
        process.destroy();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.calls;

import io.github.ossv4.benchmarks.harness.Jvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;

/** A process that makes calls with one client. It is idle between them. */
final class ClientProcess implements AutoCloseable {
    private final MeasuredClient client;
    private final Process process;
    private final PrintWriter input;
    private final BufferedReader output;

    ClientProcess(MeasuredClient client, String endpoint) throws IOException {
        this.client = client;
        ProcessBuilder builder = Jvm.builder(List.of(), client.classPath(), client.mainClass(), endpoint);
        process = builder.start();
        input = new PrintWriter(process.outputWriter(), true);
        output = process.inputReader();
    }

    MeasuredClient client() {
        return client;
    }

    Usage use(Calls calls) throws IOException {
        input.println(calls.line());
        String line = output.readLine();
        // The SDKs log to the standard output.
        while (line != null && !Usage.isUsage(line)) {
            System.out.println(line);
            line = output.readLine();
        }
        if (line == null) {
            throw new IOException("the client has exited");
        }
        return Usage.parse(line);
    }

    @Override
    public void close() {
        process.destroy();
    }
}

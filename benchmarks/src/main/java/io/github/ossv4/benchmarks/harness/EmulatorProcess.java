// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An emulator in its own JVM, with default flags. Its key is {@code id} with the secret {@code secret}. */
public final class EmulatorProcess implements AutoCloseable {
    private static final long TIME_LIMIT = TimeUnit.MINUTES.toNanos(1);

    private final Process process;

    private EmulatorProcess(Process process) {
        this.process = process;
    }

    /**
     * Starts an emulator, and waits until it accepts requests.
     *
     * @param output where its log goes
     */
    public static EmulatorProcess start(Path jar, int port, ProcessBuilder.Redirect output, String... options)
            throws IOException, InterruptedException {
        Path ready = Files.createTempFile("ossv4-", ".ready");
        Files.delete(ready);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-jar", jar.toString(), "--port", Integer.toString(port)));
        command.addAll(List.of("--ready-file", ready.toString()));
        command.addAll(List.of(options));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output);
        builder.environment().put("OSS_ACCESS_KEY_ID", "id");
        builder.environment().put("OSS_ACCESS_KEY_SECRET", "secret");
        Process process = builder.start();
        long start = System.nanoTime();
        try {
            while (!Files.exists(ready)) {
                if (process.waitFor(1, TimeUnit.MILLISECONDS) || System.nanoTime() - start > TIME_LIMIT) {
                    throw new IOException("the emulator did not start: " + String.join(" ", command));
                }
            }
        } catch (Throwable t) {
            process.destroyForcibly();
            throw t;
        }
        return new EmulatorProcess(process);
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.opentest4j.TestAbortedException;

/** A command in its own process, whose output is read as it comes. Thread-safe. */
public final class RunningCli {
    private static final int SECONDS = 120;

    /** SIGINT is signal 2, and bit 0 is that of signal 1. */
    private static final long SIGINT_BIT = 2;

    private final Process process;
    private final Stream out;
    private final Stream err;

    RunningCli(Process process) {
        this.process = process;
        this.out = new Stream(process.getInputStream());
        this.err = new Stream(process.getErrorStream());
    }

    /**
     * Sends SIGINT, as Ctrl-C does. Skips the test if this build is a background job, which inherits that SIGINT is
     * ignored.
     */
    public void interrupt() throws IOException, InterruptedException {
        if (ignoresInterrupt()) {
            process.destroyForcibly();
            throw new TestAbortedException("SIGINT is ignored here: this build was started in the background");
        }
        kill("-INT");
    }

    /** Sends SIGTERM, and unlike {@link Process#destroy} leaves the streams open. */
    public void terminate() throws IOException, InterruptedException {
        kill("-TERM");
    }

    private void kill(String signal) throws IOException, InterruptedException {
        new ProcessBuilder("kill", signal, Long.toString(process.pid())).start().waitFor();
    }

    private boolean ignoresInterrupt() throws IOException {
        Path status = Path.of("/proc/" + process.pid() + "/status");
        if (!Files.exists(status)) {
            return false;
        }
        for (String line : Files.readAllLines(status)) {
            if (line.startsWith("SigIgn:")) {
                return (Long.parseUnsignedLong(line.substring(7).trim(), 16) & SIGINT_BIT) != 0;
            }
        }
        return false;
    }

    /** Returns the process. */
    public Process process() {
        return process;
    }

    /** Waits until standard output contains a text, and returns it so far. */
    public String awaitOut(String text) throws InterruptedException {
        return out.await(text);
    }

    /** Waits until standard error contains a text, and returns it so far. */
    public String awaitErr(String text) throws InterruptedException {
        return err.await(text);
    }

    /** Waits for the end of the command. */
    public CliResult await() throws InterruptedException {
        try {
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("the command does not end: " + out.text() + err.text());
            }
            return new CliResult(process.exitValue(), out.whole(), err.whole());
        } finally {
            process.destroyForcibly();
        }
    }

    /** A stream that a thread reads. */
    private static final class Stream {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final Thread reader;
        private boolean ended;

        Stream(InputStream stream) {
            reader = new Thread(() -> read(stream));
            reader.setDaemon(true);
            reader.start();
        }

        private void read(InputStream stream) {
            byte[] buffer = new byte[8192];
            try (stream) {
                for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
                    synchronized (this) {
                        bytes.write(buffer, 0, read);
                        notifyAll();
                    }
                }
            } catch (IOException e) {
                // The process was killed.
            } finally {
                synchronized (this) {
                    ended = true;
                    notifyAll();
                }
            }
        }

        synchronized String text() {
            return bytes.toString(StandardCharsets.UTF_8);
        }

        String whole() throws InterruptedException {
            reader.join();
            return text();
        }

        synchronized String await(String expected) throws InterruptedException {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
            while (!text().contains(expected)) {
                long rest = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (ended || rest <= 0) {
                    throw new AssertionError("there is no " + expected + " in: " + text());
                }
                wait(rest);
            }
            return text();
        }
    }
}

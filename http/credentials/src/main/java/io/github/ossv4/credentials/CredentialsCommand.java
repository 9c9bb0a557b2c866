// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.credentials;

import io.github.ossv4.http.credentials.CredentialsFetcher;
import io.github.ossv4.http.credentials.ExpiringCredentials;
import io.github.ossv4.internal.text.PrintableText;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** Reads the credentials that a command prints. No exception contains its output or its arguments. Thread-safe. */
final class CredentialsCommand implements CredentialsFetcher {
    static final Duration LIMIT = Duration.ofSeconds(15);

    /** The longest output in bytes. */
    static final int LONGEST = 64 * 1024;

    private static final long POLL_MILLIS = 10;
    private static final File NULL_DEVICE = new File(File.separatorChar == '\\' ? "NUL" : "/dev/null");

    private final List<String> command;
    private final Duration limit;

    /** @throws IllegalArgumentException if there is no command, or one of its words contains U+0000 */
    CredentialsCommand(List<String> command, Duration limit) {
        this.command = Collections.unmodifiableList(new ArrayList<>(command));
        this.limit = limit;
        if (this.command.isEmpty() || this.command.get(0).isEmpty()) {
            throw new IllegalArgumentException("the command must have a name");
        }
        for (String word : this.command) {
            if (Objects.requireNonNull(word, "a word of the command").indexOf('\0') >= 0) {
                throw new IllegalArgumentException(
                        "the arguments of the command " + name() + " must not contain U+0000");
            }
        }
    }

    private String name() {
        return PrintableText.escape(command.get(0).replace("\0", ""));
    }

    @Override
    public ExpiringCredentials fetch() throws IOException {
        return CredentialsDocument.parse(output(), from());
    }

    /** Returns the beginning of messages about its output. */
    String from() {
        return "the command " + name() + " returned";
    }

    /** Runs the command and returns what it prints. */
    byte[] output() throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.from(NULL_DEVICE))
                .redirectError(ProcessBuilder.Redirect.to(NULL_DEVICE))
                .start();
        try {
            byte[] printed = printed(process);
            if (process.exitValue() != 0) {
                throw new IOException("the command " + name() + " ended with status " + process.exitValue());
            }
            return printed;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted =
                    new InterruptedIOException("interrupted while a command ran: " + name());
            interrupted.initCause(e);
            throw interrupted;
        } finally {
            ProcessTree.kill(process);
        }
    }

    /** Reads until the command ends; a child process may keep its output open for longer. */
    private byte[] printed(Process process) throws IOException, InterruptedException {
        long start = System.nanoTime();
        InputStream out = process.getInputStream();
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        while (true) {
            boolean ended = process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS);
            read(out, printed);
            if (ended) {
                return printed.toByteArray();
            }
            if (System.nanoTime() - start >= limit.toNanos()) {
                throw new IOException("the command " + name() + " did not end within " + limit.toMillis() + " ms");
            }
        }
    }

    /** Reads the available output without waiting for more. */
    private void read(InputStream out, ByteArrayOutputStream printed) throws IOException {
        byte[] buffer = new byte[8192];
        for (int there = out.available(); there > 0; there = out.available()) {
            int read = out.read(buffer, 0, Math.min(there, buffer.length));
            if (read < 0) {
                return;
            }
            printed.write(buffer, 0, read);
            if (printed.size() > LONGEST) {
                throw new IOException("the command " + name() + " printed more than " + LONGEST + " bytes");
            }
        }
    }
}

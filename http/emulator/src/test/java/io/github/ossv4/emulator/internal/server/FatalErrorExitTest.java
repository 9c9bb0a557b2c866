// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.emulator.Main;
import io.github.ossv4.emulator.testing.EmulatorProcess;
import io.github.ossv4.emulator.testing.JavaProgram;
import io.github.ossv4.emulator.testing.RawConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FatalErrorExitTest {
    private static final String LINE = "out of memory, the emulator stops: start Java with a larger -Xmx";

    private final AtomicInteger exits = new AtomicInteger();
    private final FatalErrorExit handler = new FatalErrorExit(reason -> exits.incrementAndGet());

    private static Stream<Throwable> errors() {
        OutOfMemoryError error = new OutOfMemoryError("Java heap space");
        return Stream.of(
                error,
                new CompletionException(error),
                new IllegalStateException(new CompletionException(error)),
                new NoClassDefFoundError("io/github/ossv4/emulator/internal/operation/ListObjects$Page"),
                new CompletionException(new ClassFormatError("Truncated class file")),
                new OutOfMemoryError("unable to create native thread") {});
    }

    private static LogRecord record(Throwable thrown) {
        LogRecord record = new LogRecord(Level.WARNING, "a task failed");
        record.setThrown(thrown);
        return record;
    }

    @ParameterizedTest
    @MethodSource("errors")
    void exitsAtLoggedError(Throwable error) {
        handler.publish(record(error));
        assertEquals(1, exits.get());
    }

    @ParameterizedTest
    @MethodSource("errors")
    void exitsAtUncaughtError(Throwable error) throws InterruptedException {
        Thread thread = new Thread(() -> handler.uncaughtException(Thread.currentThread(), error));
        thread.start();
        thread.join();
        assertEquals(1, exits.get());
    }

    @Test
    void continuesAfterOtherErrors() {
        Throwable first = new IllegalStateException("first");
        first.initCause(new IOException("No space left on device", first));
        for (Throwable thrown : new Throwable[] {
            null,
            first,
            new StackOverflowError(),
            new NoClassDefFoundError("org/conscrypt/Conscrypt"),
            new NoClassDefFoundError("Could not initialize class io.github.ossv4.emulator.A")
        }) {
            handler.publish(record(thrown));
        }
        assertEquals(0, exits.get());
    }

    @Test
    void embeddedEmulatorInstallsNothing() throws IOException {
        Emulator.start().close();

        assertFalse(Thread.getDefaultUncaughtExceptionHandler() instanceof FatalErrorExit);
        assertFalse(Stream.of(Logger.getLogger("").getHandlers()).anyMatch(FatalErrorExit.class::isInstance));
    }

    /** The limit of heads is at least 4 MB, which is more than this heap has. */
    @Test
    @Tag("full")
    void processEndsIfHeadsFillTheHeap(@TempDir Path directory) throws Exception {
        Path errors = directory.resolve("errors");
        List<String> java = new ArrayList<>(JavaProgram.SHORT_LIVED);
        java.addAll(List.of("-Xmx8m", "-cp", System.getProperty("java.class.path"), Main.class.getName()));
        List<RawConnection> connections = new ArrayList<>();
        try (EmulatorProcess emulator =
                EmulatorProcess.start(ProcessBuilder.Redirect.to(errors.toFile()), java, "--port", "0")) {
            String head = "GET / HTTP/1.1\r\nHost: localhost\r\n" + "x: y\r\n".repeat(9000);
            try {
                for (int i = 0; i < 1000 && emulator.process().isAlive(); i++) {
                    RawConnection connection = new RawConnection(emulator.port());
                    connections.add(connection);
                    connection.send(head);
                }
            } catch (IOException e) {
                // The process ended.
            }
            assertTrue(emulator.process().waitFor(60, TimeUnit.SECONDS), "the process does not end");
            assertEquals(FatalErrorExit.STATUS, emulator.process().exitValue());
        } finally {
            for (RawConnection connection : connections) {
                connection.close();
            }
        }
        assertTrue(Files.readString(errors).lines().anyMatch(LINE::equals), Files.readString(errors));
    }
}

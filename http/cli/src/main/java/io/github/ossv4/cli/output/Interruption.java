// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.output;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Stops a task in an orderly way when the process receives SIGINT or SIGTERM: interrupts its thread, waits a few
 * seconds for it, and prints what was kept. The JVM then exits with 130 or 143.
 */
public final class Interruption {
    private static final int SECONDS_TO_STOP = 5;

    private final Console console;
    private final Supplier<String> kept;
    private final Thread task = Thread.currentThread();
    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread hook = new Thread(this::stop, "ossv4-interruption");

    private Interruption(Console console, Supplier<String> kept) {
        this.console = console;
        this.kept = kept;
    }

    /** A task that an interrupt stops. */
    public interface Task<T> {
        /** Performs the task. */
        T run() throws IOException, InterruptedException;
    }

    /**
     * Runs a task on the calling thread.
     *
     * @param kept returns what is printed after "interrupted: ", when the task has stopped
     */
    public static <T> T guard(Console console, Supplier<String> kept, Task<T> task)
            throws IOException, InterruptedException {
        Interruption interruption = new Interruption(console, kept);
        Runtime.getRuntime().addShutdownHook(interruption.hook);
        try {
            return task.run();
        } finally {
            interruption.end();
        }
    }

    private void stop() {
        try {
            console.interrupt();
            task.interrupt();
            done.await(SECONDS_TO_STOP, TimeUnit.SECONDS);
            console.printInterruption(new Interrupted("interrupted: " + kept.get()), exitCode());
        } catch (InterruptedException e) {
            // The failure cannot be reported any more.
        }
    }

    /** A thread of the JVM, which has the name of the signal, waits for the hooks. */
    private static ExitCode exitCode() {
        return Thread.getAllStackTraces().keySet().stream()
                        .anyMatch(thread -> thread.getName().equals("SIGTERM handler"))
                ? ExitCode.TERMINATED
                : ExitCode.INTERRUPTED;
    }

    private void end() {
        done.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The hook runs.
        }
    }

    /** The last result after a signal. */
    private record Interrupted(String text) implements Result {
        @Override
        public void writeFields(JsonGenerator json) throws IOException {
            json.writeObjectFieldStart("error");
            json.writeStringField("message", text);
            json.writeEndObject();
        }
    }
}

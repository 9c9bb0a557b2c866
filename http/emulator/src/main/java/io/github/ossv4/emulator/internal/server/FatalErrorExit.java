// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.server;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A handler that ends the process after an {@link OutOfMemoryError}, or if a class cannot be loaded because the jar was
 * replaced. The state of the emulator is then undefined, and it may never respond again. Netty, executors and futures
 * catch errors of their tasks; the emulator and Netty log them, so this is a log handler as well as a handler of
 * uncaught exceptions.
 *
 * <p>Rule: The jar exits with status 3 when an {@code OutOfMemoryError} occurs in any of its threads, or a class of it
 * cannot be loaded ({@code FatalErrorExitTest}).
 */
public final class FatalErrorExit extends Handler implements Thread.UncaughtExceptionHandler {
    /** The exit status, as with {@code -XX:+ExitOnOutOfMemoryError}. */
    static final int STATUS = 3;

    /** Limits the search, since a chain of causes can be a cycle. */
    private static final int MAX_CAUSES = 20;

    /** Why the emulator cannot continue. */
    enum Reason {
        MEMORY("out of memory, the emulator stops: start Java with a larger -Xmx"),
        CLASSES("a class of the emulator cannot be loaded, the emulator stops: its jar was changed while it ran."
                + " Start it again, from a copy of the jar");

        private final String text;

        Reason(String text) {
            this.text = text;
        }

        static @Nullable Reason of(Throwable thrown) {
            if (thrown instanceof OutOfMemoryError) {
                return MEMORY;
            }
            // A static initializer that failed causes the same error with another message.
            boolean isMissing = thrown instanceof NoClassDefFoundError
                    && String.valueOf(thrown.getMessage()).startsWith("io/github/ossv4/emulator/");
            return isMissing || thrown instanceof ClassFormatError ? CLASSES : null;
        }
    }

    private final Consumer<Reason> exit;

    /** @param exit needs little memory */
    FatalErrorExit(Consumer<Reason> exit) {
        this.exit = exit;
    }

    /** Ends this process at the first such error, with a line on standard error. */
    public static void install() {
        FileOutputStream errors = new FileOutputStream(FileDescriptor.err);
        // Encoded now: there may be no memory later.
        Map<Reason, byte[]> lines = new EnumMap<>(Reason.class);
        for (Reason reason : Reason.values()) {
            lines.put(reason, (reason.text + "\n").getBytes(StandardCharsets.UTF_8));
        }
        FatalErrorExit handler = new FatalErrorExit(reason -> {
            try {
                errors.write(lines.get(reason));
            } catch (IOException e) {
                // The exit status still shows the cause.
            } finally {
                // Without shutdown hooks, which may wait for a thread that has no memory.
                Runtime.getRuntime().halt(STATUS);
            }
        });
        Thread.setDefaultUncaughtExceptionHandler(handler);
        Logger.getLogger("").addHandler(handler);
    }

    private void check(@Nullable Throwable thrown) {
        Throwable cause = thrown;
        for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
            Reason reason = Reason.of(cause);
            if (reason != null) {
                exit.accept(reason);
                return;
            }
            cause = cause.getCause();
        }
    }

    @Override
    public void publish(LogRecord record) {
        check(record.getThrown());
    }

    @Override
    public void uncaughtException(Thread thread, Throwable thrown) {
        check(thrown);
        PrintStream errors = System.err;
        errors.print("Exception in thread \"" + thread.getName() + "\" ");
        thrown.printStackTrace(errors);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.console;

import io.github.ossv4.emulator.internal.wire.DaemonThreads;
import io.github.ossv4.emulator.internal.wire.HandledRequest;
import io.github.ossv4.emulator.internal.wire.RequestObserver;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A log with one line for each request. Lines are formatted and written by a separate thread, which never delays a
 * request: if the output is blocked, such as a terminal that was paused, lines are dropped and counted. Thread-safe.
 *
 * <p>Rule: The log never delays a request ({@code RequestLogTest}).
 */
public final class RequestLog implements RequestObserver, AutoCloseable {
    /** Ordinary requests take about 2 MB together, the longest ones 30 MB. */
    private static final int MAX_WAITING = 4096;

    private static final int MAX_BATCH = 256;
    private static final int MAX_CLOSE_SECONDS = 2;

    private final OutputStream out;
    private final BlockingQueue<HandledRequest> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
    private final AtomicLong dropped = new AtomicLong();
    private final Thread writer = DaemonThreads.named("ossv4-emulator-log").newThread(this::write);
    private volatile boolean closed;

    /**
     * Starts a log.
     *
     * @param out receives the lines in UTF-8; it is not closed
     */
    public RequestLog(OutputStream out) {
        this.out = out;
        writer.start();
    }

    @Override
    public void handled(HandledRequest request) {
        if (!waiting.offer(request)) {
            dropped.incrementAndGet();
        }
    }

    private void write() {
        List<HandledRequest> batch = new ArrayList<>();
        try {
            for (HandledRequest next = next(); next != null; next = next()) {
                batch.add(next);
                waiting.drainTo(batch, MAX_BATCH - 1);
                write(batch);
                batch.clear();
            }
        } catch (IOException e) {
            // The output has no reader any more: all further lines are dropped.
        }
    }

    /** Returns the next request, or null if the log is closed and none is left. */
    private @Nullable HandledRequest next() {
        try {
            return closed ? waiting.poll() : waiting.take();
        } catch (InterruptedException e) {
            // The log was closed.
            return waiting.poll();
        }
    }

    private void write(List<HandledRequest> batch) throws IOException {
        StringBuilder lines = new StringBuilder();
        long lost = dropped.getAndSet(0);
        if (lost > 0) {
            lines.append("the output was blocked; lines that are missing here: ")
                    .append(lost)
                    .append('\n');
        }
        for (HandledRequest request : batch) {
            lines.append(LogLine.of(request)).append('\n');
        }
        out.write(lines.toString().getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** Writes the remaining lines, for at most 2 seconds. */
    @Override
    public void close() {
        closed = true;
        writer.interrupt();
        try {
            writer.join(TimeUnit.SECONDS.toMillis(MAX_CLOSE_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

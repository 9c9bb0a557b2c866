// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import io.github.ossv4.cli.output.ExitCode;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Tasks that run on several threads, with their results in the order of the inputs. */
final class OrderedTasks {
    private static final int WAITING_PER_THREAD = 8;
    private static final int SECONDS_TO_STOP = 4;

    private OrderedTasks() {}

    /** Prints a result. */
    interface Printer<R> {
        /** Prints a result, and returns its exit code. */
        ExitCode print(R result) throws IOException;
    }

    /**
     * Performs a task for each input, prints the results on this thread, and returns the worst exit code. Only a few
     * results wait at a time, so there may be any number of inputs. If this method throws, the tasks that run are
     * interrupted.
     *
     * @param task what it throws, this method throws too
     */
    static <T, R> ExitCode run(Iterator<T> inputs, Function<T, R> task, int threads, Printer<R> printer)
            throws IOException, InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(threads, runnable -> {
            Thread thread = new Thread(runnable, "ossv4-task");
            thread.setDaemon(true);
            return thread;
        });
        try {
            Queue<Future<R>> results = new ArrayDeque<>();
            ExitCode worst = ExitCode.SUCCESS;
            while (inputs.hasNext() || !results.isEmpty()) {
                while (results.size() < threads * WAITING_PER_THREAD && inputs.hasNext()) {
                    T input = inputs.next();
                    results.add(pool.submit(() -> task.apply(input)));
                }
                worst = worst.or(printer.print(get(results.remove())));
            }
            return worst;
        } finally {
            stop(pool);
        }
    }

    private static <R> R get(Future<R> result) throws InterruptedException {
        try {
            return result.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Interrupts the tasks that run, and waits a few seconds for their end. */
    private static void stop(ExecutorService pool) {
        pool.shutdownNow();
        try {
            pool.awaitTermination(SECONDS_TO_STOP, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that run on several threads, with their results in the order of the inputs. Only a few results wait at a time, so
 * there may be any number of inputs. Used by one thread.
 */
final class OrderedTasks<T, R> implements AutoCloseable {
    private static final int WAITING_PER_THREAD = 8;
    private static final int SECONDS_TO_STOP = 4;

    private final Iterator<T> inputs;
    private final Function<T, R> task;
    private final ExecutorService threads;
    private final int mostWaiting;
    private final Queue<Future<R>> results = new ArrayDeque<>();

    private OrderedTasks(Iterator<T> inputs, Function<T, R> task, int threads) {
        this.inputs = inputs;
        this.task = task;
        this.mostWaiting = threads * WAITING_PER_THREAD;
        this.threads = Executors.newFixedThreadPool(threads, runnable -> {
            Thread thread = new Thread(runnable, "ossv4-task");
            thread.setDaemon(true);
            return thread;
        });
    }

    static <T, R> OrderedTasks<T, R> of(Iterator<T> inputs, Function<T, R> task, int threads) {
        return new OrderedTasks<>(inputs, task, threads);
    }

    /** Returns the next result, or null after the last one. Throws what the task has thrown. */
    @Nullable
    R next() throws InterruptedException {
        while (results.size() < mostWaiting && inputs.hasNext()) {
            T input = inputs.next();
            results.add(threads.submit(() -> task.apply(input)));
        }
        Future<R> oldest = results.peek();
        if (oldest == null) {
            return null;
        }
        try {
            R result = oldest.get();
            results.remove();
            return result;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Interrupts the tasks that run, and waits a few seconds for their end. */
    @Override
    public void close() {
        threads.shutdownNow();
        try {
            if (!results.isEmpty()) {
                threads.awaitTermination(SECONDS_TO_STOP, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The threads of a client, of its timer and of the network, in one thread: whatever is ready runs in an order that is
 * chosen. A delay only makes a task ready, since a network may take longer than any pause.
 */
final class SimulatedThreads extends AbstractExecutorService implements ScheduledExecutorService {
    private static final int MAX_DEPTH = 3;

    /** @param owner the call on whose behalf the task runs: that of the task that created it */
    private record Task(@Nullable SimulatedSending owner, Runnable work) {}

    private final Choices choices;
    private final List<Task> ready = new ArrayList<>();
    private @Nullable SimulatedSending owner;
    private int depth;

    SimulatedThreads(Choices choices) {
        this.choices = choices;
    }

    /** A call that blocks its thread does all its work there. */
    @Override
    public void execute(Runnable task) {
        if (owner != null && owner.isBlocking()) {
            task.run();
        } else {
            later(task);
        }
    }

    /** Runs a task when it is chosen. */
    void later(Runnable task) {
        ready.add(new Task(owner, task));
    }

    /** Returns the call on whose behalf the current task runs. */
    SimulatedSending owner() {
        return Objects.requireNonNull(owner);
    }

    /** Runs work on behalf of a call. */
    void run(@Nullable SimulatedSending newOwner, Runnable work) {
        SimulatedSending before = owner;
        owner = newOwner;
        try {
            work.run();
        } finally {
            owner = before;
        }
    }

    /** Runs tasks until none is ready. */
    void drain() {
        while (!ready.isEmpty()) {
            runOne();
        }
    }

    /** Runs up to two tasks while another one is in the middle of its work, as other threads would. */
    void interleave() {
        if (depth < MAX_DEPTH && !ready.isEmpty()) {
            depth++;
            try {
                for (int i = choices.next(3); i > 0 && !ready.isEmpty(); i--) {
                    runOne();
                }
            } finally {
                depth--;
            }
        }
    }

    private void runOne() {
        Task task = ready.remove(choices.next(ready.size()));
        run(task.owner, task.work);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
        Scheduled scheduled = new Scheduled(task);
        execute(scheduled);
        return scheduled;
    }

    private final class Scheduled extends FutureTask<Void> implements ScheduledFuture<Void> {
        Scheduled(Runnable task) {
            super(task, null);
        }

        @Override
        public boolean cancel(boolean interrupt) {
            ready.removeIf(each -> each.work == this);
            return super.cancel(interrupt);
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return 0;
        }

        @Override
        public int compareTo(Delayed other) {
            return 0;
        }
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> task, long delay, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, long initial, long period, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, long initial, long delay, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void shutdown() {}

    @Override
    public List<Runnable> shutdownNow() {
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return false;
    }

    @Override
    public boolean isTerminated() {
        return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return false;
    }
}

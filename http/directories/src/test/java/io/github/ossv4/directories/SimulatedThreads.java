// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories;

import io.github.ossv4.directories.internal.RunThreads;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The threads of clients, of their timers and of the network: each task has a thread of its own, and one of them runs at
 * a time. At each place where a task may be suspended, the choices decide which task goes on. A delay only makes a task
 * ready, since a network may take longer than any pause.
 */
final class SimulatedThreads extends AbstractExecutorService implements ScheduledExecutorService {
    /** Threads of tasks that have ended, for those that follow. */
    private static final ExecutorService POOL = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "simulated");
        thread.setDaemon(true);
        return thread;
    });

    /** Unwinds the tasks of a run that has failed. */
    private static final class RunFailed extends Error {
        private static final long serialVersionUID = 1;
    }

    private final class Task implements Runnable {
        private final Runnable work;
        private final Condition isNext = lock.newCondition();
        private @Nullable SimulatedSending owner;
        private boolean isStarted;

        /** @param owner the call on whose behalf the task runs: that of the task that created it */
        Task(@Nullable SimulatedSending owner, Runnable work) {
            this.owner = owner;
            this.work = work;
        }

        @Override
        public void run() {
            lock.lock();
            try {
                while (current != this) {
                    isNext.awaitUninterruptibly();
                }
            } finally {
                lock.unlock();
            }
            try {
                work.run();
            } catch (Throwable t) {
                fail(t);
            }
            lock.lock();
            try {
                goOn();
            } finally {
                lock.unlock();
            }
        }
    }

    private final Choices choices;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition hasEnded = lock.newCondition();

    /** The tasks that can go on, without the one that runs. */
    private final List<Task> ready = new ArrayList<>();

    private @Nullable Task current;
    private @Nullable Throwable failure;

    SimulatedThreads(Choices choices) {
        this.choices = choices;
    }

    /** Runs a task on behalf of the call of the current one, when it is chosen. */
    @Override
    public void execute(Runnable task) {
        later(current == null ? null : current.owner, task);
    }

    /** Runs a task when it is chosen. */
    void later(@Nullable SimulatedSending owner, Runnable task) {
        ready.add(new Task(owner, task));
    }

    /** Returns the threads of a transfer of a directory. */
    RunThreads ofRun() {
        return new RunThreads() {
            @Override
            public void start(Runnable work) {
                execute(work);
            }

            @Override
            public void park(Object blocker) {
                SimulatedThreads.this.park();
            }
        };
    }

    /** Returns the call on whose behalf the current task runs. */
    SimulatedSending owner() {
        return Objects.requireNonNull(Objects.requireNonNull(current).owner);
    }

    /** Runs tasks until all have ended. Throws what a task has thrown. */
    void drain() {
        lock.lock();
        try {
            goOn();
            while (current != null) {
                hasEnded.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
        if (failure instanceof RuntimeException thrown) {
            throw thrown;
        } else if (failure instanceof Error thrown) {
            throw thrown;
        }
    }

    /** Lets another task go on, as the scheduler of an operating system may do, or this one. */
    void interleave() {
        Task task = Objects.requireNonNull(current);
        if (!ready.isEmpty() && choices.next(2) != 0) {
            letOthersGoOn(task);
        }
    }

    /** Lets other tasks go on until this one is chosen. Its caller then looks whether it still has to wait. */
    void park() {
        Task task = Objects.requireNonNull(current);
        if (ready.isEmpty()) {
            throw new AssertionError("the only task waits for another one");
        }
        letOthersGoOn(task);
    }

    private void letOthersGoOn(Task task) {
        lock.lock();
        try {
            ready.add(task);
            goOn();
            while (current != task) {
                task.isNext.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
        if (failure != null) {
            throw new RunFailed();
        }
    }

    /** Lets a chosen task go on, or ends the run if there is none. */
    private void goOn() {
        Task next = ready.isEmpty() ? null : ready.remove(failure == null ? choices.next(ready.size()) : 0);
        current = next;
        if (next == null) {
            hasEnded.signal();
        } else if (next.isStarted) {
            next.isNext.signal();
        } else if (failure == null) {
            next.isStarted = true;
            POOL.execute(next);
        } else {
            goOn();
        }
    }

    private void fail(Throwable thrown) {
        if (failure == null) {
            failure = thrown;
        }
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
            ready.removeIf(each -> each.work == this && !each.isStarted);
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

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import io.github.ossv4.http.QueueFullException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Limits how many asynchronous calls of a client are in progress, and starts them as tasks of an executor. A call that
 * pauses before a retry keeps its slot, so a busy server receives fewer requests. Other calls wait, and start in order.
 * Thread-safe.
 *
 * <p>An executor may refuse a task because all its threads are busy. Then the call waits for the next task of the
 * client that ends, and runs on the thread of that task.
 *
 * <p>Rule: The queue is limited and starts calls in order; cancelled calls are removed; an executor with as many
 * threads as slots, and without a queue, is enough
 * ({@code SlotsTest}, {@code RequestLimitsTest}, {@code FewThreadsTest}).
 */
public final class Slots {
    public static final int DEFAULT_MAX_WAITING = 10_000;

    /** The most time that a thread of an executor takes, after it has ended a task, until it accepts another one. */
    private static final long THREAD_RETURN_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long RETRY_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

    private final int maxWaiting;
    // Before JDK 24, a virtual thread that waits for a monitor pins its carrier.
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<Slot> waiting = new LinkedHashSet<>();

    /** The calls that were started and refused. They are started before the others. */
    private final Deque<Slot> refused = new ArrayDeque<>();

    private int running;
    private boolean isClosed;

    /** The tasks that the executor has accepted and that have not ended. */
    private int tasks;

    /** When a task has ended, by {@link System#nanoTime}; null before the first one has. */
    private @Nullable Long lastEnd;

    /** @param maxWaiting the largest number of calls that wait, beyond which {@link #checkRoom} throws */
    public Slots(int maxWaiting) {
        this.maxWaiting = maxWaiting;
    }

    /** @throws QueueFullException if too many calls wait */
    void checkRoom() throws QueueFullException {
        int number = waiting();
        if (number >= maxWaiting) {
            throw new QueueFullException(number, maxWaiting);
        }
    }

    private <T extends @Nullable Object> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    int waiting() {
        return locked(() -> waiting.size() + refused.size());
    }

    int running() {
        return locked(() -> running);
    }

    /** What a call takes. */
    enum Kind {
        /** One of the slots. */
        CALL,
        /** No slot: its thread may wait for other calls. */
        WITHOUT_SLOT,
        /** No slot, and a thread now or never: a thread of the user waits for it. */
        NOW
    }

    private enum State {
        NEW,
        WAITING,
        RUNNING,
        ENDED
    }

    /** The slot of one call. */
    final class Slot {
        private final Kind kind;
        private final IntSupplier maxRunning;
        private final Executor executor;
        private final Runnable call;
        private final Consumer<Throwable> whenRefused;
        private long queuedNanos;
        private long startedNanos;
        private State state = State.NEW;

        /**
         * @param maxRunning the largest number of calls in progress, which may change
         * @param call runs the call, which leaves its slot before it completes; must not throw
         * @param whenRefused fails a call that the executor does not run, and whose slot is free; must not run
         *     functions of the user on this thread
         */
        Slot(Kind kind, IntSupplier maxRunning, Executor executor, Runnable call, Consumer<Throwable> whenRefused) {
            this.kind = kind;
            this.maxRunning = maxRunning;
            this.executor = executor;
            this.call = call;
            this.whenRefused = whenRefused;
        }

        /** Returns how long the call has waited. */
        Duration queueTime() {
            return Duration.ofNanos(startedNanos - queuedNanos);
        }

        /** Starts the call now, or when a slot is free. Returns false if the slots are closed. */
        boolean enter() {
            boolean isNow = locked(() -> {
                queuedNanos = System.nanoTime();
                if (state != State.NEW || isClosed) {
                    return false;
                } else if (kind == Kind.CALL) {
                    state = State.WAITING;
                    waiting.add(this);
                    return false;
                }
                state = State.RUNNING;
                startedNanos = queuedNanos;
                return true;
            });
            if (isNow) {
                submit();
            } else {
                startNext();
            }
            return !locked(() -> isClosed);
        }

        /** Removes a call that has not started. Returns false if it has started or ended. */
        boolean cancel() {
            return locked(() -> {
                boolean isCancelled = state == State.NEW || state == State.WAITING;
                if (isCancelled) {
                    state = State.ENDED;
                    waiting.remove(this);
                    refused.remove(this);
                }
                return isCancelled;
            });
        }

        /** Frees the slot, once, and starts the calls that wait for it. */
        void leave() {
            free();
            startNext();
        }

        private void free() {
            locked(() -> {
                if (state == State.RUNNING) {
                    state = State.ENDED;
                    running -= places();
                }
                return state;
            });
        }

        private int places() {
            return kind == Kind.CALL ? 1 : 0;
        }

        /**
         * Lets the executor run the call, or a task that ends, or fails it.
         *
         * @return whether the executor may accept another task
         */
        private boolean submit() {
            Throwable refusal = tryExecute(executor, this::runTask);
            while (refusal != null) {
                switch (afterRefusal(refusal)) {
                    case WAIT:
                        return false;
                    case RETRY:
                        LockSupport.parkNanos(this, RETRY_NANOS);
                        refusal = tryExecute(executor, this::runTask);
                        break;
                    default:
                        free();
                        whenRefused.accept(refusal);
                        refusal = null;
                }
            }
            return true;
        }

        private Refused afterRefusal(Throwable refusal) {
            return locked(() -> {
                if (!(refusal instanceof RejectedExecutionException) || isClosed || isShutdown(executor)) {
                    return Refused.FAIL;
                }
                if (tasks > 0 && kind != Kind.NOW) {
                    state = State.WAITING;
                    running -= places();
                    refused.addFirst(this);
                    return Refused.WAIT;
                }
                return lastEnd != null && System.nanoTime() - lastEnd < THREAD_RETURN_NANOS
                        ? Refused.RETRY
                        : Refused.FAIL;
            });
        }

        private void runTask() {
            call.run();
            endTask();
        }
    }

    /** What follows after the executor has refused a call. */
    private enum Refused {
        /** A task is in progress: its thread runs the call. */
        WAIT,
        /** A task has just ended: its thread will accept another one. */
        RETRY,
        FAIL
    }

    private static boolean isShutdown(Executor executor) {
        return executor instanceof ExecutorService && ((ExecutorService) executor).isShutdown();
    }

    /** Executes a task that ends by {@link #endTask}. Returns the exception if the executor has not accepted it. */
    private @Nullable Throwable tryExecute(Executor executor, Runnable task) {
        locked(() -> ++tasks);
        try {
            executor.execute(task);
            return null;
        } catch (Throwable t) {
            locked(() -> --tasks);
            return t;
        }
    }

    /** Ends a task: its thread runs the calls that were refused meanwhile, and those behind them. */
    private void endTask() {
        for (Slot next = takeOrEnd(); next != null; next = takeOrEnd()) {
            next.call.run();
        }
    }

    /** Returns a call that the thread of this task runs next; null if this task ends. */
    private @Nullable Slot takeOrEnd() {
        lock.lock();
        try {
            Slot next = take();
            if (next == null) {
                tasks--;
                lastEnd = System.nanoTime();
            }
            return next;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Runs a task in a slot that is free, if no call waits.
     *
     * @return false if there is no slot, or the executor has no thread
     */
    boolean tryRun(int maxRunning, Executor executor, Runnable task) {
        if (!tryTake(maxRunning)) {
            return false;
        }
        Throwable refusal = tryExecute(executor, () -> {
            try {
                task.run();
            } finally {
                giveBack();
                endTask();
            }
        });
        if (refusal != null) {
            giveBack();
        }
        if (refusal instanceof Error) {
            throw (Error) refusal;
        }
        return refusal == null;
    }

    private boolean tryTake(int maxRunning) {
        return locked(() -> {
            boolean isFree = !isClosed && waiting.isEmpty() && refused.isEmpty() && running < maxRunning;
            if (isFree) {
                running++;
            }
            return isFree;
        });
    }

    private void giveBack() {
        locked(() -> --running);
        startNext();
    }

    /** Lets no other call start. Fails all that wait. */
    void close(Throwable failure) {
        List<Slot> left = new ArrayList<>();
        locked(() -> {
            isClosed = true;
            left.addAll(refused);
            left.addAll(waiting);
            left.forEach(each -> each.state = State.ENDED);
            refused.clear();
            waiting.clear();
            return left;
        });
        left.forEach(each -> each.whenRefused.accept(failure));
    }

    /** Starts the calls that have a slot now. A loop, since thousands may be refused one after the other. */
    private void startNext() {
        Slot next = locked(this::take);
        while (next != null && next.submit()) {
            next = locked(this::take);
        }
    }

    /** Takes the next call that has a slot now. The caller has the lock. */
    private @Nullable Slot take() {
        Iterator<Slot> first = refused.isEmpty() ? waiting.iterator() : refused.iterator();
        Slot next = first.hasNext() ? first.next() : null;
        if (next == null || (next.kind == Kind.CALL && running >= next.maxRunning.getAsInt())) {
            return null;
        }
        first.remove();
        next.startedNanos = System.nanoTime();
        next.state = State.RUNNING;
        running += next.places();
        return next;
    }
}

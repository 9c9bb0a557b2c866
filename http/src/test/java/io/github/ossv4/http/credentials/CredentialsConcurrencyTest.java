// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.credentials;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.http.internal.credentials.RefreshingCredentials;
import io.github.ossv4.http.testing.TestClock;
import io.github.ossv4.http.testing.TestCredentials;
import io.github.ossv4.sign.Credentials;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many threads that use one source of credentials. */
@Timeout(60)
class CredentialsConcurrencyTest {
    private static final int THREADS = 16;
    private static final Duration HOUR = Duration.ofHours(1);

    private final TestClock clock = new TestClock();
    private final Gate gate = new Gate();
    private final RefreshingCredentials source = new RefreshingCredentials(gate, clock);
    private final ExecutorService executor = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    private ExpiringCredentials numbered(int number) {
        return ExpiringCredentials.of(
                TestCredentials.temporary(number), clock.instant().plus(HOUR));
    }

    /** A fetcher that waits for a permit of the test. A fetch beside another one fails immediately. */
    private final class Gate implements CredentialsFetcher {
        final AtomicInteger fetches = new AtomicInteger();
        final AtomicBoolean fetching = new AtomicBoolean();
        final Semaphore entered = new Semaphore(0);
        final Semaphore open = new Semaphore(0);
        volatile IOException failure;

        @Override
        public ExpiringCredentials fetch() throws IOException {
            int number = fetches.incrementAndGet();
            assertTrue(fetching.compareAndSet(false, true), "two fetches in parallel");
            entered.release();
            try {
                open.acquire();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted");
            } finally {
                fetching.set(false);
            }
            if (failure != null) {
                throw failure;
            }
            return numbered(number);
        }
    }

    /** Starts a thread, and returns when it waits for a fetch. */
    private static Thread waiting(FutureTask<?> task) {
        return start(task, thread -> thread.getState() == Thread.State.WAITING, "it does not wait");
    }

    /** Starts a thread, and returns when it has a state; fails if it waits or ends without it. */
    private static Thread start(FutureTask<?> task, Predicate<Thread> reached, String otherwise) {
        Thread thread = new Thread(task, "needs credentials");
        thread.setDaemon(true);
        thread.start();
        while (!reached.test(thread)) {
            Thread.State state = thread.getState();
            assertFalse(
                    (state == Thread.State.WAITING || state == Thread.State.TERMINATED) && !reached.test(thread),
                    otherwise);
            Thread.onSpinWait();
        }
        return thread;
    }

    /** Waits for a fetch, which one of these tasks must start. */
    private void awaitFetch(List<? extends Future<?>> tasks) {
        while (!gate.entered.tryAcquire()) {
            assertFalse(tasks.stream().allMatch(Future::isDone), "nothing was fetched");
            Thread.onSpinWait();
        }
    }

    private static List<FutureTask<Credentials>> waiting(int count, Callable<Credentials> call) {
        List<FutureTask<Credentials>> tasks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            FutureTask<Credentials> task = new FutureTask<>(call);
            waiting(task);
            tasks.add(task);
        }
        return tasks;
    }

    /** Fetches credentials, and starts a refresh that waits in the gate. */
    private Future<Credentials> startRefresh() throws Exception {
        gate.open.release();
        assertEquals(TestCredentials.temporary(1), source.get());
        assertTrue(gate.entered.tryAcquire());
        clock.advance(Duration.ofMinutes(50));
        Future<Credentials> refreshing = executor.submit(source::get);
        awaitFetch(List.of(refreshing));
        return refreshing;
    }

    @Test
    void sharesTheFirstFetch() throws Exception {
        List<FutureTask<Credentials>> tasks = waiting(THREADS, source::get);
        gate.open.release();
        for (FutureTask<Credentials> task : tasks) {
            assertEquals(TestCredentials.temporary(1), task.get());
        }
        assertEquals(1, gate.fetches.get());
    }

    @Test
    void sharesAFailedFetch() throws Exception {
        gate.failure = new IOException("down");
        List<FutureTask<Credentials>> tasks = waiting(THREADS, source::get);
        gate.open.release();
        Set<Throwable> failures = new HashSet<>();
        for (FutureTask<Credentials> task : tasks) {
            Throwable e = assertThrows(ExecutionException.class, task::get).getCause();
            assertEquals(
                    "no credentials: down",
                    assertInstanceOf(IOException.class, e).getMessage());
            assertEquals(gate.failure, e.getCause());
            failures.add(e);
        }
        assertEquals(THREADS, failures.size(), "each thread has its own exception");
        assertEquals(1, gate.fetches.get());

        gate.failure = null;
        gate.open.release();
        clock.advance(Duration.ofSeconds(1));
        assertEquals(TestCredentials.temporary(2), source.get());
    }

    @Test
    void refreshesInOneThreadWhileOthersUseValidCredentials() throws Exception {
        Future<Credentials> refreshing = startRefresh();
        for (int i = 0; i < THREADS; i++) {
            FutureTask<Credentials> other = new FutureTask<>(source::get);
            start(other, thread -> thread.getState() == Thread.State.TERMINATED, "it waits");
            assertEquals(TestCredentials.temporary(1), other.get());
        }

        gate.open.release();
        assertEquals(TestCredentials.temporary(2), refreshing.get());
        assertEquals(TestCredentials.temporary(2), source.get());
        assertEquals(2, gate.fetches.get());
    }

    @Test
    void waitsIfCredentialsExpireDuringARefresh() throws Exception {
        Future<Credentials> refreshing = startRefresh();
        clock.advance(Duration.ofMinutes(10));
        List<FutureTask<Credentials>> waiting = waiting(4, source::get);

        gate.open.release();

        assertEquals(TestCredentials.temporary(2), refreshing.get());
        for (FutureTask<Credentials> task : waiting) {
            assertEquals(TestCredentials.temporary(2), task.get());
        }
        assertEquals(2, gate.fetches.get());
    }

    @Test
    void waitsIfCredentialsAreRejectedDuringARefresh() throws Exception {
        Future<Credentials> refreshing = startRefresh();
        source.refused(TestCredentials.temporary(1));
        List<FutureTask<Credentials>> waiting = waiting(4, source::get);

        gate.open.release();

        assertEquals(TestCredentials.temporary(2), refreshing.get());
        for (FutureTask<Credentials> task : waiting) {
            assertEquals(TestCredentials.temporary(2), task.get());
        }
    }

    @Test
    void interruptStopsWaiting() throws Exception {
        Future<Credentials> fetching = executor.submit(source::get);
        awaitFetch(List.of(fetching));
        FutureTask<Boolean> task = new FutureTask<>(() -> {
            InterruptedIOException e = assertThrows(InterruptedIOException.class, source::get);
            assertEquals("interrupted while another thread fetched credentials", e.getMessage());
            return Thread.interrupted();
        });
        waiting(task).interrupt();
        assertTrue(task.get(), "the interrupt status is kept");

        gate.open.release();
        assertEquals(TestCredentials.temporary(1), fetching.get());
    }

    @Test
    void interruptOfTheFetchingThreadFailsThatThreadOnly() throws Exception {
        FutureTask<Credentials> fetching = new FutureTask<>(source::get);
        Thread fetcher = waiting(fetching);
        awaitFetch(List.of(fetching));
        List<FutureTask<Credentials>> others = waiting(4, source::get);

        fetcher.interrupt();
        assertInstanceOf(
                InterruptedIOException.class,
                assertThrows(ExecutionException.class, fetching::get).getCause());
        awaitFetch(others);
        gate.open.release();

        for (FutureTask<Credentials> other : others) {
            assertEquals(TestCredentials.temporary(2), other.get());
        }
        assertEquals(2, gate.fetches.get());
    }
}

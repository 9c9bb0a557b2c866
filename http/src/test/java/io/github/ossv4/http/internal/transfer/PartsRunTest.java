// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.http.internal.call.CancellableFuture;
import io.github.ossv4.multipart.Part;
import io.github.ossv4.multipart.PartPlan;
import java.io.IOException;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PartsRunTest {
    private final Map<Integer, CancellableFuture<String>> started = new TreeMap<>();

    private Iterator<Part> parts(int count) {
        PartPlan plan = PartPlan.of(count * PartPlan.MIN_PART_SIZE, PartPlan.MIN_PART_SIZE);
        return IntStream.rangeClosed(1, count).mapToObj(plan::part).iterator();
    }

    private PartsRun<String> run(int count, int workers) {
        return new PartsRun<>(parts(count), workers, part -> {
            CancellableFuture<String> future = new CancellableFuture<>();
            started.put(part.number(), future);
            return future;
        });
    }

    private static CancellableFuture<List<String>> start(PartsRun<String> run) {
        run.start();
        return run.future();
    }

    private void succeed(int part) {
        started.get(part).succeed("part " + part);
    }

    @Test
    void startsTheNextPartWhenOneIsTransferred() {
        CancellableFuture<List<String>> future = start(run(4, 2));
        assertEquals(List.of(1, 2), List.copyOf(started.keySet()));
        succeed(2);
        assertEquals(List.of(1, 2, 3), List.copyOf(started.keySet()));
        succeed(1);
        succeed(3);
        assertFalse(future.isDone());
        succeed(4);
        assertEquals(List.of("part 1", "part 2", "part 3", "part 4"), future.join());
    }

    @Test
    void startsThePartsThatFollowTheFirstOne() {
        PartsRun<String> run = run(0, 2);
        CompletableFuture<List<String>> future = run.future();
        run.start(parts(1));
        assertEquals(List.of(1), List.copyOf(started.keySet()));
        Iterator<Part> all = parts(3);
        all.next();
        run.start(all);
        assertEquals(List.of(1, 2), List.copyOf(started.keySet()));
        succeed(1);
        succeed(2);
        assertFalse(future.isDone());
        succeed(3);
        assertEquals(List.of("part 1", "part 2", "part 3"), future.join());
    }

    @Test
    void completesWithoutParts() {
        assertEquals(
                List.of(),
                start(new PartsRun<>(Collections.emptyIterator(), 3, part -> new CancellableFuture<String>()))
                        .join());
    }

    @Test
    void cancelsTheOthersAfterTheFirstFailureAndFailsWhenTheyAreIdle() {
        CancellableFuture<List<String>> future = start(run(5, 3));
        IOException failure = new IOException("part 2 failed");
        started.get(2).fail(failure);
        assertTrue(started.get(1).isCancelled());
        assertTrue(started.get(3).isCancelled());
        assertFalse(future.isDone());
        started.get(1).markIdle();
        assertFalse(future.isDone());
        started.get(3).fail(new IOException("Canceled"));

        assertSame(
                failure, assertThrows(CompletionException.class, future::join).getCause());
        assertEquals(3, started.size());
    }

    @Test
    void cancellationIsIdleWhenThePartsAre() {
        CancellableFuture<List<String>> future = start(run(5, 2));
        future.cancel(true);
        assertTrue(started.get(1).isCancelled());
        assertTrue(started.get(2).isCancelled());
        assertFalse(future.idlePhase().isDone());
        started.get(1).markIdle();
        started.get(2).markIdle();

        assertTrue(future.idlePhase().isDone());
        assertEquals(2, started.size());
    }

    @Test
    void startsNothingAfterACancellation() {
        PartsRun<String> run = run(5, 2);
        run.future().cancel(true);
        run.start();

        assertEquals(0, started.size());
        assertTrue(run.future().idlePhase().isDone());
    }

    @Test
    void failsIfAPartCannotStart() {
        IOException failure = new IOException("cannot be signed");
        CancellableFuture<List<String>> future = start(new PartsRun<>(parts(3), 1, part -> {
            throw failure;
        }));

        assertSame(
                failure, assertThrows(CompletionException.class, future::join).getCause());
    }

    /** A worker may observe the cancellation of the run only after it has started a part. */
    @Test
    void cancelsAPartThatStartsDuringACancellation() {
        CancellableFuture<String> part = new CancellableFuture<>();
        AtomicReference<PartsRun<String>> running = new AtomicReference<>();
        running.set(new PartsRun<>(parts(3), 1, next -> {
            if (next.number() == 1) {
                return part;
            }
            running.get().future().cancel(true);
            CancellableFuture<String> late = new CancellableFuture<>();
            started.put(next.number(), late);
            return late;
        }));
        running.get().start();
        part.succeed("part 1");

        assertTrue(started.get(2).isCancelled());
        assertFalse(started.containsKey(3));
    }

    private PartsRun<String> open() {
        return new PartsRun<>(part -> {
            CancellableFuture<String> future = new CancellableFuture<>();
            started.put(part.number(), future);
            return future;
        });
    }

    @Test
    void completesWhenTheAddedPartsAreTransferredAndNoneFollows() {
        PartsRun<String> run = open();
        CancellableFuture<List<String>> future = start(run);
        parts(2).forEachRemaining(run::add);
        succeed(1);
        succeed(2);
        assertFalse(future.isDone());
        run.end();

        assertEquals(List.of("part 1", "part 2"), future.join());
    }

    @Test
    void failsFromOutsideWhenTheAddedPartsAreIdle() {
        PartsRun<String> run = open();
        Iterator<Part> parts = parts(2);
        run.add(parts.next());
        IOException failure = new IOException("the stream cannot be read");
        run.fail(failure);
        run.add(parts.next());
        run.fail(new IOException("another failure"));
        assertTrue(run.isOver());
        assertTrue(started.get(1).isCancelled());
        assertFalse(started.containsKey(2));
        assertFalse(run.future().isDone());
        started.get(1).markIdle();

        assertSame(
                failure,
                assertThrows(CompletionException.class, run.future()::join).getCause());
    }

    @Test
    void failsIfTheNextPartCannotBeRead() {
        OutOfMemoryError error = new OutOfMemoryError();
        Iterator<Part> parts = parts(1);
        Iterator<Part> failing = new Iterator<>() {
            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public Part next() {
                if (parts.hasNext()) {
                    return parts.next();
                }
                throw error;
            }
        };
        PartsRun<String> run = new PartsRun<>(failing, 1, part -> {
            CancellableFuture<String> future = new CancellableFuture<>();
            started.put(part.number(), future);
            return future;
        });
        CancellableFuture<List<String>> future = start(run);
        succeed(1);
        assertTrue(future.isDone());
        assertSame(error, assertThrows(CompletionException.class, future::join).getCause());
    }
}

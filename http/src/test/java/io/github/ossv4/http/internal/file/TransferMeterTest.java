// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.file;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.ossv4.http.TransferProgress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class TransferMeterTest {
    private final AtomicLong nanoTime = new AtomicLong();
    private final List<TransferProgress> received = Collections.synchronizedList(new ArrayList<>());
    private final TransferMeter meter = new TransferMeter(received::add, nanoTime::get);

    private List<Long> receivedBytes() {
        return received.stream().map(TransferProgress::bytes).collect(Collectors.toList());
    }

    @Test
    void notifiesOfBytesEvery100MillisecondsAndOfEachPart() {
        meter.total(30, 3);
        meter.transferred(1, 1);
        meter.transferred(1, 2);
        nanoTime.addAndGet(TimeUnit.MILLISECONDS.toNanos(100) - 1);
        meter.transferred(1, 3);
        nanoTime.incrementAndGet();
        meter.transferred(2, 4);
        meter.done(1, 10);

        assertEquals(List.of(1L, 7L, 14L), receivedBytes());
        assertEquals(1, received.get(2).parts());
        assertEquals(3, received.get(2).totalParts());
        assertEquals(30, received.get(2).totalBytes());
    }

    @Test
    void countsARestartedPartFromItsStart() {
        meter.transferred(1, 9);
        meter.transferred(1, 0);
        meter.report();

        assertEquals(List.of(9L, 0L), receivedBytes());
    }

    @Test
    void excludesPartsFoundOnTheServerFromTheRate() {
        meter.found(1_000_000);
        meter.report();
        nanoTime.addAndGet(TimeUnit.SECONDS.toNanos(2));
        meter.done(2, 4000);

        TransferProgress last = received.get(received.size() - 1);
        assertEquals(1_004_000, last.bytes());
        assertEquals(2000, last.bytesPerSecond());
    }

    @Test
    void ratesTheLastFiveSeconds() {
        for (int second = 0; second < 20; second++) {
            meter.done(second, second < 10 ? 1000 : 10);
            nanoTime.addAndGet(TimeUnit.SECONDS.toNanos(1));
        }
        meter.done(20, 10);

        assertEquals(10, received.get(received.size() - 1).bytesPerSecond());
    }

    @Test
    void ignoresExceptionsOfTheListener() {
        TransferMeter throwing = new TransferMeter(
                progress -> {
                    received.add(progress);
                    throw new AssertionError("from the listener");
                },
                nanoTime::get);
        throwing.done(1, 5);
        throwing.done(2, 6);

        assertEquals(List.of(5L, 11L), receivedBytes());
    }

    /** The caller of an asynchronous upload may hold a lock that its listener waits for on another thread. */
    @Test
    @Timeout(60)
    void leavesNotificationsToTheThreadThatNotifies() throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        List<String> events = Collections.synchronizedList(new ArrayList<>());
        TransferMeter blocked = new TransferMeter(
                progress -> {
                    entered.countDown();
                    awaitUninterruptibly(released);
                    events.add(progress.parts() + " parts");
                },
                nanoTime::get);
        Thread other = new Thread(() -> blocked.done(1, 5));
        other.start();
        entered.await();

        blocked.transferred(2, 1);
        blocked.done(2, 5);
        blocked.done(3, 5);
        released.countDown();
        other.join();

        assertEquals(List.of("1 parts", "2 parts", "3 parts"), events);
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}

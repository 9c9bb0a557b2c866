// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.samples.spark;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;

/**
 * A copy of one PB in ten million files in virtual time: 500 executors of 4 cores send 10 Gbit/s. Each hour an executor
 * is lost, each day the driver.
 */
class PetabyteSimulationTest {
    private static final int FILES = 10_000_000;
    private static final int CORES = 2000;
    private static final int CORES_OF_EXECUTOR = 4;
    private static final double BYTES_PER_SECOND = 10e9 / 8 / CORES;
    private static final double HOUR = 3600;
    private static final double DAY = 24 * HOUR;
    private static final double START_OF_EXECUTOR = 300;

    /** The driver lists the source and the target again. */
    private static final double START_OF_DRIVER = 900;

    private static final int LARGE = 64 << 20;
    private static final int PART = 32 << 20;

    /** The end of a task on a core, unless the core was lost meanwhile: then it has another generation. */
    private record End(double time, int core, int generation) {}

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);

    private double[] bytesOfTask;
    private double[] requestsOfTask;

    private final ArrayDeque<Integer> left = new ArrayDeque<>();
    private final PriorityQueue<End> ends = new PriorityQueue<>(Comparator.comparingDouble(End::time));
    private final int[] generation = new int[CORES];
    private final int[] running = new int[CORES];
    private final double[] started = new double[CORES];
    private double sentBytes;
    private double sentRequests;

    @Test
    void costsAtMostATenthMoreThanWithoutLosses() {
        divide();
        double bytes = Arrays.stream(bytesOfTask).sum();
        double requests = Arrays.stream(requestsOfTask).sum();
        double ideal = bytes / BYTES_PER_SECOND / CORES;
        double time = run();
        System.out.printf(
                "%.2f PB in %.0f requests, %d tasks: %.2f days, %.3f of the ideal; bytes %.3f, requests %.3f%n",
                bytes / 1e15,
                requests,
                bytesOfTask.length,
                time / DAY,
                time / ideal,
                sentBytes / bytes,
                sentRequests / requests);
        assertTrue(time >= ideal && time <= 1.1 * ideal, "seed " + seed);
        assertTrue(sentBytes >= bytes && sentBytes <= 1.1 * bytes, "seed " + seed);
        assertTrue(sentRequests >= requests && sentRequests <= 1.1 * requests, "seed " + seed);
    }

    /** Divides files and parts into the tasks of the plan, in turn. */
    private void divide() {
        long[] sums = new long[4];
        forEachFile(size -> {
            sums[0] += size;
            sums[1] += size > LARGE ? 1 : 0;
            sums[2] += size > LARGE ? (size + PART - 1) / PART : 0;
        });
        int tasks = new CopyPlan(FILES, sums[0], sums[1], sums[2], 0, 0, CORES).tasks();
        bytesOfTask = new double[tasks];
        requestsOfTask = new double[tasks];
        forEachFile(size -> {
            long piece = size > LARGE ? PART : size;
            for (long rest = size; rest > 0; rest -= piece) {
                int task = (int) (sums[3]++ % tasks);
                bytesOfTask[task] += Math.min(piece, rest);
                requestsOfTask[task]++;
            }
        });
        for (int task = 0; task < tasks; task++) {
            left.add(task);
        }
    }

    /** Sizes with a median of 10 MB and a mean of 100 MB. */
    private void forEachFile(LongConsumer consumer) {
        Random sizes = new Random(seed);
        for (int file = 0; file < FILES; file++) {
            consumer.accept(1 + (long) (10e6 * Math.exp(2.146 * sizes.nextGaussian())));
        }
    }

    private double run() {
        double nextExecutor = HOUR;
        double nextDriver = DAY * random.nextDouble();
        double now = 0;
        Arrays.fill(running, -1);
        for (int core = 0; core < CORES; core++) {
            ends.add(new End(now, core, 0));
        }
        while (!ends.isEmpty()) {
            End end = ends.peek();
            if (end.generation < generation[end.core]) {
                ends.poll();
            } else if (nextDriver < Math.min(end.time, nextExecutor)) {
                lose(0, CORES, nextDriver, START_OF_DRIVER);
                nextDriver += DAY;
            } else if (nextExecutor < end.time) {
                int core = random.nextInt(CORES / CORES_OF_EXECUTOR) * CORES_OF_EXECUTOR;
                lose(core, core + CORES_OF_EXECUTOR, nextExecutor, START_OF_EXECUTOR);
                nextExecutor += HOUR;
            } else {
                ends.poll();
                now = end.time;
                finish(end.core, 1);
                if (!left.isEmpty()) {
                    running[end.core] = left.poll();
                    started[end.core] = now;
                    double time = bytesOfTask[running[end.core]] / BYTES_PER_SECOND;
                    ends.add(new End(now + time, end.core, end.generation));
                }
            }
        }
        return now;
    }

    private void lose(int from, int to, double now, double start) {
        for (int core = from; core < to; core++) {
            if (running[core] >= 0) {
                left.add(running[core]);
                finish(core, (now - started[core]) * BYTES_PER_SECOND / bytesOfTask[running[core]]);
            }
            ends.add(new End(now + start, core, ++generation[core]));
        }
    }

    private void finish(int core, double share) {
        if (running[core] >= 0) {
            sentBytes += share * bytesOfTask[running[core]];
            sentRequests += share * requestsOfTask[running[core]];
            running[core] = -1;
        }
    }
}

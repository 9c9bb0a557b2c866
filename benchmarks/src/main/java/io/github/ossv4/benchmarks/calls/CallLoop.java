// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.calls;

import com.sun.management.ThreadMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Makes the calls that the standard input lists, one line each, and prints what the process used for each line. */
public final class CallLoop {
    /** The unit of times in /proc. */
    private static final int MILLIS_PER_TICK = 10;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static final CompilationMXBean COMPILERS = ManagementFactory.getCompilationMXBean();

    private final CallingClient client;
    private final ExecutorService workers = Executors.newCachedThreadPool();

    private CallLoop(CallingClient client) {
        this.client = client;
    }

    /** Makes calls until the end of the input, and exits. */
    public static void run(CallingClient client) throws Exception {
        CallLoop loop = new CallLoop(client);
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            System.out.println(loop.use(Calls.parse(line)).line());
        }
        System.exit(0);
    }

    private Usage use(Calls calls) throws Exception {
        long compilersBefore = COMPILERS.getTotalCompilationTime();
        long[] cpuBefore = cpuMillis();
        Map<Long, Long> allocatedBefore = allocated();
        long start = System.nanoTime();
        long count = count(client, workers, calls);
        long wall = System.nanoTime() - start;
        long allocated = 0;
        for (Map.Entry<Long, Long> thread : allocated().entrySet()) {
            allocated += thread.getValue() - allocatedBefore.getOrDefault(thread.getKey(), 0L);
        }
        long[] cpu = cpuMillis();
        return new Usage(
                count,
                wall,
                cpu[0] + cpu[1] - cpuBefore[0] - cpuBefore[1],
                cpu[1] - cpuBefore[1],
                COMPILERS.getTotalCompilationTime() - compilersBefore,
                allocated);
    }

    /** Makes calls and returns their number. */
    static long count(CallingClient client, ExecutorService workers, Calls calls)
            throws InterruptedException, ExecutionException {
        if (calls.call().isAsync()) {
            return startAll(client, calls);
        }
        List<Callable<Long>> loops = new ArrayList<>();
        for (int i = 0; i < calls.threads(); i++) {
            loops.add(() -> executeAll(client, calls));
        }
        long count = 0;
        for (Future<Long> loop : workers.invokeAll(loops)) {
            count += loop.get();
        }
        return count;
    }

    private static long executeAll(CallingClient client, Calls calls) throws Exception {
        long count = 0;
        long start = System.nanoTime();
        do {
            calls.call().execute(client, calls.size());
            count++;
        } while (isBefore(start, calls));
        return count;
    }

    private static boolean isBefore(long start, Calls calls) {
        return System.nanoTime() - start < TimeUnit.MILLISECONDS.toNanos(calls.millis());
    }

    /** Starts a call whenever one has completed. */
    @SuppressWarnings("FutureReturnValueIgnored")
    private static long startAll(CallingClient client, Calls calls) throws InterruptedException, ExecutionException {
        Semaphore inFlight = new Semaphore(calls.threads());
        AtomicReference<Throwable> failed = new AtomicReference<>();
        long count = 0;
        long start = System.nanoTime();
        do {
            inFlight.acquire();
            calls.call().start(client, calls.size()).whenComplete((result, failure) -> {
                if (failure != null) {
                    failed.set(failure);
                }
                inFlight.release();
            });
            count++;
        } while (isBefore(start, calls));
        inFlight.acquire(calls.threads());
        if (failed.get() != null) {
            throw new ExecutionException(failed.get());
        }
        return count;
    }

    /** Returns the user and the system time of this process: utime and stime of proc(5). */
    private static long[] cpuMillis() throws IOException {
        String stat = Files.readString(Path.of("/proc/self/stat"));
        // The second field is a name in parentheses, which may contain spaces; the third one follows it.
        String[] fromThird = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return new long[] {
            Long.parseLong(fromThird[14 - 3]) * MILLIS_PER_TICK, Long.parseLong(fromThird[15 - 3]) * MILLIS_PER_TICK
        };
    }

    /** Returns the bytes that each thread has allocated. */
    private static Map<Long, Long> allocated() {
        long[] threads = THREADS.getAllThreadIds();
        long[] bytes = THREADS.getThreadAllocatedBytes(threads);
        Map<Long, Long> allocated = new HashMap<>();
        for (int i = 0; i < threads.length; i++) {
            allocated.put(threads[i], bytes[i]);
        }
        return allocated;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.CallAttempt;
import io.github.ossv4.http.CallListener;
import io.github.ossv4.http.PresignedUrl;
import io.github.ossv4.http.ServiceException;
import io.github.ossv4.http.soak.Latencies.Outcome;
import io.github.ossv4.http.testing.Leftovers;
import io.github.ossv4.http.testing.TestFiles;
import io.github.ossv4.sign.Credentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * A client that many threads use while the emulator fails, is killed and is started again. Each result is compared with
 * what the objects may contain. Other threads use OkHttp alone, whose latencies are printed beside those of the client.
 */
final class Soak {
    private static final int WORKERS = 16;
    private static final int PEERS = 2;

    /** The longest pause between two operations of a thread, so that two cores do other work as well. */
    private static final int PAUSE_MILLIS = 60;

    private static final int FAULT_MILLIS = 500;
    private static final int MAX_BYTES = 4000;

    /** Times of the run as shares of its length, and how long the port is closed after a kill. */
    record Kill(double at, Duration outage) {}

    private final Duration length;
    private final List<Kill> kills;
    private final Path folder;
    private final long seed = new Random().nextLong() >>> 1;
    private final Latencies latencies = new Latencies();

    /** The keys of retried calls, and the threads of those without a key. */
    private final Set<Object> retried = ConcurrentHashMap.newKeySet();

    private final Map<String, AtomicInteger> failures = new ConcurrentSkipListMap<>();
    private final Map<RandomFault, Integer> faults = new TreeMap<>();
    private final AtomicInteger flippedRanges = new AtomicInteger();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final List<String> recoveries = new ArrayList<>();
    private final Map<Integer, Long> successes = new ConcurrentHashMap<>();
    private final OkHttpClient peerClient =
            new OkHttpClient.Builder().connectionPool(new ConnectionPool()).build();
    private volatile boolean ended;

    /** @param folder for objects and files, empty */
    Soak(Duration length, List<Kill> kills, Path folder) {
        this.length = length;
        this.kills = kills;
        this.folder = folder;
    }

    private BucketClient client(PersistentEmulator emulator) {
        return BucketClient.builder(emulator.endpoint(), "examplebucket")
                .region("cn-hangzhou")
                .credentials(Credentials.of("id", "secret"))
                .listener(new CallListener() {
                    @Override
                    public void retry(CallAttempt attempt, IOException reason, Duration delay) {
                        retried.add(Objects.requireNonNullElse(attempt.key(), Thread.currentThread()));
                    }
                })
                .build();
    }

    void run() throws Exception {
        System.out.println("soak of " + length.toSeconds() + " s, seed " + seed);
        Duration cpuBefore = ownCpu();
        ExecutorService threads = Executors.newCachedThreadPool(runnable -> new Thread(runnable, "soak"));
        try (PersistentEmulator emulator = new PersistentEmulator(folder.resolve("emulator"))) {
            emulator.clearFaults();
            Leftovers leftovers = Leftovers.since(folder);
            BucketClient bucket = client(emulator);
            List<Worker> workers = new ArrayList<>();
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < WORKERS; i++) {
                int number = i;
                Path own = Files.createDirectory(folder.resolve("worker" + i));
                Worker worker = new Worker(bucket, "worker" + i + "/", seed + i, own, this);
                workers.add(worker);
                running.add(threads.submit(() -> run(worker, number)));
            }
            for (int i = 0; i < PEERS; i++) {
                Random random = new Random(seed - 1 - i);
                String key = "okhttp" + i;
                running.add(threads.submit(() -> runPeer(bucket, key, random)));
            }
            running.add(threads.submit(() -> inject(emulator, new Random(seed + WORKERS))));
            try {
                disturb(emulator);
            } finally {
                ended = true;
            }
            for (Future<?> each : running) {
                each.get();
            }
            threads.shutdown();
            report(emulator, ownCpu().minus(cpuBefore));
            assertEquals(List.of(), List.copyOf(wrong), "seed " + seed);
            assertEquals(WORKERS, successes.size(), "threads with a success after the last restart");
            emulator.clearFaults();
            for (Worker worker : workers) {
                worker.checkAll();
            }
            bucket.close();
            peerClient.dispatcher().executorService().shutdown();
            peerClient.connectionPool().evictAll();
            leftovers.awaitNone();
        }
    }

    private void report(PersistentEmulator emulator, Duration cpu) throws IOException {
        String report = String.format(
                        Locale.ROOT,
                        "%d s, seed %d, %d threads: %d calls succeeded, %d of them after retries; %d failed%n",
                        length.toSeconds(),
                        seed,
                        WORKERS,
                        latencies.count(Outcome.FIRST_ATTEMPT) + latencies.count(Outcome.AFTER_RETRIES),
                        latencies.count(Outcome.AFTER_RETRIES),
                        latencies.count(Outcome.FAILED))
                + "faults " + faults + "\nfailures " + failures + "\n" + flippedRanges
                + " ranges with a flipped bit, which have no checksum\n" + String.join("", recoveries)
                + String.format(
                        Locale.ROOT,
                        "CPU time: client %.1f s, emulator %.1f s%n",
                        cpu.toMillis() / 1e3,
                        emulator.cpu().toMillis() / 1e3)
                + latencies.table();
        System.out.print(report);
        Files.writeString(Path.of("target", "soak-" + length.toSeconds() + "s.txt"), report);
    }

    private static Duration ownCpu() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private void run(Worker worker, int number) {
        Random random = new Random(seed + number);
        try {
            while (!ended) {
                if (worker.step()) {
                    successes.putIfAbsent(number, System.nanoTime());
                }
                Thread.sleep(random.nextInt(PAUSE_MILLIS));
            }
        } catch (Exception | AssertionError e) {
            wrong.add(e.toString());
            ended = true;
        }
    }

    /** Puts and gets by presigned URLs, with plain OkHttp. */
    private void runPeer(BucketClient bucket, String key, Random random) {
        try {
            while (!ended) {
                byte[] bytes = randomBytes(random);
                PresignedUrl put = bucket.presignPut(key, Duration.ofHours(1));
                Request.Builder request = new Request.Builder().url(put.url()).put(RequestBody.create(bytes));
                put.headers().forEach(request::header);
                send("OkHttp PUT", request.build());
                Thread.sleep(random.nextInt(PAUSE_MILLIS));
                PresignedUrl get = bucket.presignGet(key, Duration.ofHours(1));
                send("OkHttp GET", new Request.Builder().url(get.url()).build());
                Thread.sleep(random.nextInt(PAUSE_MILLIS));
            }
        } catch (Exception e) {
            wrong.add("OkHttp: " + e);
            ended = true;
        }
    }

    private void send(String name, Request request) {
        long start = System.nanoTime();
        boolean succeeded = false;
        try (Response response = peerClient.newCall(request).execute()) {
            response.body().bytes();
            succeeded = response.isSuccessful();
        } catch (IOException e) {
            // A fault.
        }
        latencies.add(name, succeeded ? Outcome.FIRST_ATTEMPT : Outcome.FAILED, System.nanoTime() - start);
    }

    private void inject(PersistentEmulator emulator, Random random) {
        RandomFault[] kinds = RandomFault.values();
        try {
            while (!ended) {
                RandomFault fault = kinds[random.nextInt(kinds.length)];
                try {
                    emulator.inject(fault.json(random));
                    faults.merge(fault, 1, Integer::sum);
                } catch (IOException e) {
                    // The port is closed.
                }
                Thread.sleep(random.nextInt(FAULT_MILLIS));
            }
        } catch (Exception e) {
            wrong.add("faults: " + e);
            ended = true;
        }
    }

    /** Kills the emulator at its times, and returns at the end. */
    private void disturb(PersistentEmulator emulator) throws Exception {
        long start = System.nanoTime();
        for (Kill kill : kills) {
            sleepUntil(start, (long) (kill.at() * length.toNanos()));
            emulator.kill();
            Thread.sleep(kill.outage().toMillis());
            emulator.restart();
            successes.clear();
            long restarted = System.nanoTime();
            while (!ended && successes.size() < WORKERS) {
                Thread.sleep(1);
            }
            if (ended) {
                return;
            }
            recoveries.add(String.format(
                    Locale.ROOT,
                    "kill -9 and %d s without a server: first success %.0f ms after its start, of each thread %.0f ms%n",
                    kill.outage().toSeconds(),
                    (Collections.min(successes.values()) - restarted) / 1e6,
                    (Collections.max(successes.values()) - restarted) / 1e6));
        }
        sleepUntil(start, length.toNanos());
    }

    private void sleepUntil(long start, long nanos) throws InterruptedException {
        while (!ended && System.nanoTime() - start < nanos) {
            Thread.sleep(10);
        }
    }

    byte[] randomBytes(Random random) {
        return TestFiles.randomBytes(random.nextLong(), random.nextInt(MAX_BYTES));
    }

    void forgetRetries(String key) {
        retried.remove(key);
        retried.remove(Thread.currentThread());
    }

    boolean isRetried(String key) {
        return retried.contains(key) || retried.contains(Thread.currentThread());
    }

    void flippedRange() {
        flippedRanges.incrementAndGet();
    }

    void completed(String operation, Outcome outcome, long nanos, @Nullable IOException failure) {
        latencies.add(operation, outcome, nanos);
        if (failure != null) {
            String name = failure.getClass().getSimpleName();
            if (failure instanceof ServiceException e) {
                name = e.status() + " " + e.code();
            }
            failures.computeIfAbsent(operation + " " + name, any -> new AtomicInteger())
                    .incrementAndGet();
        }
    }
}

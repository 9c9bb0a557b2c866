// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.http.RetryPolicy;
import io.github.ossv4.http.ServiceException;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * 10,000 tasks of an engine that send requests one after the other, more than OSS allows, with an outage of a minute.
 * In virtual time, and at a scale: a hundredth of the tasks at a hundredth of the limit, with as many tasks for each
 * client. The scale of the tag {@code full} is a tenth.
 *
 * @see <a href="https://www.alibabacloud.com/help/en/oss/support/0004-00000302">At most 10,000 requests a second</a>
 */
class RetryStormTest {
    private static final int LIMIT = 10_000;
    private static final int CORES_OF_EXECUTOR = 16;
    private static final int SECOND = 1000;
    private static final int LATENCY = 20;
    private static final int OUTAGE_FROM = 60;
    private static final int OUTAGE_TO = 120;
    private static final int END = 240;

    private final long seed = new Random().nextLong();

    /**
     * A policy with a number of tasks.
     *
     * @param fullDelays whether a call waits for the whole delay, in place of a random part
     * @param retryAfter the header of refusals, empty for none
     */
    private record Scenario(String name, RetryPolicy policy, boolean fullDelays, int tasks, String retryAfter) {
        static Scenario of(String name, RetryPolicy.Builder policy, int tasks, String retryAfter) {
            return new Scenario(name, policy.build(), false, tasks, retryAfter);
        }

        ServiceException refusal() {
            ServiceException.Builder refusal = ServiceException.builder(503).code("TotalQpsLimitExceeded");
            return refusal.header("Retry-After", retryAfter).build();
        }
    }

    /** A run of a scenario, and what it counts in each second. */
    private static final class Storm {
        private static final int SLOTS = 1 << 16;

        final int[] sent = new int[END];
        final int[] useful = new int[END];
        final int[] failed = new int[END];
        int longestCall;
        double percentIfRefusalsCost;
        int abortedAt = -1;

        private final int scale;
        private final Scenario scenario;
        private final SplittableRandom random;

        /** The tasks that send in each millisecond, as linked lists. */
        private final int[] first = new int[SLOTS];

        private final int[] count = new int[SLOTS];
        private final int[] next;
        private final RetryBudget[] budgets;
        private final CallState[] calls;
        private final int[] starts;
        private final int[] failures;

        /** @param refusalCost the share of a request that a refusal costs, 0 to 1 */
        Storm(Scenario scenario, double refusalCost, int scale, long seed) {
            this.random = new SplittableRandom(seed);
            this.scale = scale;
            this.scenario = scenario;
            int tasks = scenario.tasks / scale;
            next = new int[tasks];
            budgets = new RetryBudget[tasks];
            calls = new CallState[tasks];
            starts = new int[tasks];
            failures = new int[tasks];
            for (int i = 0; i < tasks; i++) {
                boolean sameClient = i % CORES_OF_EXECUTOR != 0;
                budgets[i] = sameClient ? budgets[i - 1] : new RetryBudget(scenario.policy.retryBudget());
                startCall(i, random.nextInt(SECOND));
            }
            run(refusalCost);
        }

        private void startCall(int task, int time) {
            calls[task] = new CallState(scenario.policy, new Operation("HeadObject", "HEAD", "k"), Integer.MAX_VALUE);
            starts[task] = time;
            sendAt(time, task);
        }

        /** Returns the milliseconds before the next attempt, or throws if the call fails. */
        private long delay(int task, int now, ServiceException refused) throws IOException {
            if (scenario.policy.maxDelay().isZero()) {
                // The client decides the same, but takes longer for so many requests.
                return 0;
            }
            CallState call = calls[task];
            int attempt = call.nextAttempt();
            call.failed(refused, refused, CallState.Ending.FAILED);
            CallState.Circumstances facts = new CallState.Circumstances();
            facts.budget = budgets[task];
            facts.elapsed = Duration.ofMillis(now - starts[task]);
            call.retryDelay(Resolution.unknown(), facts);
            // Again, with random numbers from the seed.
            LongUnaryOperator jitter = scenario.fullDelays ? bound -> bound - 1 : random::nextLong;
            return Retries.delay(scenario.policy, attempt, refused, jitter).toMillis();
        }

        private void sendAt(long time, int task) {
            int slot = (int) (time % SLOTS);
            next[task] = first[slot];
            first[slot] = task;
            count[slot]++;
        }

        private void run(double refusalCost) {
            ServiceException refused = scenario.refusal();
            double perMilli = (double) LIMIT / scale / SECOND;
            double tokens = 0;
            for (int now = 0; now < END * SECOND; now++) {
                int second = now / SECOND;
                boolean outage = second >= OUTAGE_FROM && second < OUTAGE_TO;
                // OSS accepts bursts of 100 ms.
                tokens = outage ? 0 : Math.min(100 * perMilli, tokens + perMilli);
                int task = first[now % SLOTS];
                for (int left = count[now % SLOTS]; left > 0; left--) {
                    int following = next[task];
                    sent[second]++;
                    int response = now + LATENCY / 2 + random.nextInt(LATENCY);
                    // Each request of the millisecond has the same chance.
                    if (random.nextInt(left) < (int) tokens) {
                        tokens--;
                        useful[second]++;
                        budgets[task].succeeded(calls[task].isRetriedFromBudget());
                        longestCall = Math.max(longestCall, response - starts[task]);
                        startCall(task, response);
                    } else {
                        tokens = Math.max(0, tokens - refusalCost);
                        try {
                            sendAt(response + delay(task, response, refused), task);
                        } catch (IOException e) {
                            failed[second]++;
                            // Spark starts the task again, and aborts the job after four failures of a task.
                            abortedAt = ++failures[task] == 4 && abortedAt < 0 ? second : abortedAt;
                            startCall(task, response + SECOND);
                            // The exception may have another suppressed one.
                            refused = scenario.refusal();
                        }
                    }
                    task = following;
                }
                count[now % SLOTS] = 0;
            }
        }

        long total(int[] counts, int from, int to) {
            return scale * Arrays.stream(counts, from, to).asLongStream().sum();
        }

        double percentOfLimit(int from, int to) {
            return 100.0 * total(useful, from, to) / (to - from) / LIMIT;
        }

        double attemptsPerUseful() {
            return (double) total(sent, 10, OUTAGE_FROM) / total(useful, 10, OUTAGE_FROM);
        }

        long perSecondInOutage() {
            return total(sent, OUTAGE_TO - 40, OUTAGE_TO) / 40;
        }
    }

    private Storm print(Scenario scenario, int scale) {
        Storm storm = new Storm(scenario, 0, scale, seed);
        storm.percentIfRefusalsCost = new Storm(scenario, 0.02, scale, seed).percentOfLimit(10, OUTAGE_FROM);
        long sent = storm.total(storm.sent, 0, END);
        print("%-22s %,6d %5s", scenario.name, scenario.tasks, scenario.retryAfter);
        print("%,12d %,11d %8.1f", sent, sent - storm.total(storm.useful, 0, END), storm.attemptsPerUseful());
        print("%7.1f%% %,9d", storm.percentIfRefusalsCost, storm.perSecondInOutage());
        print("%,9d", storm.total(storm.failed, 0, OUTAGE_FROM));
        print("%,10d", storm.total(storm.failed, OUTAGE_FROM, END));
        print("%6d s %6d s ", storm.longestCall / SECOND, storm.abortedAt);
        for (int second = 0; second < END; second += 20) {
            print(" %d", storm.total(storm.useful, second, second + 20) / 20);
        }
        print("%n");
        return storm;
    }

    private static void print(String format, Object... values) {
        System.out.printf(Locale.ROOT, format, values);
    }

    @Test
    void retriesForATimeUseTheLimitAndFailNoCall() {
        compare(100);
    }

    @Test
    @Tag("full")
    void retriesForATimeUseTheLimitAndFailNoCallAtALargerScale() {
        compare(10);
    }

    /** Returns the accepted requests in % of the limit, which differ much between runs with few tasks. */
    private double medianAfterOutage(Scenario scenario, int scale) {
        return LongStream.range(seed, seed + 3)
                .mapToDouble(each -> new Storm(scenario, 0, scale, each).percentOfLimit(OUTAGE_TO, OUTAGE_TO + 20))
                .sorted()
                .toArray()[1];
    }

    private void compare(int scale) {
        String message = "seed " + seed;
        System.out.println(message + ", scale 1/" + scale + """
                ; attempts: for each accepted request; useful: accepted requests in % of the limit if a refusal takes 2 %
                of a request; outage: requests a second; failed: calls before the outage, and since; longest: call;
                aborted: when a task has failed four times, -1 for never; accepted requests a second, for each 20 s
                policy                  tasks Retry-After requests  refused attempts  useful    outage   failed     since\
                 longest  aborted  accepted""");
        RetryPolicy.Builder tenMinutes = RetryPolicy.builder().retryFor(Duration.ofMinutes(10));
        RetryPolicy.Builder noDelay =
                RetryPolicy.builder().retryFor(Duration.ofMinutes(10)).maxDelay(Duration.ZERO);
        RetryPolicy.Builder tenAttempts = RetryPolicy.builder().attempts(10).retryBudget(1_000_000);
        Storm immediate = print(Scenario.of("no delay", noDelay, 10_000, ""), scale);
        print(new Scenario("doubled, no jitter", tenMinutes.build(), true, 10_000, ""), scale);
        Storm standard = print(Scenario.of("STANDARD", RetryPolicy.builder(), 10_000, ""), scale);
        print(Scenario.of("STANDARD", RetryPolicy.builder(), 10_000, "1"), scale);
        print(Scenario.of("10 attempts, no budget", tenAttempts, 10_000, ""), scale);
        Scenario retried = Scenario.of("retryFor(10 min)", tenMinutes, 10_000, "");
        Storm forTime = print(retried, scale);
        Storm withHeader = print(Scenario.of("retryFor(10 min)", tenMinutes, 10_000, "1"), scale);
        Storm fewTasks = print(Scenario.of("STANDARD", RetryPolicy.builder(), 250, ""), scale);
        print(Scenario.of("retryFor(10 min)", tenMinutes, 250, ""), scale);

        assertArrayEquals(forTime.sent, new Storm(retried, 0, scale, seed).sent, message);
        for (Storm storm : List.of(forTime, withHeader)) {
            assertEquals(0, storm.total(storm.failed, 0, END), message);
            assertTrue(storm.percentOfLimit(10, OUTAGE_FROM) > 99 && storm.percentIfRefusalsCost > 95, message);
            assertTrue(medianAfterOutage(storm.scenario, scale) > 95, message);
            assertTrue(storm.perSecondInOutage() < 1_200, message);
        }
        assertTrue(forTime.attemptsPerUseful() < 3 && withHeader.attemptsPerUseful() < 2, message);
        assertTrue(immediate.attemptsPerUseful() > 40 && immediate.percentIfRefusalsCost < 20, message);
        // Four attempts and the budget of a client are for a program, not for thousands of tasks at the limit.
        assertTrue(standard.abortedAt >= 0 && standard.abortedAt < OUTAGE_FROM, message);
        assertTrue(fewTasks.abortedAt >= OUTAGE_FROM && fewTasks.percentOfLimit(10, OUTAGE_FROM) > 95, message);
    }
}

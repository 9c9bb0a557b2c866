// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories;

import io.github.ossv4.http.AsyncBucketClient;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.CallAttempt;
import io.github.ossv4.http.CallListener;
import io.github.ossv4.http.ClientMetrics;
import io.github.ossv4.http.RetryPolicy;
import io.github.ossv4.http.ServiceException;
import io.github.ossv4.http.TransportClients;
import io.github.ossv4.http.internal.call.ClientHeaders;
import io.github.ossv4.http.internal.call.ClientTimer;
import io.github.ossv4.http.internal.call.Connections;
import io.github.ossv4.http.internal.call.ContentTypeInference;
import io.github.ossv4.http.internal.call.CurrentSigner;
import io.github.ossv4.http.internal.call.Endpoint;
import io.github.ossv4.http.internal.call.Threads;
import io.github.ossv4.http.internal.call.Transport;
import io.github.ossv4.http.internal.okhttp.OkHttpConnections;
import io.github.ossv4.http.testing.TestClock;
import java.io.IOException;
import java.time.Duration;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** A client with its clock, which makes some calls, one after the other. */
final class SimulatedClient {
    private static final Duration JUMP = Duration.ofMinutes(40);

    /** More than the signature of a request is valid. */
    private static final Duration DELAY = Duration.ofMinutes(20);

    /** Longer than any run. */
    private static final Duration TIME_LIMIT = Duration.ofHours(1);

    /** A pause that no call may start that has a time limit. */
    static final Duration LONG_PAUSE = TIME_LIMIT.multipliedBy(2);

    /** More than {@code ClockCorrection} corrects over http. */
    private static final Duration FAR = Duration.ofDays(2);

    /** The most that it corrects. */
    static final Duration MOST_CORRECTED = Duration.ofDays(1);

    /** The resource of which its calls have less than others. */
    enum Limit {
        NONE,
        /** One call at a time has a thread. */
        SLOTS,
        /** No retry, except one after a correction. */
        BUDGET,
        /** A call timeout, and a server that is busy for longer. */
        TIME
    }

    private static final Limit[] LIMITS = {
        Limit.NONE, Limit.NONE, Limit.NONE, Limit.SLOTS, Limit.SLOTS, Limit.SLOTS, Limit.BUDGET, Limit.TIME
    };

    final int number;
    final Limit limit;
    final TestClock clock;
    final BucketClient blocking;
    final AsyncBucketClient bucket;
    private final Simulation world;
    private final Transport transport;
    private int calls;

    /** The call that it has started last. */
    private @Nullable SimulatedSending last;

    /** Whether its clock is off by more than is corrected. */
    boolean isFarOff;

    SimulatedClient(Simulation world, int number, int calls) {
        this.world = world;
        this.number = number;
        this.calls = calls;
        this.clock =
                new TestClock(world.oss.now.plus(JUMP.multipliedBy(new int[] {0, 0, 1, -1}[world.choices.next(4)])));
        this.limit = LIMITS[world.choices.next(LIMITS.length)];
        Dispatcher dispatcher = new Dispatcher(world.threads);
        dispatcher.setMaxRequests(limit == Limit.SLOTS ? 1 : 1000);
        dispatcher.setMaxRequestsPerHost(1000);
        OkHttpClient http = new OkHttpClient.Builder()
                .dispatcher(dispatcher)
                .addInterceptor(world.network)
                .readTimeout(Duration.ZERO)
                .build();
        OkHttpConnections connections = OkHttpConnections.of(http);
        RetryPolicy.Builder retries =
                RetryPolicy.builder().baseDelay(Duration.ZERO).maxDelay(LONG_PAUSE);
        this.transport = new Transport(
                connections,
                Endpoint.of("http://127.0.0.1:9", SimulatedAccess.BUCKET, Endpoint.Style.AUTOMATIC),
                SimulatedAccess.BUCKET,
                new CurrentSigner(world.oss.access::credentials, SimulatedAccess.REGION, "oss", clock),
                (limit == Limit.BUDGET ? retries.retryBudget(0) : retries).build(),
                new RetryListener(),
                limit == Limit.TIME ? TIME_LIMIT : null,
                ContentTypeInference.ENABLED,
                ClientHeaders.STANDARD,
                new Threads(
                        this::execute,
                        Integer.MAX_VALUE,
                        new ClientTimer(() -> world.threads),
                        (blocker, nanos) -> world.threads.park(),
                        this::execute),
                new Connections(Integer.MAX_VALUE));
        this.blocking = TransportClients.blocking(transport, connections);
        this.bucket = TransportClients.async(transport);
    }

    /** Finds retries that a limit forbids. */
    private final class RetryListener implements CallListener {
        @Override
        public void retry(CallAttempt attempt, IOException reason, Duration delay) {
            SimulatedSending sending = world.threads.owner();
            boolean isCorrected = reason instanceof ServiceException refusal && refusal.status() == 403;
            if (limit == Limit.BUDGET && !isCorrected) {
                sending.call().violates("it retries " + attempt.operation() + " although no retry is left");
            }
            if (delay.compareTo(TIME_LIMIT) > 0) {
                sending.call().violates("it pauses for longer than its time limit");
                sending.cancel();
            }
        }
    }

    /** Runs a task on behalf of the call of the current one, or of the next call, for which that one left its slot. */
    private void execute(Runnable task) {
        SimulatedSending owner = world.threads.owner();
        world.threads.later(owner.isIdle() ? last : owner, task);
    }

    void starts(SimulatedSending sending) {
        last = sending;
    }

    /** Lets the next call wait, if there is one slot. */
    void occupySlot() {
        if (limit == Limit.SLOTS) {
            transport.tryRun(() -> {});
        }
    }

    /** Returns whether no call waits or is in progress. */
    boolean isIdle() {
        ClientMetrics metrics = blocking.metrics();
        return metrics.waitingRequests() == 0 && metrics.runningRequests() == 0;
    }

    /** Notes that a call changes what others depend on. */
    void disturb(SimulatedCall by) {
        world.disturb(by);
    }

    void rotateKey(SimulatedCall by) {
        disturb(by);
        world.oss.access.rotate();
    }

    void rotateSecret(SimulatedCall by) {
        disturb(by);
        world.oss.access.rotateSecret();
    }

    /** Lets time pass for all. */
    void delay(SimulatedCall by) {
        disturb(by);
        world.delay(DELAY);
    }

    void jump(SimulatedFault fault, SimulatedCall by) {
        disturb(by);
        switch (fault) {
            case CLOCK_FORWARDS -> clock.advance(JUMP);
            case CLOCK_BACKWARDS -> clock.advance(JUMP.negated());
            default -> {
                if (isFarOff) {
                    return;
                }
                clock.advance(world.choices.next(2) == 0 ? FAR : FAR.negated());
                isFarOff = true;
            }
        }
    }

    /** Starts the next call, if one is left. */
    void next() {
        if (calls-- > 0) {
            world.start(this, number + "-" + calls);
        }
    }
}

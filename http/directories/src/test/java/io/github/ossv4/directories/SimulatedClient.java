// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories;

import io.github.ossv4.http.AsyncBucketClient;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.RetryPolicy;
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
import java.time.Duration;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;

/** A client with its clock, which makes some calls, one after the other. */
final class SimulatedClient {
    private static final Duration JUMP = Duration.ofMinutes(40);

    /** More than the signature of a request is valid. */
    private static final Duration DELAY = Duration.ofMinutes(20);

    /** More than {@code ClockCorrection} corrects over http. */
    private static final Duration FAR = Duration.ofDays(2);

    /** The most that it corrects. */
    static final Duration MOST_CORRECTED = Duration.ofDays(1);

    final int number;
    final TestClock clock;
    final BucketClient blocking;
    final AsyncBucketClient bucket;
    private final Simulation world;
    private int calls;

    /** Whether its clock is off by more than is corrected. */
    boolean isFarOff;

    SimulatedClient(Simulation world, int number, int calls) {
        this.world = world;
        this.number = number;
        this.calls = calls;
        this.clock =
                new TestClock(world.oss.now.plus(JUMP.multipliedBy(new int[] {0, 0, 1, -1}[world.choices.next(4)])));
        Dispatcher dispatcher = new Dispatcher(world.threads);
        // A request that waits for another one would be sent by the owner of that one.
        dispatcher.setMaxRequests(1000);
        dispatcher.setMaxRequestsPerHost(1000);
        OkHttpClient http = new OkHttpClient.Builder()
                .dispatcher(dispatcher)
                .addInterceptor(world.network)
                .readTimeout(Duration.ZERO)
                .build();
        OkHttpConnections connections = OkHttpConnections.of(http);
        Transport transport = new Transport(
                connections,
                Endpoint.of("http://127.0.0.1:9", SimulatedAccess.BUCKET, Endpoint.Style.AUTOMATIC),
                SimulatedAccess.BUCKET,
                new CurrentSigner(world.oss.access::credentials, SimulatedAccess.REGION, "oss", clock),
                RetryPolicy.builder().baseDelay(Duration.ZERO).build(),
                null,
                null,
                ContentTypeInference.ENABLED,
                ClientHeaders.STANDARD,
                new Threads(
                        world.threads,
                        Integer.MAX_VALUE,
                        new ClientTimer(() -> world.threads),
                        (blocker, nanos) -> world.threads.park()),
                new Connections(Integer.MAX_VALUE));
        this.blocking = TransportClients.blocking(transport, connections);
        this.bucket = TransportClients.async(transport);
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

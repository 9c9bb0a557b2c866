// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.schedules;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.http.RetryPolicy;
import io.github.ossv4.http.internal.call.ClientHeaders;
import io.github.ossv4.http.internal.call.ClientTimer;
import io.github.ossv4.http.internal.call.Connections;
import io.github.ossv4.http.internal.call.ContentTypeInference;
import io.github.ossv4.http.internal.call.Endpoint;
import io.github.ossv4.http.internal.call.Scope;
import io.github.ossv4.http.internal.call.Threads;
import io.github.ossv4.http.internal.call.Transport;
import io.github.ossv4.http.internal.okhttp.OkHttpConnections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import okhttp3.ConnectionSpec;
import okhttp3.OkHttpClient;

/** A transport that sends nothing, with its threads. */
public final class TestTransport {
    /** Waits without a limit: then Fray reports a thread that is never unparked. */
    private static final Scope.Parking UNLIMITED = (blocker, nanos) -> LockSupport.park(blocker);

    private final ExecutorService executor = Executors.newCachedThreadPool();

    public final Threads threads = new Threads(executor, 10, new ClientTimer(), UNLIMITED, executor);
    public final Transport transport;

    /** @param maxSlots the most calls in progress */
    public TestTransport(int maxSlots) {
        transport = new Transport(
                OkHttpConnections.of(new OkHttpClient.Builder()
                        .connectionSpecs(List.of(ConnectionSpec.CLEARTEXT))
                        .build()),
                Endpoint.of("http://localhost", "examplebucket", Endpoint.Style.AUTOMATIC),
                "examplebucket",
                null,
                RetryPolicy.NONE,
                null,
                null,
                ContentTypeInference.DISABLED,
                ClientHeaders.STANDARD,
                threads,
                new Connections(maxSlots));
    }

    /** Waits for the threads. Idle ones would end later: Fray would wait for them as well. */
    public void close() throws InterruptedException {
        transport.close();
        executor.shutdown();
        assertTrue(executor.awaitTermination(1, TimeUnit.MINUTES), "a thread has not ended");
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.okhttp;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.http.Body;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.PutResult;
import io.github.ossv4.http.testing.EmulatorFixture;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;

class ConnectionPoolTest extends EmulatorFixture {
    @Test
    void reusesTheConnectionsOfABurst() throws Exception {
        AtomicInteger connections = new AtomicInteger();
        OkHttpClient own = new ConnectionSettings()
                .newClient(false)
                .newBuilder()
                .eventListener(new EventListener() {
                    @Override
                    public void connectStart(Call call, InetSocketAddress address, Proxy proxy) {
                        connections.incrementAndGet();
                    }
                })
                .build();
        try (BucketClient client = client().okHttpClient(own).build()) {
            for (int round = 0; round < 5; round++) {
                List<CompletableFuture<PutResult>> puts = new ArrayList<>();
                for (int i = 0; i < 40; i++) {
                    puts.add(client.async().put("k" + i, Body.of(HELLO)));
                }
                for (CompletableFuture<PutResult> put : puts) {
                    put.get(1, TimeUnit.MINUTES);
                }
            }
            assertTrue(connections.get() <= 40, connections + " connections");
        } finally {
            own.dispatcher().executorService().shutdown();
            own.connectionPool().evictAll();
        }
    }
}

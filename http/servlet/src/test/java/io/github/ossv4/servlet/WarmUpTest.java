// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.callback.CallbackKeySource;
import io.github.ossv4.callback.CallbackPublicKey;
import io.github.ossv4.callback.CallbackReceiver;
import io.github.ossv4.callback.CallbackResponse;
import io.github.ossv4.callback.CallbackVerifier;
import io.github.ossv4.emulator.Fault;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.RetryPolicy;
import io.github.ossv4.http.credentials.CredentialsSource;
import io.github.ossv4.servlet.testing.Oss;
import io.github.ossv4.servlet.testing.Problems;
import io.github.ossv4.servlet.testing.TomcatServer;
import io.github.ossv4.servlet.testing.WebServer;
import io.github.ossv4.sign.Credentials;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An endpoint that fetches keys before the first callback. */
@Timeout(120)
class WarmUpTest {
    private final Problems problems = new Problems();
    private final List<String> fetched = new CopyOnWriteArrayList<>();
    private Oss oss;

    @BeforeEach
    void start() throws IOException {
        oss = new Oss();
    }

    @AfterEach
    void stop() {
        oss.close();
    }

    /** Returns an endpoint whose keys are fetched by a source, each time anew. */
    private CallbackEndpoint endpoint(CallbackKeySource source) {
        CallbackVerifier verifier = CallbackVerifier.of(url -> {
                    fetched.add(url);
                    return source.key(url);
                })
                .trusting(oss.emulator.publicKeyUrl());
        return CallbackEndpoint.of(
                        CallbackReceiver.of(verifier, oss.tokens, Oss.TOKEN), receipt -> CallbackResponse.ok())
                .onProblem(problems);
    }

    private CallbackKeySource pinned() {
        return CallbackKeySource.pinned(oss.emulator.publicKeyUrl(), CallbackPublicKey.ofPem(oss.pem));
    }

    private String upload(WebServer server, String key) throws IOException {
        oss.emulator.addCallbackTarget(server.port());
        return oss.put(key, "http://127.0.0.1:" + server.port() + "/uploaded", oss.json(key));
    }

    private static WebServer start(CallbackEndpoint endpoint) throws Exception {
        return new TomcatServer("", List.of(CallbackFilter.of("/uploaded", endpoint)), Map.of("/", new EchoServlet()));
    }

    @Test
    void fetchesKeysAtTheStartOfTheServer() throws Exception {
        try (WebServer server = start(endpoint(pinned()).confirmWith(oss.bucket))) {
            assertEquals(
                    Set.of(oss.emulator.publicKeyUrl(), "http://gosspublic.alicdn.com/callback_pub_key_v1.pem"),
                    Set.copyOf(fetched));
            assertEquals("{\"Status\":\"OK\"}", upload(server, "a"));
            assertTrue(problems.all().isEmpty(), problems.all()::toString);
        }
    }

    @Test
    void startsWithoutTheServerOfTheKey() throws Exception {
        AtomicBoolean reachable = new AtomicBoolean();
        CallbackEndpoint endpoint = endpoint(url -> {
            if (!reachable.get()) {
                throw new IOException("no route to " + url);
            }
            return pinned().key(url);
        });
        try (WebServer server = start(endpoint)) {
            CallbackProblem problem = problems.single();
            assertEquals(503, problem.status());
            assertTrue(
                    problem.toString()
                            .startsWith(
                                    "warm-up, 503: failed, or took over 5000 ms; the first callback takes longer: java.io.IOException: the key of "),
                    problem::toString);
            reachable.set(true);
            assertEquals("{\"Status\":\"OK\"}", upload(server, "a"));
            assertTrue(problems.all().isEmpty(), problems.all()::toString);
        }
    }

    @Test
    void startsIfAKeySourceFailsUnexpectedly() {
        endpoint(url -> {
                    throw new NoClassDefFoundError("okhttp3/OkHttpClient");
                })
                .warmUp();
        assertEquals(
                "warm-up, 503: failed, or took over 5000 ms; the first callback takes longer: java.lang.NoClassDefFoundError: okhttp3/OkHttpClient",
                problems.single().toString());
    }

    /** A permission may be limited to some keys. */
    @Test
    void ignoresAPermissionForOtherKeys() {
        oss.emulator.inject(Fault.error(403, "AccessDenied").on("HeadObject"));
        endpoint(pinned()).confirmWith(oss.bucket).warmUp();
        assertTrue(problems.all().isEmpty(), problems.all()::toString);
    }

    @Test
    void reportsARefusedAccessKeyAndAnUnreachableBucket() {
        try (BucketClient refused = client(oss.emulator.endpoint(), "other");
                BucketClient unreachable = client("http://127.0.0.1:9", "id")) {
            endpoint(pinned()).confirmWith(refused).warmUp();
            String problem = problems.single().toString();
            assertTrue(
                    problem.startsWith("warm-up, 503: failed, or took over 5000 ms; the first callback takes longer: "),
                    problem);
            assertTrue(problem.contains("InvalidAccessKeyId") && !problem.contains("\n"), problem);
            endpoint(pinned()).confirmWith(unreachable).warmUp();
            assertTrue(problems.single().toString().contains("127.0.0.1:9"));
        }
    }

    @Test
    void doesNotWaitForCredentials() {
        CountDownLatch end = new CountDownLatch(1);
        CredentialsSource blocked = () -> {
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Credentials.of("id", "secret");
        };
        try (BucketClient bucket = BucketClient.builder(oss.emulator.endpoint(), oss.emulator.bucket())
                .region(oss.emulator.region())
                .credentials(blocked)
                .build()) {
            endpoint(pinned()).confirmWith(bucket).warmUpWithin(Duration.ofMillis(1));
            String problem = problems.single().toString();
            assertTrue(problem.contains("failed, or took over 1 ms") && problem.endsWith("TimeoutException"), problem);
            end.countDown();
        }
    }

    private BucketClient client(String endpoint, String accessKeyId) {
        return BucketClient.builder(endpoint, oss.emulator.bucket())
                .region(oss.emulator.region())
                .credentials(Credentials.of(accessKeyId, "secret"))
                .retryPolicy(RetryPolicy.NONE)
                .build();
    }

    @Test
    void receivesCallbacksWhileItWarmsUp() throws Exception {
        CallbackEndpoint endpoint = endpoint(pinned()).confirmWith(oss.bucket);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (WebServer server = start(endpoint)) {
            List<Future<?>> results = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                String key = "a" + i;
                results.add(threads.submit(endpoint::warmUp));
                results.add(threads.submit(() -> {
                    assertEquals("{\"Status\":\"OK\"}", upload(server, key));
                    return null;
                }));
            }
            for (Future<?> result : results) {
                result.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertTrue(problems.all().isEmpty(), problems.all()::toString);
    }
}

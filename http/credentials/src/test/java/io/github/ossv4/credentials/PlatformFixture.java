// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.credentials;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.ossv4.http.credentials.CredentialsFetcher;
import io.github.ossv4.http.credentials.CredentialsSource;
import io.github.ossv4.http.internal.credentials.RefreshingCredentials;
import io.github.ossv4.http.testing.TestClock;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An environment, a home directory, a clock, STS and a metadata service. All secrets contain s3cr3t or t0k3n. */
@Timeout(60)
abstract class PlatformFixture {
    static final String ROLE = "acs:ram::1:role/uploader";
    static final String PROVIDER = "acs:ram::1:oidc-provider/cluster";

    final TestClock clock = new TestClock();
    final Map<String, String> variables = new ConcurrentHashMap<>();

    /** The hosts of the endpoints of STS, whose requests all go to {@link #sts}. */
    final List<String> hosts = new CopyOnWriteArrayList<>();

    @TempDir
    Path home;

    TestSts sts;
    StubServer server;
    Platform platform;

    @BeforeEach
    void startServices() throws IOException {
        sts = new TestSts(clock);
        sts.accept("LTAI", "s3cr3t", "");
        server = new StubServer();
        StsClient client = new StsClient(clock, Duration.ofSeconds(30), endpoint -> {
            hosts.add(endpoint.host());
            return HttpUrl.get(sts.endpoint());
        });
        platform = new Platform(environment(), clock, client, server.url(), home.resolve("sys_vendor"));
    }

    @AfterEach
    void stopServices() {
        sts.close();
        server.close();
    }

    Environment environment() {
        return new Environment(variables::get, home);
    }

    /** Returns a source as the factories do. */
    RefreshingCredentials refreshing(CredentialsFetcher fetcher) {
        return new RefreshingCredentials(new LimitedLifetime(fetcher, clock), clock);
    }

    AssumeRole.Builder role() {
        return AssumeRole.builder(ROLE).stsEndpoint(sts.endpoint());
    }

    Path write(String name, String content) throws IOException {
        Path file = home.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    /** Returns credentials in the JSON of STS, for an hour. */
    String document(String id) {
        return """
                {"Code": "Success", "AccessKeyId": "%s", "AccessKeySecret": "s3cr3t", "SecurityToken": "t0k3n",
                 "Expiration": "%s"}
                """.formatted(id, clock.instant().plus(Duration.ofHours(1)));
    }

    static void assertId(String id, CredentialsSource source) throws IOException {
        assertEquals(id, source.get().accessKeyId());
    }

    /** Returns the message of a failed fetch, whose stack trace must not contain a secret. */
    static String failure(CredentialsFetcher fetcher) {
        return message(assertThrows(Exception.class, fetcher::fetch));
    }

    static String failure(CredentialsSource source) {
        return message(assertThrows(Exception.class, source::get));
    }

    private static String message(Exception e) {
        StringWriter trace = new StringWriter();
        e.printStackTrace(new PrintWriter(trace));
        assertFalse(trace.toString().contains("s3cr3t") || trace.toString().contains("t0k3n"), trace.toString());
        return e.getMessage();
    }

    /** Calls a source from 32 threads in parallel, which must receive the same credentials. */
    static String idOf32Threads(CredentialsSource source) {
        CyclicBarrier barrier = new CyclicBarrier(32);
        ExecutorService threads = Executors.newFixedThreadPool(32);
        try {
            List<CompletableFuture<String>> ids = IntStream.range(0, 32)
                    .mapToObj(i -> CompletableFuture.supplyAsync(
                            () -> {
                                try {
                                    barrier.await();
                                    return source.get().accessKeyId();
                                } catch (Exception e) {
                                    throw new AssertionError(e);
                                }
                            },
                            threads))
                    .toList();
            Set<String> distinct = new HashSet<>();
            ids.forEach(id -> distinct.add(id.join()));
            assertEquals(1, distinct.size(), distinct::toString);
            return distinct.iterator().next();
        } finally {
            threads.shutdownNow();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.http.credentials.CredentialsSource;
import io.github.ossv4.http.credentials.ExpiringCredentials;
import io.github.ossv4.http.testing.ApplicationServer;
import io.github.ossv4.http.testing.TestFiles;
import io.github.ossv4.sign.Credentials;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Uploads of random files with random options and random faults, while other clients store the same bytes. Each upload must
 * store its own object or throw. It must leave no parts unless the plan keeps them, and its callback must be performed at most
 * once.
 */
final class RandomUploads implements AutoCloseable {
    private static final Credentials CREDENTIALS = Credentials.of("id", "secret");
    private static final int RUNS = 3;

    private final Path file;
    private final Path checkpoint;
    private final Emulator emulator;
    private final ApplicationServer application;
    private final OkHttpClient http;
    private final OtherClients others;
    private final AtomicInteger issued = new AtomicInteger();
    private final byte[] noise = TestFiles.randomBytes(7, 200 * UploadPlan.PART);
    private volatile @Nullable UploadEvents events;
    int succeeded;
    int failed;

    /** The number of uploads whose object another client stored too. */
    int contested;

    RandomUploads(Path folder) throws IOException {
        file = folder.resolve("file");
        checkpoint = folder.resolve("checkpoint");
        application = new ApplicationServer();
        emulator = Emulator.builder()
                .accessKey("id", "secret")
                .callbackTarget(application.port())
                .callbackTimeout(Duration.ofSeconds(60))
                .start();
        http = new OkHttpClient.Builder().addInterceptor(this::intercept).build();
        http.dispatcher().setMaxRequestsPerHost(64);
        others = new OtherClients(
                client().credentials(CREDENTIALS).build(), client().anonymous().build());
    }

    private BucketClient.Builder client() {
        return BucketClient.builder(emulator.endpoint(), emulator.bucket()).region(emulator.region());
    }

    @Override
    public void close() {
        others.close();
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
        application.close();
        emulator.close();
    }

    private Response intercept(Interceptor.Chain chain) throws IOException {
        return Objects.requireNonNull(events).intercept(chain);
    }

    /** Plans, runs and verifies one upload. The message of a failure has its seed and its plan. */
    void run(long seed) {
        UploadPlan plan = UploadPlan.of(seed, noise);
        try {
            prepare(plan);
            UploadEvents during = new UploadEvents(plan, others);
            events = during;
            UploadOutcome outcome = upload(plan, during);
            count(outcome, during);
            int calls = Collections.frequency(application.received, plan.key());
            new UploadVerification(plan, during, outcome, calls).verify(others, checkpoint);
            cleanUp(plan);
        } catch (AssertionError | Exception e) {
            throw new AssertionError("seed " + seed + ": " + e + " in " + plan, e);
        }
    }

    private void prepare(UploadPlan plan) throws IOException {
        Files.write(file, plan.bytes());
        if (plan.needsOthers()) {
            others.storeSource(plan.bytes());
        }
        UploadPlan.Earlier earlier = plan.earlier();
        if (earlier != null && earlier.hasSameBytes()) {
            others.store(plan.key(), "earlier", earlier.acl());
        } else if (earlier != null) {
            others.put(plan.key(), "other bytes".getBytes(UTF_8), earlier.acl());
        }
        plan.faults().forEach(emulator::inject);
    }

    private void count(UploadOutcome outcome, UploadEvents during) {
        if (outcome.isStored()) {
            succeeded++;
        } else {
            failed++;
        }
        if (during.hasCompetitorWon()) {
            contested++;
        }
    }

    private void cleanUp(UploadPlan plan) throws IOException {
        others.delete(plan.key());
        Files.deleteIfExists(checkpoint);
        application.received.clear();
    }

    private UploadOutcome upload(UploadPlan plan, UploadEvents during) throws Exception {
        Cancellation cancellation = new Cancellation();
        List<Credentials> expiring = Collections.synchronizedList(new ArrayList<>());
        CredentialsSource source = plan.expireAt() < 0 ? CredentialsSource.of(CREDENTIALS) : temporary(expiring);
        UploadOptions options = plan.options(checkpoint, callback(), progress -> {
            if (plan.cancelAt() >= 0 && progress.parts() >= plan.cancelAt()) {
                cancellation.request();
            }
            if (plan.expireAt() >= 0 && progress.parts() == plan.expireAt()) {
                emulator.expireAccessKey(expiring.get(expiring.size() - 1).accessKeyId());
            }
        });
        try (BucketClient bucket = client(plan, source)) {
            UploadOutcome outcome;
            int run = 0;
            do {
                run++;
                during.startRun(run);
                cancellation.reset();
                Transfer<PutResult> transfer = start(bucket, plan, options);
                cancellation.of(transfer);
                outcome = UploadOutcome.await(transfer, run);
            } while (!outcome.isFinal() && run < (plan.isResumable() ? RUNS : 1));
            return outcome;
        } finally {
            emulator.clearFaults();
        }
    }

    private BucketClient client(UploadPlan plan, CredentialsSource source) {
        return client().credentials(source)
                .okHttpClient(http)
                .clock(Clock.offset(Clock.systemUTC(), plan.skew()))
                .retryPolicy(
                        RetryPolicy.builder().baseDelay(Duration.ofMillis(1)).build())
                .build();
    }

    private Transfer<PutResult> start(BucketClient bucket, UploadPlan plan, UploadOptions options) throws IOException {
        return plan.isStream()
                ? bucket.async().upload(plan.key(), new ByteArrayInputStream(plan.bytes()), options)
                : bucket.async().upload(plan.key(), file, options);
    }

    /**
     * Cancels a transfer even if a listener requests it before the transfer is known. The listener must not wait for that: it
     * may be called on the thread that starts the transfer.
     */
    private static final class Cancellation {
        private final AtomicBoolean isRequested = new AtomicBoolean();
        private final AtomicReference<Transfer<?>> transfer = new AtomicReference<>();

        void reset() {
            transfer.set(null);
            isRequested.set(false);
        }

        void of(Transfer<?> started) {
            transfer.set(started);
            if (isRequested.get()) {
                started.cancel(true);
            }
        }

        void request() {
            isRequested.set(true);
            Transfer<?> started = transfer.get();
            if (started != null) {
                started.cancel(true);
            }
        }
    }

    private Callback callback() {
        return Callback.builder(application.url()).formBody("${object}").build();
    }

    /** Returns credentials that expire after an hour unless the plan expires them, and are then replaced. */
    private CredentialsSource temporary(List<Credentials> handedOut) {
        return CredentialsSource.refreshing(() -> {
            String name = "STS." + issued.incrementAndGet();
            Credentials credentials = Credentials.of(name, "secret", "token of " + name);
            Instant expiry = Instant.now().plus(Duration.ofHours(1));
            emulator.addTemporaryAccessKey(name, "secret", "token of " + name, expiry);
            handedOut.add(credentials);
            return ExpiringCredentials.of(credentials, expiry);
        });
    }
}

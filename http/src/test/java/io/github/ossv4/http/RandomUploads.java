// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.github.ossv4.callback.Callback;
import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.http.credentials.CredentialsSource;
import io.github.ossv4.http.credentials.ExpiringCredentials;
import io.github.ossv4.multipart.UploadList;
import io.github.ossv4.object.ObjectAcl;
import io.github.ossv4.sign.Credentials;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Uploads of random files with random options while random things go wrong and other clients store the same bytes. Each must
 * end in its own object on the server or in an exception, with no part left behind unless asked, and no callback performed
 * twice.
 */
final class RandomUploads implements AutoCloseable {
    private static final Credentials KEY = Credentials.of("id", "secret");
    private static final String SOURCE = "source";

    private final Path file;
    private final Path checkpoint;
    private final Emulator emulator;
    private final HttpServer application;
    private final OkHttpClient http;
    private final BucketClient others;
    private final BucketClient anonymous;
    private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();
    private final AtomicInteger issued = new AtomicInteger();
    private final byte[] noise = new byte[200 * UploadPlan.PART];
    private volatile @Nullable Events events;
    int succeeded;
    int failed;

    /** Those of the uploads whose object another client stored as well. */
    int contested;

    RandomUploads(Path folder) throws IOException {
        file = folder.resolve("file");
        checkpoint = folder.resolve("checkpoint");
        emulator = Emulator.builder().credentials(KEY).start();
        application = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        application.createContext("/", exchange -> {
            String key = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            calls.computeIfAbsent(key, unused -> new AtomicInteger()).incrementAndGet();
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write("{}".getBytes(UTF_8));
            exchange.close();
        });
        application.start();
        emulator.addCallbackTarget(application.getAddress().getPort());
        http = new OkHttpClient.Builder().addInterceptor(this::intercept).build();
        http.dispatcher().setMaxRequestsPerHost(64);
        others = client().credentials(KEY).build();
        anonymous = client().anonymous().build();
        new Random(7).nextBytes(noise);
    }

    private BucketClient.Builder client() {
        return BucketClient.builder(emulator.endpoint(), emulator.bucket()).region(emulator.region());
    }

    @Override
    public void close() {
        others.close();
        anonymous.close();
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
        application.stop(0);
        emulator.close();
    }

    private Response intercept(Interceptor.Chain chain) throws IOException {
        return Objects.requireNonNull(events).intercept(chain);
    }

    /** One upload, and what must hold after it. Its seed and plan stand in the text of what fails. */
    void run(long seed) {
        UploadPlan plan = UploadPlan.of(seed, noise);
        try {
            Events during = new Events(plan);
            prepare(plan);
            events = during;
            Outcome outcome = upload(plan, during);
            verify(plan, during, outcome);
            cleanUp(plan);
        } catch (AssertionError | Exception e) {
            throw new AssertionError("seed " + seed + ": " + e + " in " + plan, e);
        }
    }

    // What was there before.

    private void prepare(UploadPlan plan) throws IOException {
        Files.write(file, plan.bytes());
        if (plan.needsOthers()) {
            others.put(SOURCE, Body.of(plan.bytes()));
        }
        UploadPlan.Earlier earlier = plan.earlier();
        if (earlier != null && earlier.hasSameBytes()) {
            store(plan, "earlier", earlier.acl(), false);
        } else if (earlier != null) {
            others.put(
                    plan.key(),
                    Body.of("other bytes".getBytes(UTF_8)),
                    PutOptions.builder().acl(earlier.acl()).build());
        }
        plan.faults().forEach(emulator::inject);
    }

    /** Stores the same bytes by a call that meets no fault. */
    private void store(UploadPlan plan, String marker, ObjectAcl acl, boolean forbid) throws IOException {
        CopyOptions.Builder options = CopyOptions.builder()
                .replaceMetadata()
                .metadata("marker", marker)
                .acl(acl);
        if (forbid) {
            options.forbidOverwrite();
        }
        others.copy(CopySource.of(SOURCE), plan.key(), options.build());
    }

    // What happens meanwhile.

    /** What happens to the object of an upload, in its order. Attempts of the deciding request follow one another. */
    private final class Events {
        private final UploadPlan plan;
        private int attempts;
        private int begun;
        /** At which time it was stored first; 0 for never. */
        private int storedBy;

        private boolean isOverwritten;
        private boolean hasCompeted;
        private boolean hasCompetitorWon;
        private @Nullable Throwable broken;

        Events(UploadPlan plan) {
            this.plan = plan;
        }

        Response intercept(Interceptor.Chain chain) throws IOException {
            Request request = chain.request();
            if (request.method().equals("HEAD")) {
                Response response = chain.proceed(request);
                observe(response.header("x-oss-meta-marker"));
                return response;
            }
            boolean ofUpload = request.url().queryParameter("uploadId") != null;
            if (!request.method().equals(ofUpload ? "POST" : "PUT")) {
                return chain.proceed(request);
            }
            beginAttempt();
            try {
                return chain.proceed(request);
            } finally {
                endAttempt();
            }
        }

        /** The upload is begun for the first time, or again with its checkpoint. */
        synchronized void begin(int time) {
            begun = time;
        }

        private synchronized void beginAttempt() {
            attempts++;
            compete(true);
        }

        private synchronized void endAttempt() {
            try {
                observe(find(plan.key()));
            } catch (IOException e) {
                broken = e;
            }
            compete(false);
        }

        private synchronized void observe(@Nullable String marker) {
            if (plan.marker().equals(marker)) {
                storedBy = storedBy == 0 ? begun : storedBy;
                isOverwritten = false;
            }
        }

        private void compete(boolean first) {
            UploadPlan.Competitor competitor = plan.competitor();
            if (competitor == null
                    || hasCompeted
                    || competitor.attempt() != attempts
                    || competitor.comesFirst() != first) {
                return;
            }
            hasCompeted = true;
            try {
                if (competitor.aborts()) {
                    abortAll(others);
                }
                store(plan, "competitor", competitor.acl(), competitor.forbidsOverwrite());
                hasCompetitorWon = true;
                isOverwritten = true;
            } catch (ServiceException e) {
                // Another object keeps it from storing its own, or the abort meets the faults of the upload.
            } catch (IOException e) {
                broken = e;
            }
        }

        /** Whether the object was stored, now or when the upload was begun before. */
        synchronized boolean isStored() {
            return storedBy > 0;
        }

        /** Whether the object was stored as far as the upload can know. A put leaves no checkpoint. */
        synchronized boolean isKnownToBeStored() {
            return plan.isPut() ? storedBy == begun : isStored();
        }

        /** Whether another client has replaced the object, or kept it from being stored. */
        synchronized boolean isOverwritten() {
            return isOverwritten;
        }

        synchronized boolean hasCompetitorWon() {
            return hasCompetitorWon;
        }

        synchronized @Nullable Throwable broken() {
            return broken;
        }
    }

    /** The marker of an object; an empty text if it has none, null if there is no object. By a call that meets no fault. */
    private @Nullable String find(String key) throws IOException {
        try (GetResult got = others.get(key)) {
            return got.metadata().metadata().getOrDefault("marker", "");
        } catch (ServiceException e) {
            if (e.status() == 404) {
                return null;
            }
            throw e;
        }
    }

    /** What came of the upload. Either the result or the failure is null. */
    private record Outcome(
            @Nullable PutResult result, @Nullable Throwable failure, boolean namesParts, int begun) {
        boolean isStored() {
            return result != null || failure instanceof CallbackFailedException;
        }

        boolean isFinal() {
            return isStored() || failure instanceof ChecksumMismatchException;
        }
    }

    private Outcome upload(UploadPlan plan, Events during) throws Exception {
        Cancellation cancellation = new Cancellation();
        List<Credentials> expiring = Collections.synchronizedList(new ArrayList<>());
        CredentialsSource source = plan.expireAt() < 0 ? CredentialsSource.of(KEY) : temporary(expiring);
        UploadOptions options = plan.options(checkpoint, callback(), progress -> {
            if (plan.cancelAt() >= 0 && progress.parts() >= plan.cancelAt()) {
                cancellation.request();
            }
            if (plan.expireAt() >= 0 && progress.parts() == plan.expireAt()) {
                emulator.expireCredentials(expiring.get(expiring.size() - 1));
            }
        });
        try (BucketClient bucket = client().credentials(source)
                .okHttpClient(http)
                .clock(Clock.offset(Clock.systemUTC(), plan.skew()))
                .retryPolicy(
                        RetryPolicy.builder().baseDelay(Duration.ofMillis(1)).build())
                .build()) {
            Outcome outcome;
            int begun = 0;
            do {
                begun++;
                during.begin(begun);
                cancellation.reset();
                Transfer<PutResult> transfer = plan.isStream()
                        ? bucket.async().upload(plan.key(), new ByteArrayInputStream(plan.bytes()), options)
                        : bucket.async().upload(plan.key(), file, options);
                cancellation.of(transfer);
                outcome = outcome(transfer, begun);
            } while (!outcome.isFinal() && begun < (plan.isResumable() ? 3 : 1));
            return outcome;
        } finally {
            emulator.clearFaults();
        }
    }

    /**
     * Cancels a transfer even if a listener requests it before the transfer is known. The listener must not wait for that: it
     * may be called on the thread that begins the transfer.
     */
    private static final class Cancellation {
        private final AtomicBoolean isRequested = new AtomicBoolean();
        private final AtomicReference<Transfer<?>> transfer = new AtomicReference<>();

        void reset() {
            transfer.set(null);
            isRequested.set(false);
        }

        void of(Transfer<?> begun) {
            transfer.set(begun);
            if (isRequested.get()) {
                begun.cancel(true);
            }
        }

        void request() {
            isRequested.set(true);
            Transfer<?> begun = transfer.get();
            if (begun != null) {
                begun.cancel(true);
            }
        }
    }

    private static Outcome outcome(Transfer<PutResult> transfer, int begun)
            throws InterruptedException, TimeoutException {
        boolean left = waitForEnd(transfer);
        try {
            return new Outcome(transfer.get(), null, false, begun);
        } catch (ExecutionException e) {
            boolean named = Arrays.stream(e.getCause().getSuppressed())
                    .anyMatch(suppressed -> suppressed.getMessage().contains("may be left"));
            assertEquals(named, left);
            return new Outcome(null, e.getCause(), named, begun);
        } catch (CancellationException e) {
            return new Outcome(null, e, left, begun);
        }
    }

    /** Returns whether the transfer has left something. */
    private static boolean waitForEnd(Transfer<?> transfer) throws InterruptedException, TimeoutException {
        try {
            transfer.idle().get(2, TimeUnit.MINUTES);
            return false;
        } catch (ExecutionException e) {
            return true;
        }
    }

    private Callback callback() {
        return Callback.builder("http://127.0.0.1:" + application.getAddress().getPort() + "/")
                .formBody("${object}")
                .build();
    }

    /** Credentials that live an hour, unless they expire before; others then. */
    private CredentialsSource temporary(List<Credentials> handedOut) {
        return CredentialsSource.refreshing(() -> {
            String name = "STS." + issued.incrementAndGet();
            Credentials credentials = Credentials.of(name, "secret", "token of " + name);
            Instant expiry = Instant.now().plus(Duration.ofHours(1));
            emulator.addCredentials(credentials, expiry);
            handedOut.add(credentials);
            return ExpiringCredentials.of(credentials, expiry);
        });
    }

    // What must hold.

    private void verify(UploadPlan plan, Events during, Outcome outcome) throws IOException {
        assertNull(during.broken());
        Throwable failure = outcome.failure();
        if (outcome.isStored()) {
            succeeded++;
            assertTrue(during.isStored(), "success without its object: " + failure);
        } else {
            failed++;
            assertTrue(failure instanceof IOException || failure instanceof CancellationException, "" + failure);
        }
        if (during.hasCompetitorWon()) {
            contested++;
        }
        if (isDefinite(failure)) {
            // With both it is not known which of the two objects was stored first.
            boolean isUnknown = plan.forbidsOverwrite() && during.isOverwritten();
            assertFalse(during.isKnownToBeStored() && !isUnknown, "its object is stored after " + failure);
        }
        UploadPlan.Competitor competitor = plan.competitor();
        if (plan.forbidsOverwrite()) {
            assertFalse(plan.earlier() != null && outcome.isStored(), "overwritten");
            boolean rival = competitor != null && competitor.forbidsOverwrite() && during.hasCompetitorWon();
            assertFalse(rival && outcome.isStored(), "two clients have won");
        }
        int called = calls.getOrDefault(plan.key(), new AtomicInteger()).get();
        assertTrue(
                called <= (plan.isPut() ? outcome.begun() : 1),
                "the application server was called " + called + " times");
        verifyObject(plan, during, outcome, called);
        verifyParts(plan, outcome);
    }

    /** Whether a failure says that the object was not stored. */
    private static boolean isDefinite(@Nullable Throwable failure) {
        if (!(failure instanceof ServiceException refused) || refused.status() >= 500) {
            return false;
        }
        return Arrays.stream(failure.getSuppressed())
                .noneMatch(earlier -> earlier instanceof IOException e && CallState.mayHaveExecuted(e));
    }

    private void verifyObject(UploadPlan plan, Events during, Outcome outcome, int called) throws IOException {
        Throwable failure = outcome.failure();
        String marker = find(plan.key());
        if (marker == null) {
            assertTrue(!outcome.isStored() && called == 0, "there is no object after " + failure);
            return;
        }
        boolean ours = marker.equals(plan.marker());
        if (outcome.isStored() && !during.isOverwritten()) {
            assertTrue(ours, "the object is of " + marker);
        }
        try (GetResult got = others.get(plan.key())) {
            if (ours) {
                assertArrayEquals(plan.bytes(), got.bytes());
                assertEquals(plan.acl() == ObjectAcl.PUBLIC_READ, isPublic(plan.key()), "is public");
            }
            if (ours && outcome.isStored()) {
                PutResult stored = failure instanceof CallbackFailedException e ? e.stored() : outcome.result();
                assertEquals(got.metadata().etag(), stored.etag());
            }
        }
    }

    private boolean isPublic(String key) throws IOException {
        try (GetResult got = anonymous.get(key)) {
            return got.metadata().size() >= 0;
        } catch (ServiceException e) {
            assertEquals("AccessDenied", e.code());
            return false;
        }
    }

    private void verifyParts(UploadPlan plan, Outcome outcome) throws IOException {
        if (plan.isResumable()) {
            others.discardUpload(checkpoint);
        }
        Map<String, Integer> parts = abortAll(others);
        if (!plan.keepsParts() && !outcome.namesParts()) {
            assertEquals(Map.of(), parts, "parts are left after " + outcome.failure());
        }
    }

    /** Returns how many parts each upload had. One whose beginning was never answered is empty, and nobody knows its id. */
    private static Map<String, Integer> abortAll(BucketClient bucket) throws IOException {
        Map<String, Integer> parts = new HashMap<>();
        for (UploadList.Upload upload :
                bucket.listMultipartUploads(ListUploadsOptions.NONE).uploads()) {
            MultipartUpload each = bucket.multipartUpload(upload.key(), upload.uploadId());
            int count = each.listParts().size();
            if (count > 0) {
                parts.put(upload.uploadId(), count);
            }
            each.abort();
        }
        return parts;
    }

    private void cleanUp(UploadPlan plan) throws IOException {
        others.delete(plan.key());
        Files.deleteIfExists(checkpoint);
    }
}

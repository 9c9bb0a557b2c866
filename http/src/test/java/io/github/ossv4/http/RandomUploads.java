// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.github.ossv4.callback.Callback;
import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.emulator.Fault;
import io.github.ossv4.multipart.UploadList;
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
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Uploads of random files with random options while random things go wrong. Each must end in the right bytes on the server or
 * in an exception, with no part left behind unless asked, and no callback performed twice.
 */
final class RandomUploads implements AutoCloseable {
    private static final int PART = 100 * 1024;
    private static final Credentials KEY = Credentials.of("id", "secret");

    private final Path folder;
    private final Emulator emulator;
    private final HttpServer application;
    private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();
    private final AtomicInteger issued = new AtomicInteger();
    private final byte[] noise = new byte[200 * PART];
    int succeeded;
    int failed;

    RandomUploads(Path folder) throws IOException {
        this.folder = folder;
        this.emulator = Emulator.builder().credentials(KEY).start();
        this.application = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        application.createContext("/", exchange -> {
            String key = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            calls.computeIfAbsent(key, unused -> new AtomicInteger()).incrementAndGet();
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write("{}".getBytes(UTF_8));
            exchange.close();
        });
        application.start();
        emulator.addCallbackTarget(application.getAddress().getPort());
        new Random(7).nextBytes(noise);
    }

    @Override
    public void close() {
        application.stop(0);
        emulator.close();
    }

    private static final String[] CALLS = {
        "InitiateMultipartUpload",
        "UploadPart",
        "UploadPart",
        "UploadPart",
        "CompleteMultipartUpload",
        "PutObject",
        "AbortMultipartUpload",
        "HeadObject",
        "ListParts"
    };

    private static @Nullable Fault fault(Random random) {
        String call = CALLS[random.nextInt(CALLS.length)];
        boolean uploads =
                List.of("UploadPart", "CompleteMultipartUpload", "PutObject").contains(call);
        int times = 1 + random.nextInt(random.nextInt(4) == 0 ? 6 : 2);
        Fault fault = switch (random.nextInt(9)) {
            case 0 -> Fault.error(500, "InternalError");
            case 1 -> Fault.error(503, "ServiceUnavailable").header("Retry-After", "0");
            case 2 -> Fault.error(403, "AccessDenied");
            case 3 -> uploads ? Fault.uploadReset(0) : null;
            case 4 -> uploads ? Fault.uploadReset(random.nextInt(PART)) : null;
            case 5 -> Fault.answerLost();
            case 6 -> Fault.delay(Duration.ofMillis(random.nextInt(20)));
            case 7 -> uploads ? Fault.wrongCrc64(random.nextLong()) : null;
            default -> call.equals("UploadPart") ? Fault.wrongEtag() : null;
        };
        return fault == null ? null : fault.on(call).times(times);
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

    /** One upload, and what must hold after it. Its seed stands in the text of what fails. */
    void run(long seed) {
        try {
            check(new Random(seed), "k" + seed);
        } catch (AssertionError | Exception e) {
            throw new AssertionError("seed " + seed + ": " + e, e);
        }
    }

    private void check(Random random, String key) throws Exception {
        int size = random.nextInt(10) == 0
                ? random.nextInt(200 * PART)
                : random.nextInt(random.nextBoolean() ? 12 * PART : PART + 1);
        int offset = random.nextInt(noise.length - size + 1);
        byte[] bytes = Arrays.copyOfRange(noise, offset, offset + size);
        Path file = Files.write(folder.resolve("file"), bytes);
        Path checkpoint = folder.resolve("checkpoint");
        boolean stream = random.nextInt(4) == 0;
        boolean resumable = !stream && random.nextInt(3) == 0;
        boolean keep = random.nextInt(8) == 0;
        boolean calling = random.nextBoolean();
        int partSize = PART + random.nextInt(PART);
        int workers = 1 + random.nextInt(6);
        int threshold = random.nextBoolean() ? 0 : PART;
        UploadOptions.Builder options =
                UploadOptions.builder().partSize(partSize).workers(workers).threshold(threshold);
        if (resumable) {
            options.checkpoint(checkpoint);
        }
        if (keep) {
            options.keepParts();
        }
        if (calling) {
            options.callback(Callback.builder(
                            "http://127.0.0.1:" + application.getAddress().getPort() + "/")
                    .formBody("${object}")
                    .build());
        }
        if (random.nextInt(3) == 0) {
            options.forbidOverwrite();
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            Fault fault = fault(random);
            if (fault != null) {
                emulator.inject(fault);
            }
        }
        boolean skewed = random.nextInt(8) == 0;
        Clock clock = skewed
                ? Clock.offset(Clock.systemUTC(), Duration.ofMinutes(random.nextBoolean() ? 20 : -20))
                : Clock.systemUTC();
        int cancelAt = random.nextInt(6) == 0 ? random.nextInt(8) : -1;
        int expireAt = random.nextInt(4) == 0 ? random.nextInt(8) : -1;
        List<Transfer<PutResult>> transfers = new ArrayList<>();
        List<Credentials> expiring = Collections.synchronizedList(new ArrayList<>());
        CredentialsSource source = expireAt < 0 ? CredentialsSource.of(KEY) : temporary(expiring);
        options.progress(progress -> {
            synchronized (transfers) {
                if (cancelAt >= 0 && progress.parts() >= cancelAt) {
                    transfers.get(0).cancel(true);
                }
            }
            if (expireAt >= 0 && progress.parts() == expireAt) {
                emulator.expireCredentials(expiring.get(expiring.size() - 1));
            }
        });
        // A put leaves no checkpoint: who begins it again has its callback performed again.
        boolean atOnce = stream ? size < partSize : size <= threshold;
        int begun = 0;
        PutResult result = null;
        Throwable failure = null;
        boolean named = false;
        try (BucketClient bucket = BucketClient.builder(emulator.endpoint(), emulator.bucket())
                .region(emulator.region())
                .credentials(source)
                .clock(clock)
                .retryPolicy(
                        RetryPolicy.builder().baseDelay(Duration.ofMillis(1)).build())
                .build()) {
            for (int attempt = 1; attempt <= (resumable ? 3 : 1) && result == null; attempt++) {
                begun++;
                Transfer<PutResult> transfer;
                synchronized (transfers) {
                    transfer = stream
                            ? bucket.async().upload(key, new ByteArrayInputStream(bytes), options.build())
                            : bucket.async().upload(key, file, options.build());
                    transfers.clear();
                    transfers.add(transfer);
                }
                boolean left = transfer.ended()
                        .handle((nothing, thrown) -> thrown != null)
                        .get();
                failure = null;
                try {
                    result = transfer.get();
                } catch (ExecutionException e) {
                    failure = e.getCause();
                    named = Arrays.stream(failure.getSuppressed())
                            .anyMatch(suppressed -> suppressed.getMessage().contains("may be left"));
                    assertEquals(named, left);
                } catch (CancellationException e) {
                    failure = e;
                    named = left;
                }
                if (failure instanceof CallbackFailedException || failure instanceof ChecksumMismatchException) {
                    break;
                }
            }
        }
        emulator.clearFaults();
        boolean stored = result != null || failure instanceof CallbackFailedException;
        if (stored) {
            succeeded++;
        } else {
            failed++;
            assertTrue(failure instanceof IOException || failure instanceof CancellationException, "" + failure);
        }
        int called = calls.getOrDefault(key, new AtomicInteger()).get();
        assertTrue(called <= (atOnce ? begun : 1), "the application server was called " + called + " times");
        try (BucketClient bucket = BucketClient.builder(emulator.endpoint(), emulator.bucket())
                .region(emulator.region())
                .credentials(KEY)
                .build()) {
            whatIsThere(bucket, key, bytes, stored, called, failure);
            if (resumable) {
                bucket.discardUpload(checkpoint);
            }
            // An upload whose beginning was never answered is empty, and nobody knows its id.
            UploadList left = bucket.listMultipartUploads(ListUploadsOptions.NONE);
            Map<String, Integer> parts = new HashMap<>();
            for (UploadList.Upload upload : left.uploads()) {
                MultipartUpload each = bucket.multipartUpload(upload.key(), upload.uploadId());
                if (!each.listParts().isEmpty()) {
                    parts.put(upload.uploadId(), each.listParts().size());
                }
                each.abort();
            }
            if (!keep && !named) {
                assertEquals(Collections.emptyMap(), parts, "parts are left after " + failure);
            }
        }
    }

    private void whatIsThere(
            BucketClient bucket, String key, byte[] bytes, boolean stored, int called, @Nullable Throwable failure)
            throws IOException {
        try (GetResult got = bucket.get(key)) {
            if (stored || called > 0 || !(failure instanceof ChecksumMismatchException)) {
                assertArrayEquals(bytes, got.bytes());
            }
        } catch (ServiceException e) {
            assertEquals("NoSuchKey", e.code());
            assertTrue(!stored && called == 0, "there is no object after " + failure);
        }
    }
}

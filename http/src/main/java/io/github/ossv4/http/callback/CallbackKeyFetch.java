// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.callback;

import io.github.ossv4.callback.CallbackPublicKey;
import io.github.ossv4.internal.text.PrintableText;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/** One fetch of a key, for which all threads that need the key wait, and its outcome. Thread-safe. */
final class CallbackKeyFetch implements Callback {
    private static final long MAX_BYTES = 16 * 1024;

    private final HttpUrl url;
    private final LongSupplier nanoTime;
    private final Duration wait;
    private final Consumer<CallbackPublicKey> keep;
    private final long started;
    private final CountDownLatch completed = new CountDownLatch(1);
    private volatile @Nullable Outcome outcome;

    /**
     * @param wait how long callers wait after the start of the fetch
     * @param keep receives the key first
     */
    CallbackKeyFetch(HttpUrl url, LongSupplier nanoTime, Duration wait, Consumer<CallbackPublicKey> keep) {
        this.url = url;
        this.nanoTime = nanoTime;
        this.wait = wait;
        this.keep = keep;
        this.started = nanoTime.getAsLong();
    }

    void start(OkHttpClient client) {
        try {
            client.newCall(new Request.Builder().url(url).build()).enqueue(this);
        } catch (RuntimeException | Error e) {
            // A listener failed, or no thread can be created. No callback follows.
            complete(null, new IOException(e));
            throw e;
        }
    }

    /**
     * Returns whether it uses a thread and perhaps a connection. It may do so after the last thread has stopped
     * waiting.
     */
    boolean isInProgress() {
        return outcome == null;
    }

    boolean endedBefore(Duration ago) {
        Outcome known = outcome;
        return known != null && nanoTime.getAsLong() - known.nanos >= ago.toNanos();
    }

    /**
     * Waits for the key.
     *
     * @return null if there is no such key
     */
    @Nullable
    CallbackPublicKey await() throws IOException {
        long remaining = wait.toNanos() - (nanoTime.getAsLong() - started);
        try {
            if (!completed.await(remaining, TimeUnit.NANOSECONDS)) {
                throw new IOException(
                        "the callback key " + url + " was not received within " + wait.toMillis() / 1000 + " seconds");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted =
                    new InterruptedIOException("interrupted while the callback key " + url + " was fetched");
            interrupted.initCause(e);
            throw interrupted;
        }
        Outcome known = Objects.requireNonNull(outcome);
        if (known.failure != null) {
            // A new exception for each thread.
            throw new IOException(
                    "fetching the callback key " + url + " failed: " + PrintableText.escape(known.failure.toString()),
                    known.failure);
        }
        return known.key;
    }

    @Override
    public void onFailure(Call call, IOException e) {
        complete(null, e);
    }

    @Override
    public void onResponse(Call call, Response response) {
        CallbackPublicKey key = null;
        IOException failure = null;
        try {
            key = read(call, response);
        } catch (IOException e) {
            failure = e;
        } catch (RuntimeException | Error e) {
            // An interceptor failed. Only the waiting threads are notified.
            failure = new IOException(e);
        }
        complete(key, failure);
    }

    private static @Nullable CallbackPublicKey read(Call call, Response response) throws IOException {
        try (Response closed = response) {
            int code = closed.code();
            if (code == 404 || code == 410) {
                return null;
            }
            if (code != 200) {
                throw new IOException("the server returned " + code);
            }
            BufferedSource source = closed.body().source();
            if (source.request(MAX_BYTES + 1)) {
                // Otherwise closing would read on for a while to reuse the connection.
                call.cancel();
                return null;
            }
            return keyOrNull(source.readString(StandardCharsets.US_ASCII));
        }
    }

    private static @Nullable CallbackPublicKey keyOrNull(String text) {
        try {
            return CallbackPublicKey.ofPem(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private void complete(@Nullable CallbackPublicKey key, @Nullable IOException failure) {
        outcome = new Outcome(key, failure, nanoTime.getAsLong());
        if (key != null) {
            keep.accept(key);
        }
        completed.countDown();
    }

    /** A key, or the reason why there is none; neither if the server has no key. */
    private static final class Outcome {
        final @Nullable CallbackPublicKey key;
        final @Nullable IOException failure;
        final long nanos;

        Outcome(@Nullable CallbackPublicKey key, @Nullable IOException failure, long nanos) {
            this.key = key;
            this.failure = failure;
            this.nanos = nanos;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.callback;

import io.github.ossv4.callback.CallbackPublicKey;
import io.github.ossv4.text.PrintableText;
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

/** One fetch of a key, which all who want the key wait for, and then what came of it. Thread-safe. */
final class CallbackKeyFetch implements Callback {
    static final Duration TIME_LIMIT = Duration.ofSeconds(5);
    private static final long MAX_BYTES = 16 * 1024;

    private final HttpUrl url;
    private final LongSupplier nanoTime;
    private final Consumer<CallbackPublicKey> keep;
    private final long begun;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile @Nullable Outcome outcome;

    /** @param keep is given the key before anybody else has it */
    CallbackKeyFetch(HttpUrl url, LongSupplier nanoTime, Consumer<CallbackPublicKey> keep) {
        this.url = url;
        this.nanoTime = nanoTime;
        this.keep = keep;
        this.begun = nanoTime.getAsLong();
    }

    void begin(OkHttpClient client) {
        try {
            client.newCall(new Request.Builder().url(url).build()).enqueue(this);
        } catch (RuntimeException | Error e) {
            // Of a listener, or there is no thread to be had. Nobody else would end it.
            end(null, new IOException(e));
            throw e;
        }
    }

    /** Whether it holds a thread and perhaps a connection. It may for longer than anybody waits. */
    boolean isUnderWay() {
        return outcome == null;
    }

    boolean endedBefore(Duration ago) {
        Outcome known = outcome;
        return known != null && nanoTime.getAsLong() - known.nanos >= ago.toNanos();
    }

    /**
     * Waits for the key until 5 seconds after the fetch was begun.
     *
     * @return null if there is no such key
     */
    @Nullable
    CallbackPublicKey await() throws IOException {
        long left = TIME_LIMIT.toNanos() - (nanoTime.getAsLong() - begun);
        try {
            if (!ended.await(left, TimeUnit.NANOSECONDS)) {
                throw new IOException("the callback key " + url + " did not come within 5 seconds");
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
            // An exception of each thread's own.
            throw new IOException(
                    "fetching the callback key " + url + " failed: " + PrintableText.escape(known.failure.toString()),
                    known.failure);
        }
        return known.key;
    }

    @Override
    public void onFailure(Call call, IOException e) {
        end(null, e);
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
            // Of an interceptor. Who waits is told, and nobody else would be.
            failure = new IOException(e);
        }
        end(key, failure);
    }

    private static @Nullable CallbackPublicKey read(Call call, Response response) throws IOException {
        try (Response closed = response) {
            int code = closed.code();
            if (code == 404 || code == 410) {
                return null;
            }
            if (code != 200) {
                throw new IOException("the server answered " + code);
            }
            BufferedSource source = closed.body().source();
            if (source.request(MAX_BYTES + 1)) {
                // Or closing would read on for a while, for the connection's sake.
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

    private void end(@Nullable CallbackPublicKey key, @Nullable IOException failure) {
        outcome = new Outcome(key, failure, nanoTime.getAsLong());
        if (key != null) {
            keep.accept(key);
        }
        ended.countDown();
    }

    /** A key, or why there is none; neither if the server knows none. */
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

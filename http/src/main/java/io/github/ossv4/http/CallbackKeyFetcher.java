// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.callback.CallbackKeySource;
import io.github.ossv4.callback.CallbackPublicKey;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/**
 * Fetches the keys that callbacks are verified with, each once: OSS says that what is behind a key's URL never changes.
 * Thread-safe; share one.
 *
 * <p>OSS's key of today is built in, see {@link CallbackKeySource#pinned()}: callbacks signed with it neither wait nor fail for
 * what strangers make this fetch. Others of OSS are fetched over https, whatever the callback says; another URL only comes
 * here if a verifier trusts it.
 * Redirects are not followed, a key has at most 16 KB, and a fetch takes at most 5 seconds, during which others wait for it. A
 * fetch that fails is not repeated for 10 seconds, and after 16 that failed in 10 seconds none is begun, so that whoever sends
 * callbacks of his own cannot have this fetch without end. Who asks for a key that is there does not wait.
 * At most 16 keys are kept.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/callback">Callback, verification</a>
 */
public final class CallbackKeyFetcher implements CallbackKeySource, Closeable {
    private static final Duration TIME_LIMIT = Duration.ofSeconds(5);
    private static final long FAILURE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long MAX_BYTES = 16 * 1024;
    private static final int MAX_KEYS = 16;
    private static final String OSS = "http://gosspublic.alicdn.com/";

    private final OkHttpClient client;
    private final @Nullable OkHttpClient ours;
    private final LongSupplier nanoTime;
    private final CallbackKeySource pinned = CallbackKeySource.pinned();
    private final Map<String, CallbackPublicKey> keys = Collections.synchronizedMap(bounded());
    private final Map<String, Failure> failures = bounded();

    private CallbackKeyFetcher(OkHttpClient client, @Nullable OkHttpClient ours, LongSupplier nanoTime) {
        this.client = client.newBuilder()
                .followRedirects(false)
                .followSslRedirects(false)
                .callTimeout(TIME_LIMIT)
                .cache(null)
                .build();
        this.ours = ours;
        this.nanoTime = nanoTime;
    }

    /** A fetcher with a client of its own, which {@link #close} closes. */
    public static CallbackKeyFetcher create() {
        OkHttpClient ours = new OkHttpClient();
        return new CallbackKeyFetcher(ours, ours, System::nanoTime);
    }

    /** A fetcher with a client of yours, for its proxy, TLS settings and connection pool. You close it. */
    public static CallbackKeyFetcher of(OkHttpClient client) {
        return of(client, System::nanoTime);
    }

    static CallbackKeyFetcher of(OkHttpClient client, LongSupplier nanoTime) {
        return new CallbackKeyFetcher(Objects.requireNonNull(client, "client"), null, nanoTime);
    }

    private static <V> Map<String, V> bounded() {
        // By age, and not by use: the first is the one that has been there longest.
        return new LinkedHashMap<String, V>(16, 0.75f, false) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > MAX_KEYS;
            }
        };
    }

    /**
     * The key that a URL serves, fetched if need be.
     *
     * @return null if the server has none of that name, or what it has is no key
     * @throws IOException if the server cannot be reached or fails, now or in the last 10 seconds
     */
    @Override
    public @Nullable CallbackPublicKey key(String keyUrl) throws IOException {
        CallbackPublicKey builtIn = pinned.key(keyUrl);
        if (builtIn != null) {
            return builtIn;
        }
        String url = keyUrl.startsWith(OSS) ? "https" + keyUrl.substring("http".length()) : keyUrl;
        CallbackPublicKey known = keys.get(url);
        return known == null ? fetchOnce(url) : known;
    }

    private synchronized @Nullable CallbackPublicKey fetchOnce(String url) throws IOException {
        CallbackPublicKey known = keys.get(url);
        if (known != null) {
            return known;
        }
        Failure before = failures.get(url);
        if (before != null && isRecent(before)) {
            if (before.reason == null) {
                return null;
            }
            throw new IOException("fetching the callback key " + url + " failed just now", before.reason);
        }
        if (failures.size() == MAX_KEYS && isRecent(failures.values().iterator().next())) {
            throw new IOException(
                    "too many callback keys could not be fetched in the last 10 seconds, not fetched: " + url);
        }
        try {
            CallbackPublicKey key = fetch(url);
            if (key == null) {
                fail(url, null);
            } else {
                keys.put(url, key);
                failures.remove(url);
            }
            return key;
        } catch (IOException e) {
            fail(url, e);
            throw e;
        }
    }

    private void fail(String url, @Nullable IOException reason) {
        failures.remove(url);
        failures.put(url, new Failure(nanoTime.getAsLong(), reason));
    }

    private boolean isRecent(Failure failure) {
        return nanoTime.getAsLong() - failure.nanos < FAILURE_NANOS;
    }

    private @Nullable CallbackPublicKey fetch(String url) throws IOException {
        HttpUrl parsed = HttpUrl.parse(url);
        if (parsed == null) {
            return null;
        }
        Request request = new Request.Builder().url(parsed).build();
        try (Response response = client.newCall(request).execute()) {
            if (response.code() >= 500) {
                throw new IOException("the server of the callback key " + url + " answered " + response.code());
            }
            if (response.code() != 200) {
                return null;
            }
            BufferedSource source = response.body().source();
            if (source.request(MAX_BYTES + 1)) {
                return null;
            }
            return CallbackPublicKey.ofPem(source.readString(StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException e) {
            // What it serves is no key.
            return null;
        }
    }

    /** Closes the connections and threads of a client of its own. */
    @Override
    public void close() {
        if (ours != null) {
            ours.dispatcher().executorService().shutdown();
            ours.connectionPool().evictAll();
        }
    }

    @Override
    public String toString() {
        return "CallbackKeyFetcher{}";
    }

    private static final class Failure {
        final long nanos;

        /** Null if there is no such key. */
        final @Nullable IOException reason;

        Failure(long nanos, @Nullable IOException reason) {
            this.nanos = nanos;
            this.reason = reason;
        }
    }
}

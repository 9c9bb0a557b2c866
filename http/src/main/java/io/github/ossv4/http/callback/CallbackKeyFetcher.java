// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.callback;

import io.github.ossv4.callback.CallbackKeySource;
import io.github.ossv4.callback.CallbackPublicKey;
import io.github.ossv4.http.internal.okhttp.RequiredVersions;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.function.LongSupplier;
import okhttp3.Dispatcher;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * Fetches the keys that callbacks are verified with, each once: according to OSS the key at a URL never changes. Share
 * one instance. Thread-safe.
 *
 * <p>The current key of OSS is built in, see {@link CallbackKeySource#pinned()}: verifying its callbacks requires no
 * fetch. Other keys of OSS are always fetched over https; other URLs are fetched only if a verifier trusts them.
 * Redirects are not followed, and no other cache is used.
 *
 * <p>A key is fetched before the signature is verified, so the sender of a forged callback can choose the key. These
 * limits apply:
 *
 * <ul>
 *   <li>A key that was fetched is returned without waiting. Otherwise the caller waits until at most 2 seconds after
 *       the fetch started, and can be interrupted. All callers with one URL wait for the same fetch.
 *   <li>At most 4 fetches are in progress. A request for a fifth key then fails immediately.
 *   <li>A URL without a key, or whose fetch failed, is not fetched again for 10 seconds. If there are 16 such URLs and
 *       fetches in progress, a request for another key fails immediately.
 *   <li>A key has at most 16 KB; little more of a longer response is read.
 *   <li>The first 16 keys are kept permanently; others are kept for 10 seconds, and count among the 16 above.
 * </ul>
 *
 * <p>A fetch is cancelled after 5 seconds, but a host name lookup or an interceptor that blocks cannot be cancelled.
 * Until it returns, the fetch uses a daemon thread and counts as in progress, although no thread waits for it. OkHttp
 * decides how often it retries within these 5 seconds, and how much of a response without a key it receives. An
 * attacker can exhaust these limits: then a key that was not fetched yet is unavailable, and it is unknown whether its
 * callbacks are genuine.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/callback">Callback, verification</a>
 */
public final class CallbackKeyFetcher implements CallbackKeySource, Closeable {
    /** OSS waits 5 seconds for the response to the callback, which also needs HeadObject and the handler. */
    static final Duration WAIT_LIMIT = Duration.ofSeconds(2);

    /** After its callers have stopped waiting, a fetch may still obtain the key for the next ones. */
    static final Duration TIME_LIMIT = Duration.ofSeconds(5);

    private static final Duration MEMORY = Duration.ofSeconds(10);
    private static final int MAX_IN_PROGRESS = 4;
    private static final int MAX_FETCHES = 16;
    private static final int MAX_KEYS = 16;
    private static final String OSS = "http://gosspublic.alicdn.com/";

    /** Null to create one: then its connections are closed, too. */
    private final @Nullable OkHttpClient given;

    private final LongSupplier nanoTime;
    private final Duration wait;
    private final Duration timeLimit;
    private final CallbackKeySource pinned = CallbackKeySource.pinned();

    /** Guards the following fields. Not held while a key is fetched. */
    private final Object lock = new Object();

    private final Map<String, CallbackPublicKey> keys = new HashMap<>();

    /** The fetches in progress, and the ones of the last 10 seconds that found no key to keep. */
    private final Map<String, CallbackKeyFetch> fetches = new HashMap<>();

    /** Built when a key is fetched: the built-in key needs no class of OkHttp. */
    private @Nullable OkHttpClient client;

    private boolean closed;

    /**
     * @param wait how long callers wait after the start of a fetch
     * @param timeLimit after which a fetch is cancelled
     */
    CallbackKeyFetcher(@Nullable OkHttpClient given, LongSupplier nanoTime, Duration wait, Duration timeLimit) {
        this.given = given;
        this.nanoTime = nanoTime;
        this.wait = wait;
        this.timeLimit = timeLimit;
    }

    /** Returns a fetcher with its own client, which is built when the first key is fetched. {@link #close} it. */
    public static CallbackKeyFetcher create() {
        return new CallbackKeyFetcher(null, System::nanoTime, WAIT_LIMIT, TIME_LIMIT);
    }

    /**
     * Returns a fetcher that uses the proxy, TLS settings and connection pool of your client, but not its dispatcher.
     * You close the client; close the fetcher to cancel its fetches. An event listener that blocks at the start of a
     * call blocks the caller of {@link #key}.
     */
    public static CallbackKeyFetcher of(OkHttpClient client) {
        return new CallbackKeyFetcher(
                Objects.requireNonNull(client, "client"), System::nanoTime, WAIT_LIMIT, TIME_LIMIT);
    }

    private OkHttpClient client() throws IOException {
        synchronized (lock) {
            OkHttpClient built = client;
            if (built == null) {
                built = (given == null ? newClient() : given)
                        .newBuilder()
                        .dispatcher(dispatcher())
                        .followRedirects(false)
                        .followSslRedirects(false)
                        .callTimeout(timeLimit)
                        .cache(null)
                        .build();
                client = built;
                if (closed) {
                    built.dispatcher().executorService().shutdown();
                }
            }
            return built;
        }
    }

    private static OkHttpClient newClient() throws IOException {
        try {
            return new OkHttpClient();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            // Kotlin throws checked exceptions undeclared.
            throw new IOException("OkHttp cannot be built: " + e, e);
        }
    }

    /** A fetch does not wait in its queue: 5 for one host are allowed. */
    private static Dispatcher dispatcher() {
        return new Dispatcher(Executors.newCachedThreadPool(runnable -> {
            Thread thread = new Thread(runnable, "ossv4-callback-keys");
            thread.setDaemon(true);
            return thread;
        }));
    }

    /**
     * Returns the key at a URL, and fetches it if necessary.
     *
     * @return null if the server returns 404 or 410, or something that is not a key
     * @throws java.io.InterruptedIOException if this thread is interrupted; its interrupt flag is then set
     * @throws IOException if, now or in the last 10 seconds, the server could not be reached, did not return the key
     *     within 2 seconds, or returned another status, including redirects; or if a limit above is reached
     * @throws IllegalStateException if OkHttp, okio or Kotlin on the class path is too old to fetch a key
     */
    @Override
    public @Nullable CallbackPublicKey key(String keyUrl) throws IOException {
        CallbackPublicKey builtIn = pinned.key(keyUrl);
        if (builtIn != null) {
            return builtIn;
        }
        RequiredVersions.check();
        String url = keyUrl.startsWith(OSS) ? "https" + keyUrl.substring("http".length()) : keyUrl;
        HttpUrl parsed = HttpUrl.parse(url);
        if (parsed == null) {
            return null;
        }
        // Before the time of the fetch starts, and before it is recorded: this may take long, or fail.
        OkHttpClient ready = client();
        CallbackKeyFetch fetch;
        boolean ours;
        synchronized (lock) {
            CallbackPublicKey known = keys.get(url);
            if (known != null) {
                return known;
            }
            fetches.values().removeIf(old -> old.endedBefore(MEMORY));
            CallbackKeyFetch joined = fetches.get(url);
            ours = joined == null;
            fetch = joined == null ? add(url, parsed) : joined;
        }
        if (ours) {
            fetch.start(ready);
        }
        return fetch.await();
    }

    /** Fetches the key at a URL. A failure is not remembered: the first callback fetches the key again. */
    @Override
    public void warmUp(String keyUrl) throws IOException {
        try {
            if (key(keyUrl) == null) {
                throw new IOException("there is no key at this URL");
            }
        } finally {
            synchronized (lock) {
                fetches.remove(keyUrl);
            }
        }
    }

    private CallbackKeyFetch add(String url, HttpUrl parsed) throws IOException {
        if (closed) {
            throw new IOException("the fetcher of callback keys is closed; not fetched: " + url);
        }
        if (fetches.size() >= MAX_FETCHES) {
            throw new IOException(
                    "too many callback keys could not be fetched in the last 10 seconds; not fetched: " + url);
        }
        if (fetches.values().stream().filter(CallbackKeyFetch::isInProgress).count() >= MAX_IN_PROGRESS) {
            throw new IOException("too many callback keys are being fetched; not fetched: " + url);
        }
        CallbackKeyFetch fetch = new CallbackKeyFetch(parsed, nanoTime, wait, key -> keep(url, key));
        fetches.put(url, fetch);
        return fetch;
    }

    private void keep(String url, CallbackPublicKey key) {
        synchronized (lock) {
            if (keys.size() < MAX_KEYS) {
                keys.put(url, key);
                fetches.remove(url);
            }
        }
    }

    /**
     * Cancels the fetches in progress and starts no others; keys that were fetched remain available. Closes the
     * connections if this fetcher created the client.
     */
    @Override
    public void close() {
        OkHttpClient built;
        synchronized (lock) {
            closed = true;
            built = client;
        }
        if (built == null) {
            return;
        }
        built.dispatcher().executorService().shutdown();
        built.dispatcher().cancelAll();
        if (given == null) {
            built.connectionPool().evictAll();
        }
    }

    @Override
    public String toString() {
        return "CallbackKeyFetcher{}";
    }
}

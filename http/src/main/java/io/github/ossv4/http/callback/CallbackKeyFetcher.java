// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.callback;

import io.github.ossv4.callback.CallbackKeySource;
import io.github.ossv4.callback.CallbackPublicKey;
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
 * Fetches the keys that callbacks are verified with, each once: OSS says that what is behind a key's URL never changes.
 * Thread-safe; share one.
 *
 * <p>OSS's key of today is built in, see {@link CallbackKeySource#pinned()}: callbacks signed with it neither wait nor fail for
 * what strangers make this fetch. Others of OSS are fetched over https, whatever the callback says; another URL only comes
 * here if a verifier trusts it. Redirects are not followed, and there is no cache but this.
 *
 * <p>A key is asked for before a signature is checked, so whoever sends callbacks of his own chooses what is fetched. Hence
 * these limits:
 *
 * <ul>
 *   <li>Who asks for a key that is there does not wait. Everyone else waits until 5 seconds after the fetch was begun at the
 *       latest, and can be interrupted. All who ask for one URL wait for the same fetch.
 *   <li>At most 4 fetches are under way. While there are 4, asking for a fifth key fails at once.
 *   <li>What has no key or fails is not fetched again for 10 seconds. While there are 16 such and under way, asking for another
 *       fails at once.
 *   <li>A key has at most 16 KB; of a longer one little more is read.
 *   <li>The first 16 keys are kept for good, and none is pushed out; others are for 10 seconds, and count among the 16 above.
 * </ul>
 *
 * <p>A fetch is cancelled after 5 seconds, but looking up a host's name cannot be, nor an interceptor that blocks: until these
 * return the fetch has its thread, which keeps no JVM alive, and counts as under way, though nobody waits for it. How often
 * OkHttp tries in these 5 seconds, and how much a server sends that is no key, is up to OkHttp. Nor can strangers be kept from
 * using up these limits: then a key that is not there yet cannot be fetched, and whether its callbacks are genuine is not known.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/callback">Callback, verification</a>
 */
public final class CallbackKeyFetcher implements CallbackKeySource, Closeable {
    private static final Duration MEMORY = Duration.ofSeconds(10);
    private static final int MAX_UNDER_WAY = 4;
    private static final int MAX_FETCHES = 16;
    private static final int MAX_KEYS = 16;
    private static final String OSS = "http://gosspublic.alicdn.com/";

    private final OkHttpClient client;
    private final boolean ownsConnections;
    private final LongSupplier nanoTime;
    private final CallbackKeySource pinned = CallbackKeySource.pinned();

    /** Guards what follows. Nobody holds it while a key is fetched. */
    private final Object lock = new Object();

    private final Map<String, CallbackPublicKey> keys = new HashMap<>();

    /** Those under way, and those of the last 10 seconds that brought nothing to keep. */
    private final Map<String, CallbackKeyFetch> fetches = new HashMap<>();

    private CallbackKeyFetcher(OkHttpClient client, boolean ownsConnections, LongSupplier nanoTime) {
        this.client = client.newBuilder()
                .dispatcher(dispatcher())
                .followRedirects(false)
                .followSslRedirects(false)
                .callTimeout(CallbackKeyFetch.TIME_LIMIT)
                .cache(null)
                .build();
        this.ownsConnections = ownsConnections;
        this.nanoTime = nanoTime;
    }

    /** A fetcher with a client of its own. {@link #close} it. */
    public static CallbackKeyFetcher create() {
        return new CallbackKeyFetcher(new OkHttpClient(), true, System::nanoTime);
    }

    /**
     * A fetcher with a client of yours, for its proxy, TLS settings and connection pool; its dispatcher, and whatever waits
     * there, is not used. You close the client, and the fetcher if fetches are to end then. An event listener that blocks when
     * a call starts blocks who asks for a key.
     */
    public static CallbackKeyFetcher of(OkHttpClient client) {
        return of(client, System::nanoTime);
    }

    static CallbackKeyFetcher of(OkHttpClient client, LongSupplier nanoTime) {
        return new CallbackKeyFetcher(Objects.requireNonNull(client, "client"), false, nanoTime);
    }

    /** A fetch does not queue here: 5 for one host are admitted. */
    private static Dispatcher dispatcher() {
        return new Dispatcher(Executors.newCachedThreadPool(runnable -> {
            Thread thread = new Thread(runnable, "ossv4-callback-keys");
            thread.setDaemon(true);
            return thread;
        }));
    }

    /**
     * The key that a URL serves, fetched if need be.
     *
     * @return null if the server says that there is none, with 404 or 410, or what it serves is no key
     * @throws java.io.InterruptedIOException if this thread is interrupted, and remains so
     * @throws IOException if the server cannot be reached, does not send the key within 5 seconds or answers anything else,
     *     redirects included, now or in the last 10 seconds; or if one of the limits above is reached
     */
    @Override
    public @Nullable CallbackPublicKey key(String keyUrl) throws IOException {
        CallbackPublicKey builtIn = pinned.key(keyUrl);
        if (builtIn != null) {
            return builtIn;
        }
        String url = keyUrl.startsWith(OSS) ? "https" + keyUrl.substring("http".length()) : keyUrl;
        HttpUrl parsed = HttpUrl.parse(url);
        if (parsed == null) {
            return null;
        }
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
            fetch.begin(client);
        }
        return fetch.await();
    }

    private CallbackKeyFetch add(String url, HttpUrl parsed) throws IOException {
        if (fetches.size() >= MAX_FETCHES) {
            throw new IOException(
                    "too many callback keys could not be fetched in the last 10 seconds, not fetched: " + url);
        }
        if (fetches.values().stream().filter(CallbackKeyFetch::isUnderWay).count() >= MAX_UNDER_WAY) {
            throw new IOException("too many callback keys are being fetched, not fetched: " + url);
        }
        CallbackKeyFetch fetch = new CallbackKeyFetch(parsed, nanoTime, key -> keep(url, key));
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
     * Cancels the fetches under way and begins no other; keys that are there stay. Connections are closed if the client is its
     * own.
     */
    @Override
    public void close() {
        client.dispatcher().executorService().shutdown();
        client.dispatcher().cancelAll();
        if (ownsConnections) {
            client.connectionPool().evictAll();
        }
    }

    @Override
    public String toString() {
        return "CallbackKeyFetcher{}";
    }
}

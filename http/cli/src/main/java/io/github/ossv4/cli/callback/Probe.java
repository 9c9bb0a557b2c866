// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.callback;

import io.github.ossv4.explain.CallbackRelay;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.EventListener;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/** One call of an application server as OSS makes it: 5 seconds in all, no redirects, no retries. Not thread-safe. */
final class Probe extends EventListener {
    /** The time that OSS waits for a response. */
    static final Duration LIMIT = Duration.ofMillis(CallbackRelay.MAX_MILLISECONDS);

    private final ProbeRequest request;
    private final Duration limit;
    private volatile List<InetAddress> addresses = List.of();

    /** When the measured call started, by {@link System#nanoTime}. */
    private long start;

    /** The response without its body; null if none was received. */
    private volatile @Nullable Response head;

    private Probe(ProbeRequest request, Duration limit) {
        this.request = request;
        this.limit = limit;
    }

    /**
     * Sends the request and returns what happened. A failure is a report, not an exception.
     *
     * @param limit time limit of the whole call; {@link #LIMIT} is OSS's
     */
    static ProbeReport run(ProbeRequest request, String keyUrl, Duration limit) {
        return new Probe(request, limit).run(keyUrl);
    }

    private ProbeReport run(String keyUrl) {
        ProbeReport.Builder report =
                new ProbeReport.Builder(shown(request.http().url()), keyUrl);
        report.sentMalformedJson = request.hasMalformedJson();
        CallbackRelay relay;
        Call call = client().newCall(request.http());
        start = System.nanoTime();
        try (Response response = call.execute()) {
            relay = read(response, report);
        } catch (InterruptedIOException e) {
            relay = CallbackRelay.timedOut();
        } catch (SSLException e) {
            report.failure = String.valueOf(e.getMessage());
            relay = CallbackRelay.badCertificate();
        } catch (IOException | IllegalArgumentException e) {
            // OkHttp throws IllegalArgumentException for a body with a negative length, and leaves the connection open.
            call.cancel();
            relay = ofFailure(e, report);
        }
        if (report.milliseconds < 0) {
            report.milliseconds = millisecondsSinceStart();
        }
        report.addresses = addresses;
        return report.build(relay);
    }

    private long millisecondsSinceStart() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }

    /** Returns the URL without user and query, which may contain secrets. */
    private static String shown(HttpUrl url) {
        HttpUrl plain = url.newBuilder().username("").password("").query(null).build();
        return url.querySize() == 0 ? plain.toString() : plain + "?…";
    }

    private OkHttpClient client() {
        return new OkHttpClient.Builder()
                .callTimeout(limit)
                // The call timeout limits each step too.
                .connectTimeout(Duration.ZERO)
                .readTimeout(Duration.ZERO)
                .writeTimeout(Duration.ZERO)
                .protocols(List.of(Protocol.HTTP_1_1))
                .proxy(Proxy.NO_PROXY)
                .followRedirects(false)
                .followSslRedirects(false)
                .retryOnConnectionFailure(false)
                .connectionPool(new ConnectionPool(0, 1, TimeUnit.SECONDS))
                .eventListener(this)
                .build();
    }

    private CallbackRelay read(Response response, ProbeReport.Builder report) throws IOException {
        boolean isNeeded = CallbackRelay.needsBody(response.code(), response::header);
        byte[] body = isNeeded ? response.body().bytes() : new byte[0];
        report.milliseconds = millisecondsSinceStart();
        report.body = text(isNeeded ? body : start(response.body().source()));
        return relay(response, body, report);
    }

    /** Returns the first bytes of a body that OSS does not read. Its failures are no results. */
    private static byte[] start(BufferedSource source) {
        try {
            source.request(ProbeReport.MAX_BODY);
        } catch (IOException e) {
            // The part of the body that was received is shown.
        }
        Buffer received = source.getBuffer();
        return received.snapshot((int) Math.min(received.size(), ProbeReport.MAX_BODY))
                .toByteArray();
    }

    private static String text(byte[] body) {
        return new String(body, 0, Math.min(body.length, ProbeReport.MAX_BODY), StandardCharsets.UTF_8)
                + (body.length > ProbeReport.MAX_BODY ? "…" : "");
    }

    /** Returns the outcome of a call that failed before or after the headers of the response. */
    private CallbackRelay ofFailure(Exception failure, ProbeReport.Builder report) {
        Response received = head;
        if (received != null && !CallbackRelay.needsBody(received.code(), received::header)) {
            return relay(received, new byte[0], report);
        }
        report.failure = String.valueOf(failure.getMessage());
        if (received != null) {
            describe(received, report);
        }
        return CallbackRelay.unreachable();
    }

    private static CallbackRelay relay(Response response, byte[] body, ProbeReport.Builder report) {
        describe(response, report);
        return CallbackRelay.of(response.code(), response::header, body);
    }

    private static void describe(Response response, ProbeReport.Builder report) {
        report.status = response.code();
        report.contentType = response.header("Content-Type");
        report.contentLength = response.header("Content-Length");
    }

    @Override
    public void dnsEnd(Call call, String domainName, List<InetAddress> found) {
        addresses = List.copyOf(found);
    }

    /** The host of a URL can be an address, which needs no DNS. */
    @Override
    public void connectStart(Call call, InetSocketAddress address, Proxy proxy) {
        if (addresses.isEmpty()) {
            addresses = List.of(address.getAddress());
        }
    }

    @Override
    public void responseHeadersEnd(Call call, Response response) {
        head = response;
    }
}

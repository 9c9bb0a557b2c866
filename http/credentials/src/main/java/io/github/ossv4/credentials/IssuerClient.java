// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.credentials;

import io.github.ossv4.internal.redaction.SecretTexts;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.ProtocolException;
import java.net.Proxy;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import okhttp3.ConnectionSpec;
import okhttp3.Credentials;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.Route;
import okio.BufferedSink;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests to services that issue credentials. Redirects are not followed, no request is sent twice, and time and
 * size are limited. Thread-safe.
 */
final class IssuerClient {
    /** The longest response in bytes. Credentials have about 1 KB. */
    static final int LONGEST = 64 * 1024;

    private static final String PROXY_AUTHORIZATION = "Proxy-Authorization";

    private final OkHttpClient client;

    private IssuerClient(OkHttpClient.Builder client, Duration connect, Duration limit) {
        this.client = client.followRedirects(false)
                // An HTTP/2 connection and its thread would outlive the request.
                .protocols(Collections.singletonList(Protocol.HTTP_1_1))
                .connectTimeout(connect.compareTo(limit) < 0 ? connect : limit)
                .callTimeout(limit)
                .build();
    }

    /**
     * Returns a client that uses the proxy settings of the JVM: from {@link java.net.ProxySelector} and {@link
     * Authenticator}.
     *
     * @param limit for a request with its response
     */
    static IssuerClient of(Duration connect, Duration limit) {
        return new IssuerClient(
                new OkHttpClient.Builder().proxyAuthenticator(IssuerClient::authorizedTunnel), connect, limit);
    }

    /**
     * Returns a request for a tunnel with user and password of the proxy; null if it has them, or there are none.
     * Unlike OkHttp's, it resolves no name of a proxy, and ignores a 407 of the origin, which comes through the
     * tunnel.
     */
    static @Nullable Request authorizedTunnel(@Nullable Route route, Response response) {
        Request refused = response.request();
        if (route == null
                || !refused.method().equals("CONNECT")
                || refused.header(PROXY_AUTHORIZATION) != null
                || response.challenges().stream()
                        .noneMatch(challenge -> challenge.scheme().equalsIgnoreCase("Basic"))) {
            return null;
        }
        InetSocketAddress proxy = (InetSocketAddress) route.proxy().address();
        PasswordAuthentication user = Authenticator.requestPasswordAuthentication(
                proxy.getHostString(),
                proxy.getAddress(),
                proxy.getPort(),
                "http",
                null,
                "Basic",
                refused.url().url(),
                Authenticator.RequestorType.PROXY);
        return user == null
                ? null
                : refused.newBuilder()
                        .header(
                                PROXY_AUTHORIZATION,
                                Credentials.basic(
                                        user.getUserName(), new String(user.getPassword()), StandardCharsets.UTF_8))
                        .build();
    }

    /** Returns a client without proxies, and without TLS: for services on this machine or on its network. */
    static IssuerClient direct(Duration connect, Duration limit) {
        return new IssuerClient(
                new OkHttpClient.Builder()
                        .proxy(Proxy.NO_PROXY)
                        .socketFactory(new DirectSockets())
                        .connectionSpecs(Collections.singletonList(ConnectionSpec.CLEARTEXT)),
                connect,
                limit);
    }

    static Request.Builder request(HttpUrl url) {
        // Otherwise a connection, and its thread, waits minutes for a request that follows in hours.
        return new Request.Builder().url(url).header("Connection", "close").header("Accept-Encoding", "identity");
    }

    /** Returns a body that OkHttp sends once. It would otherwise repeat a request after some responses. */
    static RequestBody body(byte[] bytes, @Nullable MediaType type) {
        return new RequestBody() {
            @Override
            public @Nullable MediaType contentType() {
                return type;
            }

            @Override
            public long contentLength() {
                return bytes.length;
            }

            @Override
            public boolean isOneShot() {
                return true;
            }

            @Override
            public void writeTo(BufferedSink sink) throws IOException {
                sink.write(bytes);
            }
        };
    }

    /**
     * Sends a request.
     *
     * @param issuer for exceptions
     * @param secrets the secrets of the request. Exceptions contain neither them nor the response
     * @throws IOException if no response is received within the limit, or a response of status 200 is too long
     */
    IssuerResponse send(Request request, String issuer, SecretTexts secrets) throws IOException {
        String line = request.method() + " " + request.url().encodedPath();
        try (Response response = client.newCall(request).execute()) {
            byte[] body = body(response);
            if (body == null && response.code() == 200) {
                throw new IOException(issuer + " returned more than " + LONGEST + " bytes for " + line);
            }
            return new IssuerResponse(issuer, line, response.code(), body == null ? new byte[0] : body);
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                // OkHttp is written in Kotlin, which may throw it undeclared.
                Thread.currentThread().interrupt();
            }
            if ((e instanceof InterruptedException || e instanceof SocketException)
                    && Thread.currentThread().isInterrupted()) {
                // An interrupt closes the socket of a virtual thread.
                throw (IOException) new InterruptedIOException("interrupted").initCause(e);
            }
            if (e instanceof IOException && !quotesResponse((IOException) e) && !shows(secrets, e)) {
                throw (IOException) e;
            }
            throw malformed(issuer + " returned no valid response for " + line, e);
        }
    }

    /** OkHttp quotes malformed responses in these exceptions and their causes. */
    private static boolean quotesResponse(IOException e) {
        return e instanceof ProtocolException
                || e instanceof EOFException
                || (e.getClass() == IOException.class && e.getCause() != null);
    }

    private static boolean shows(SecretTexts secrets, Throwable e) {
        String text = e.toString();
        return !secrets.removeFrom(text).equals(text)
                || (e.getCause() != null && shows(secrets, e.getCause()))
                || Arrays.stream(e.getSuppressed()).anyMatch(suppressed -> shows(secrets, suppressed));
    }

    private static IOException malformed(String message, Exception e) {
        IOException malformed = new ProtocolException(message);
        malformed.setStackTrace(e.getStackTrace());
        return malformed;
    }

    /** Returns null if the body is too long. */
    private static byte @Nullable [] body(Response response) throws IOException {
        BufferedSource body = response.body().source();
        return body.request(LONGEST + 1L) ? null : body.readByteArray();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.credentials;

import io.github.ossv4.text.PrintableText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import okhttp3.ConnectionSpec;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;

/**
 * Fetches the credentials of an instance's RAM role from the metadata service of ECS. Thread-safe.
 *
 * @see <a href="https://www.alibabacloud.com/help/en/ecs/user-guide/view-instance-metadata">Instance metadata, and its
 *     security hardening mode</a>
 */
final class EcsMetadata implements CredentialsFetcher {
    static final HttpUrl SERVICE = HttpUrl.get("http://100.100.100.200");

    private static final String FROM = "the metadata service";
    private static final Duration CONNECT = Duration.ofSeconds(1);
    private static final Duration RESPONSE = Duration.ofSeconds(5);

    /** The longest response in bytes. Credentials have about 1 KB. */
    private static final int LONGEST = 64 * 1024;

    /** RAM limits a name to 64 characters. */
    private static final int LONGEST_ROLE = 64;

    /** For one fetch; 1 to 21600. */
    private static final String TOKEN_SECONDS = "60";

    /** Statuses of a service that issues no tokens. */
    private static final Set<Integer> NO_TOKENS = new HashSet<>(Arrays.asList(403, 404, 405, 501));

    private final OkHttpClient client;
    private final HttpUrl service;
    private final @Nullable String role;

    /**
     * @param role null for the one that is attached to the instance
     * @throws IllegalArgumentException if the name of the role is malformed
     */
    EcsMetadata(HttpUrl service, @Nullable String role, Duration limit) {
        if (role != null && !isRole(role)) {
            throw new IllegalArgumentException("the name of a RAM role must be 1 to " + LONGEST_ROLE
                    + " characters without whitespace and slashes, was " + PrintableText.escape(role));
        }
        this.client = new OkHttpClient.Builder()
                .proxy(Proxy.NO_PROXY)
                .socketFactory(new DirectSockets())
                .followRedirects(false)
                .connectionSpecs(Collections.singletonList(ConnectionSpec.CLEARTEXT))
                .connectTimeout(CONNECT.compareTo(limit) < 0 ? CONNECT : limit)
                .callTimeout(limit)
                .build();
        this.service = service;
        this.role = role;
    }

    static CredentialsFetcher of(@Nullable String role) {
        return new EcsMetadata(SERVICE, role, RESPONSE);
    }

    private static boolean isRole(String name) {
        // As path segments these two would be resolved.
        return !name.isEmpty()
                && name.length() <= LONGEST_ROLE
                && !name.equals(".")
                && !name.equals("..")
                && name.chars().allMatch(c -> c > ' ' && c != '/' && c != '\\' && c != 0x7F);
    }

    @Override
    public ExpiringCredentials fetch() throws IOException {
        String token = token();
        HttpUrl roles = url("latest/meta-data/ram/security-credentials/");
        String name = role == null ? attachedRole(roles, token) : role;
        // Replaces the empty last segment.
        HttpUrl credentials = roles.newBuilder().addPathSegment(name).build();
        byte[] document = get(credentials, token, "no role of this name is attached to the instance");
        return CredentialsDocument.parse(document, FROM, CredentialsDocument.TOKEN, CredentialsDocument.EXPIRATION);
    }

    private HttpUrl url(String path) {
        return service.newBuilder().addPathSegments(path).build();
    }

    /** Returns null if the service issues no tokens. */
    private @Nullable String token() throws IOException {
        Request request = request(url("latest/api/token"))
                .header("X-aliyun-ecs-metadata-token-ttl-seconds", TOKEN_SECONDS)
                .put(RequestBody.create(new byte[0], null))
                .build();
        try (Response response = client.newCall(request).execute()) {
            if (NO_TOKENS.contains(response.code())) {
                return null;
            }
            String token = text(body(response, ""));
            if (token.isEmpty() || !token.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
                throw new IOException(FROM + " returned a token that is not a valid header value");
            }
            return token;
        }
    }

    private String attachedRole(HttpUrl roles, @Nullable String token) throws IOException {
        String name = text(get(roles, token, "no role is attached to the instance"));
        if (!isRole(name)) {
            throw new IOException(FROM + " returned no name of a role");
        }
        return name;
    }

    private byte[] get(HttpUrl url, @Nullable String token, String meaningOf404) throws IOException {
        Request.Builder request = request(url);
        if (token != null) {
            request.header("X-aliyun-ecs-metadata-token", token);
        }
        try (Response response = client.newCall(request.build()).execute()) {
            return body(response, response.code() == 404 ? ": " + meaningOf404 : "");
        }
    }

    private static Request.Builder request(HttpUrl url) {
        // Otherwise a connection, and its thread, waits minutes for a request that follows in hours.
        return new Request.Builder().url(url).header("Connection", "close").header("Accept-Encoding", "identity");
    }

    private static byte[] body(Response response, String meaning) throws IOException {
        String request =
                response.request().method() + " " + response.request().url().encodedPath();
        ResponseBody body = response.body();
        if (response.code() != 200 || body == null) {
            throw new IOException(FROM + " returned " + response.code() + " for " + request + meaning);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] buffer = new byte[1024];
        InputStream in = body.byteStream();
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            bytes.write(buffer, 0, read);
            if (bytes.size() > LONGEST) {
                throw new IOException(FROM + " returned more than " + LONGEST + " bytes for " + request);
            }
        }
        return bytes.toByteArray();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8).trim();
    }
}

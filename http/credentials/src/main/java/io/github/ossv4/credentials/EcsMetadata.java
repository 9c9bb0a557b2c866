// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.credentials;

import io.github.ossv4.http.credentials.CredentialsFetcher;
import io.github.ossv4.http.credentials.ExpiringCredentials;
import io.github.ossv4.internal.redaction.SecretTexts;
import io.github.ossv4.internal.text.PrintableText;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BooleanSupplier;
import okhttp3.HttpUrl;
import okhttp3.Request;
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

    /** RAM limits a name to 64 characters. */
    private static final int LONGEST_ROLE = 64;

    /** The lifetime of a token, which is used for one fetch; 1 to 21600 seconds. */
    private static final String TOKEN_SECONDS = "60";

    /** Statuses of a service that issues no tokens. */
    private static final Set<Integer> NO_TOKENS = new HashSet<>(Arrays.asList(403, 404, 405, 501));

    private final IssuerClient client;
    private final HttpUrl service;
    private final @Nullable String role;
    private final BooleanSupplier tokenRequired;

    /**
     * @param role null for the one that is attached to the instance
     * @param tokenRequired whether a service without tokens is rejected
     * @throws IllegalArgumentException if the name of the role is malformed
     */
    EcsMetadata(HttpUrl service, @Nullable String role, Duration limit, BooleanSupplier tokenRequired) {
        if (role != null && !isRole(role)) {
            throw new IllegalArgumentException("the name of a RAM role must be 1 to " + LONGEST_ROLE
                    + " characters without whitespace and slashes, was " + PrintableText.escape(role));
        }
        this.client = IssuerClient.direct(CONNECT, limit);
        this.service = service;
        this.role = role;
        this.tokenRequired = tokenRequired;
    }

    /** Returns a fetcher that requires tokens if the environment requires them. */
    static EcsMetadata of(HttpUrl service, @Nullable String role, Environment environment) {
        return new EcsMetadata(service, role, RESPONSE, () -> environment.isTrue(Environment.ECS_TOKEN_REQUIRED));
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
        return CredentialsDocument.parse(
                document, FROM + " returned", CredentialsFields.STS.token, CredentialsFields.STS.expiration);
    }

    private HttpUrl url(String path) {
        return service.newBuilder().addPathSegments(path).build();
    }

    /** Returns null if the service issues no tokens. */
    private @Nullable String token() throws IOException {
        Request request = IssuerClient.request(url("latest/api/token"))
                .header("X-aliyun-ecs-metadata-token-ttl-seconds", TOKEN_SECONDS)
                .put(IssuerClient.body(new byte[0], null))
                .build();
        IssuerResponse response = client.send(request, FROM, SecretTexts.NONE);
        if (NO_TOKENS.contains(response.status())) {
            if (tokenRequired.getAsBoolean()) {
                response.body(", but " + Environment.ECS_TOKEN_REQUIRED + " requires a token");
            }
            return null;
        }
        String token = IssuerResponse.text(response.body());
        if (token.isEmpty() || !token.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
            throw new IOException(FROM + " returned a token that is not a valid header value");
        }
        return token;
    }

    private String attachedRole(HttpUrl roles, @Nullable String token) throws IOException {
        String name = IssuerResponse.text(get(roles, token, "no role is attached to the instance"));
        if (!isRole(name)) {
            throw new IOException(FROM + " returned no name of a role");
        }
        return name;
    }

    private byte[] get(HttpUrl url, @Nullable String token, String meaningOf404) throws IOException {
        Request.Builder request = IssuerClient.request(url);
        if (token != null) {
            request.header("X-aliyun-ecs-metadata-token", token);
        }
        IssuerResponse response = client.send(request.build(), FROM, SecretTexts.of(Collections.singleton(token)));
        return response.body(response.status() == 404 ? ": " + meaningOf404 : "");
    }
}

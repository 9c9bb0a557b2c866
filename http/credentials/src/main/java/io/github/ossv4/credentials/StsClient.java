// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.credentials;

import io.github.ossv4.http.credentials.ExpiringCredentials;
import io.github.ossv4.internal.redaction.SecretTexts;
import io.github.ossv4.internal.text.PrintableText;
import io.github.ossv4.sign.Credentials;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.UnaryOperator;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.Request;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Requests credentials for a role from STS. No exception contains a token or a secret, even if STS returns it.
 * Thread-safe.
 *
 * <p>Rule: STS: parameters of AssumeRole and AssumeRoleWithOIDC, errors without secrets ({@code AssumedRoleTest}).
 *
 * @see <a href="https://www.alibabacloud.com/help/en/ram/developer-reference/api-sts-2015-04-01-assumerole">AssumeRole</a>
 */
final class StsClient {
    private static final String VERSION = "2015-04-01";
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final MediaType FORM = MediaType.get("application/x-www-form-urlencoded");
    private static final byte[] NO_BODY = new byte[0];

    /** The longest text of an error in characters. */
    private static final int LONGEST_TEXT = 512;

    private final IssuerClient client;
    private final Clock clock;
    private final UnaryOperator<HttpUrl> route;

    StsClient(Clock clock) {
        this(clock, LIMIT, UnaryOperator.identity());
    }

    /** @param route returns the URL to use for an endpoint */
    StsClient(Clock clock, Duration limit, UnaryOperator<HttpUrl> route) {
        this.client = IssuerClient.of(CONNECT, limit);
        this.clock = clock;
        this.route = route;
    }

    /** Calls {@code AssumeRole}, signed with credentials. */
    ExpiringCredentials assumeRole(AssumeRole role, Credentials credentials) throws IOException {
        Map<String, String> query = parameters(role);
        put(query, "ExternalId", role.externalId());
        HttpUrl url = url(role, query);
        String host = host(url);
        SortedMap<String, String> headers = new TreeMap<>();
        headers.put("host", host);
        headers.put("x-acs-action", "AssumeRole");
        headers.put("x-acs-content-sha256", Acs3Signature.sha256Hex(ByteString.EMPTY));
        headers.put("x-acs-date", now());
        headers.put("x-acs-signature-nonce", UUID.randomUUID().toString());
        headers.put("x-acs-version", VERSION);
        String token = credentials.securityToken();
        if (token != null) {
            headers.put("x-acs-security-token", token);
        }
        Request.Builder request = IssuerClient.request(url)
                .header("Accept", "application/json")
                .header("Authorization", Acs3Signature.authorization("POST", "/", query, headers, credentials))
                .post(IssuerClient.body(NO_BODY, null));
        headers.forEach(request::header);
        return send(request.build(), host, "AssumeRole", SecretTexts.of(Arrays.asList(token, role.externalId())));
    }

    /** Calls {@code AssumeRoleWithOIDC}, which is not signed: the token is the proof. It is sent in the body. */
    ExpiringCredentials assumeRoleWithOidc(AssumeRole role, String providerArn, String token) throws IOException {
        Map<String, String> query = new TreeMap<>();
        query.put("Action", "AssumeRoleWithOIDC");
        query.put("Format", "JSON");
        query.put("Timestamp", now());
        query.put("Version", VERSION);
        Map<String, String> form = parameters(role);
        form.put("OIDCProviderArn", providerArn);
        form.put("OIDCToken", token);
        byte[] body = Acs3Signature.query(form).getBytes(StandardCharsets.US_ASCII);
        Request request = IssuerClient.request(url(role, query))
                .header("Accept", "application/json")
                .post(IssuerClient.body(body, FORM))
                .build();
        return send(request, host(request.url()), "AssumeRoleWithOIDC", SecretTexts.of(Collections.singleton(token)));
    }

    private static Map<String, String> parameters(AssumeRole role) {
        Map<String, String> parameters = new TreeMap<>();
        parameters.put("DurationSeconds", Long.toString(role.duration().toMillis() / 1000));
        put(parameters, "Policy", role.policy());
        parameters.put("RoleArn", role.roleArn());
        parameters.put("RoleSessionName", role.sessionName());
        return parameters;
    }

    private static void put(Map<String, String> parameters, String name, @Nullable String value) {
        if (value != null) {
            parameters.put(name, value);
        }
    }

    private HttpUrl url(AssumeRole role, Map<String, String> query) {
        return route.apply(role.stsEndpoint())
                .newBuilder()
                .encodedQuery(Acs3Signature.query(query))
                .build();
    }

    /** Returns the value of the header {@code Host}. */
    private static String host(HttpUrl url) {
        String host = url.host().contains(":") ? "[" + url.host() + "]" : url.host();
        return url.port() == HttpUrl.defaultPort(url.scheme()) ? host : host + ":" + url.port();
    }

    private String now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private ExpiringCredentials send(Request request, String host, String action, SecretTexts secrets)
            throws IOException {
        String sts = "STS at " + host;
        IssuerResponse response = client.send(request, sts, secrets);
        JsonObject document = JsonObject.parse(response.anyBody());
        if (response.status() != 200) {
            throw refusal(response, document, sts + " refused " + action, secrets);
        }
        JsonObject credentials = document == null ? null : document.object("Credentials");
        if (credentials == null) {
            throw new IOException(sts + " returned no credentials for " + action);
        }
        return CredentialsFields.STS.read(
                credentials, sts + " returned", CredentialsFields.STS.token, CredentialsFields.STS.expiration);
    }

    private static IOException refusal(
            IssuerResponse response, @Nullable JsonObject document, String what, SecretTexts secrets) {
        String code = text(document, "Code", secrets);
        String message = text(document, "Message", secrets);
        String requestId = text(document, "RequestId", secrets);
        return new StsException(
                what + " with status " + response.status()
                        + (code.isEmpty() ? "" : ", " + code)
                        + (requestId.isEmpty() ? "" : ", request id " + requestId)
                        + (message.isEmpty() ? "" : ": " + message),
                code.startsWith("InvalidAccessKeyId") || code.startsWith("InvalidSecurityToken"));
    }

    private static String text(@Nullable JsonObject document, String name, SecretTexts secrets) {
        String text = document == null ? null : document.text(name);
        if (text == null) {
            return "";
        }
        return PrintableText.escape(secrets.removeFrom(text), LONGEST_TEXT);
    }
}

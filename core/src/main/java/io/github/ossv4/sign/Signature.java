// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.sign;

import io.github.ossv4.text.PercentEncoding;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A signature with every step that led to it. Immutable. A server that refuses a signature answers with its own
 * canonical request and string to sign: compare them with these.
 */
public final class Signature {
    private final SigningKey key;
    private final String timestamp;
    private final @Nullable String securityToken;
    private final CanonicalRequest canonicalRequest;
    private final String hex;

    Signature(
            SigningKey key,
            String timestamp,
            @Nullable String securityToken,
            CanonicalRequest canonicalRequest,
            String hex) {
        this.key = key;
        this.timestamp = timestamp;
        this.securityToken = securityToken;
        this.canonicalRequest = canonicalRequest;
        this.hex = hex;
    }

    /** The value of the {@code Authorization} header. */
    public String authorization() {
        return key.authorization(canonicalRequest.additionalHeaders(), hex);
    }

    /**
     * The headers to set on the request, replacing any of the same name: {@code x-oss-content-sha256},
     * {@code x-oss-date}, {@code x-oss-security-token} where the credentials are temporary, {@code authorization}.
     */
    public Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>(8);
        headers.put(SignedHeader.CONTENT_SHA256, CanonicalRequest.UNSIGNED_PAYLOAD);
        headers.put(SignedHeader.DATE, timestamp);
        if (securityToken != null) {
            headers.put(SignedHeader.SECURITY_TOKEN, securityToken);
        }
        headers.put(SignedHeader.AUTHORIZATION, authorization());
        return Collections.unmodifiableMap(headers);
    }

    /** The canonical request, UTF-8 when hashed. It holds the security token of temporary credentials: do not log it. */
    public String canonicalRequest() {
        return canonicalRequest.toString();
    }

    /** Algorithm, time, scope and the canonical request's SHA-256, on four lines. */
    public String stringToSign() {
        return Hashing.stringToSign(timestamp, scope(), Hashing.sha256Hex(canonicalRequest()));
    }

    /** The scope of the signing key. */
    public CredentialScope scope() {
        return key.scope();
    }

    /** The signature itself: lower-case hex, 64 characters. */
    public String hex() {
        return hex;
    }

    /** Whether {@code received} is this signature; takes the same time wherever they differ. */
    public boolean matches(String received) {
        return MessageDigest.isEqual(
                hex().getBytes(StandardCharsets.US_ASCII), received.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * What of the {@link #headers} must not be shown: the signature, and the security token where there is one. To be
     * taken out of texts that a server may have echoed them in.
     */
    public List<String> secrets() {
        return securityToken == null
                ? Collections.singletonList(hex())
                : Collections.unmodifiableList(Arrays.asList(hex(), securityToken));
    }

    /**
     * Why a server that expected another signature did so: the first line that differs between what was signed here and
     * what the server says it received, and the usual cause. One or two sentences, without any security token.
     *
     * @param canonicalRequest the detail {@code CanonicalRequest} of the error, or null if it has none
     * @param stringToSign the detail {@code StringToSign} of the error, or null if it has none
     */
    public String explainMismatch(@Nullable String canonicalRequest, @Nullable String stringToSign) {
        return Mismatch.explain(
                withoutToken(canonicalRequest()),
                stringToSign(),
                canonicalRequest == null ? null : withoutToken(canonicalRequest),
                stringToSign == null ? null : withoutToken(stringToSign));
    }

    private String withoutToken(String text) {
        return securityToken == null
                ? text
                : text.replace(securityToken, "…").replace(PercentEncoding.encode(securityToken), "…");
    }

    /** Names the scope alone: a signature is good for a request until its time runs out. */
    @Override
    public String toString() {
        return "Signature{" + scope() + "}";
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.sign;

import io.github.ossv4.internal.canonical.Mismatch;
import io.github.ossv4.internal.canonical.SignatureNames;
import io.github.ossv4.internal.digest.Hex;
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
 * A signature and the intermediate results of signing. Immutable. A server that rejects a signature returns its own
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

    /** Returns the value of the {@code Authorization} header. */
    public String authorization() {
        return key.authorization(canonicalRequest.additionalHeaders(), hex);
    }

    /**
     * Returns the headers to set on the request, replacing any of the same name: {@code x-oss-content-sha256},
     * {@code x-oss-date}, {@code x-oss-security-token} if the credentials are temporary, {@code authorization}.
     */
    public Map<String, String> headers() {
        // Three headers fit into a table of four.
        Map<String, String> headers = new LinkedHashMap<>(securityToken == null ? 4 : 8);
        headers.put(SignatureNames.CONTENT_SHA256, SignatureNames.UNSIGNED_PAYLOAD);
        headers.put(SignatureNames.DATE, timestamp);
        if (securityToken != null) {
            headers.put(SignatureNames.SECURITY_TOKEN, securityToken);
        }
        headers.put(SignatureNames.AUTHORIZATION, authorization());
        return Collections.unmodifiableMap(headers);
    }

    /**
     * Returns the canonical request; its UTF-8 bytes are hashed. It contains the security token of temporary
     * credentials: do not log it.
     */
    public String canonicalRequest() {
        return canonicalRequest.toString();
    }

    /** Returns the string to sign: algorithm, time, scope and the canonical request's SHA-256, on four lines. */
    public String stringToSign() {
        return Hashing.stringToSign(timestamp, scope(), Hex.sha256(canonicalRequest()));
    }

    CredentialScope scope() {
        return key.scope();
    }

    /** Returns the signature: 64 lower-case hex digits. */
    public String hex() {
        return hex;
    }

    /** Returns whether {@code received} is this signature, in constant time. */
    public boolean matches(String received) {
        return MessageDigest.isEqual(
                hex().getBytes(StandardCharsets.US_ASCII), received.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Returns the secret parts of the {@link #headers}: the signature, and the security token if there is one. Remove
     * them from texts in which a server may echo them.
     */
    public List<String> secrets() {
        return securityToken == null
                ? Collections.singletonList(hex())
                : Collections.unmodifiableList(Arrays.asList(hex(), securityToken));
    }

    /**
     * Explains why a server expected another signature: the first difference between what was signed here and what the
     * server received, and its usual cause. One or two sentences, without the security token.
     *
     * @param canonicalRequest the detail {@code CanonicalRequest} of the error, or null if it has none
     * @param stringToSign the detail {@code StringToSign} of the error, or null if it has none
     */
    public String explainMismatch(@Nullable String canonicalRequest, @Nullable String stringToSign) {
        String difference = Mismatch.explain(
                false,
                withoutToken(canonicalRequest()),
                stringToSign(),
                canonicalRequest == null ? null : withoutToken(canonicalRequest),
                stringToSign == null ? null : withoutToken(stringToSign));
        return difference == null ? Mismatch.SAME_TEXT : difference;
    }

    private String withoutToken(String text) {
        return securityToken == null
                ? text
                : text.replace(securityToken, "…").replace(PercentEncoding.encode(securityToken), "…");
    }

    /** Returns the scope only, since a request can be sent with the signature until it expires. */
    @Override
    public String toString() {
        return "Signature{" + scope() + "}";
    }
}

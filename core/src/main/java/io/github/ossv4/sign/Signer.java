// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.sign;

import io.github.ossv4.internal.canonical.SignatureNames;
import io.github.ossv4.internal.digest.Hex;
import io.github.ossv4.internal.text.PrintableText;
import io.github.ossv4.text.PercentEncoding;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Signs requests with one pair of credentials for one region. Immutable except for a cached key, and thread-safe: share
 * it. A signer never reads a clock.
 *
 * <p>The four steps have the names of the vendor's documentation: canonical request, string to sign, signing key,
 * signature. The signing key is valid for a UTC day and is derived again when the day changes.
 *
 * <pre>{@code
 * Signer signer = Signer.of(credentials, "cn-hangzhou");
 * Signature signature = signer.sign(request, Instant.now());
 * // In addition to the request's own headers:
 * signature.headers().forEach(connection::setRequestProperty);
 * }</pre>
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/recommend-to-use-signature-version-4">V4 signature
 *     in the Authorization header</a>
 */
public final class Signer {
    private static final Duration MIN_VALIDITY = Duration.ofSeconds(1);
    private static final Duration MAX_VALIDITY = Duration.ofDays(7);

    /** The longest validity of a presigned URL that contains a security token: 12 hours. */
    public static final Duration MAX_VALIDITY_WITH_TOKEN = Duration.ofHours(12);

    private final Credentials credentials;
    private final String region;
    private final String product;
    private volatile @Nullable SigningKey signingKey;
    private volatile @Nullable Timestamp latest;

    private Signer(Credentials credentials, String region, String product) {
        this.credentials = credentials;
        this.region = region;
        this.product = product;
    }

    /**
     * Returns a signer for product {@code oss}.
     *
     * @param region the region id of the bucket, such as {@code cn-hangzhou}; also for an accelerate endpoint or a
     *     custom domain
     * @throws IllegalArgumentException if the region is empty, or is part of an endpoint: begins with {@code oss-} or
     *     ends with {@code -internal}
     */
    public static Signer of(Credentials credentials, String region) {
        return of(credentials, region, "oss");
    }

    /**
     * Returns a signer for another product. For {@code oss-cloudbox} the cloud box id takes the place of the region.
     *
     * @throws IllegalArgumentException in the same cases as {@link #of(Credentials, String)}, or if the product is not
     *     a lower-case name
     */
    public static Signer of(Credentials credentials, String region, String product) {
        Objects.requireNonNull(credentials, "credentials");
        checkName("region", region);
        checkName("product", product);
        if (region.startsWith("oss-")) {
            throw new IllegalArgumentException("region must not begin with oss-: use "
                    + PrintableText.escape(region.substring(4)) + " instead of " + PrintableText.escape(region));
        }
        if (region.endsWith("-internal")) {
            throw new IllegalArgumentException("region must not end with -internal: use "
                    + PrintableText.escape(
                            region.substring(0, region.length() - "-internal".length()) + " instead of " + region));
        }
        return new Signer(credentials, region, product);
    }

    private static void checkName(String what, String name) {
        Objects.requireNonNull(name, what);
        if (name.isEmpty()) {
            throw new IllegalArgumentException(what + " must not be empty");
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '-') {
                throw new IllegalArgumentException(
                        what + " must consist of a-z, 0-9 and hyphens, was \"" + PrintableText.escape(name) + "\"");
            }
        }
        if (name.startsWith("-") || name.endsWith("-")) {
            throw new IllegalArgumentException(
                    what + " must not begin or end with a hyphen, was \"" + PrintableText.escape(name) + "\"");
        }
    }

    /**
     * Signs a request that is sent at {@code instant}. Send it with all {@link Signature#headers()}, within 15 minutes
     * of {@code instant} by the server's clock. Headers of the request that the signature sets
     * ({@code x-oss-content-sha256}, {@code x-oss-date}, {@code x-oss-security-token}) are replaced, not signed. If the
     * credentials have no security token, send the request without one.
     *
     * @throws IllegalArgumentException if {@code instant} is outside the years 1970 to 9999, or both the query and the
     *     headers have a callback
     */
    public Signature sign(UnsignedRequest request, Instant instant) {
        Objects.requireNonNull(request, "request");
        checkOneCarrier(request.query(), request.headers());
        Timestamp time = timestamp(instant);
        return signature(
                signingKey(time.date()),
                time.toString(),
                CanonicalRequest.withHeaders(request, time.toString(), credentials.securityToken()));
    }

    /**
     * Presigns a request that others can send from {@code instant} on, for {@code validity}. Replaces the signature of
     * a presigned request, and omits the headers {@code x-oss-date} and {@code x-oss-security-token} of a signed one.
     *
     * <p>The signed headers must be sent unchanged: see {@link PresignedRequest#headers}. Add no header that the
     * sender, such as a browser, sets itself.
     *
     * @param validity 1 second to 7 days, or to 12 hours with a security token; fractions of a second are dropped. The
     *     URL expires with the token if the token expires earlier
     * @throws IllegalArgumentException if {@code validity} is out of range, {@code instant} is outside the years 1970
     *     to 9999, or both the query and the headers have a callback
     * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/add-signatures-to-urls">V4 signature in a URL</a>
     */
    public PresignedRequest presign(UnsignedRequest request, Instant instant, Duration validity) {
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(validity, "validity");
        Timestamp time = timestamp(instant);
        SigningKey key = signingKey(time.date());
        SortedPairs query = request.query().copy();
        query.remove(SignatureNames.SIGNATURE);
        query.remove(SignatureNames.SECURITY_TOKEN);
        query.remove(SignatureNames.ADDITIONAL_HEADERS);
        if (!request.additionalHeaders().isEmpty()) {
            query.put(SignatureNames.ADDITIONAL_HEADERS, PercentEncoding.encode(request.additionalHeaders()));
        }
        query.put(SignatureNames.CREDENTIAL, key.encodedCredential());
        query.put(SignatureNames.DATE, time.toString());
        long seconds = checkValidity(validity);
        query.put(SignatureNames.EXPIRES, Long.toString(seconds));
        String token = credentials.securityToken();
        if (token != null) {
            query.put(SignatureNames.SECURITY_TOKEN, PercentEncoding.encode(token));
        }
        query.put(SignatureNames.SIGNATURE_VERSION, SignatureNames.ALGORITHM);
        SortedPairs headers = request.headers().copy();
        headers.remove(SignatureNames.DATE);
        headers.remove(SignatureNames.SECURITY_TOKEN);
        checkOneCarrier(query, headers);
        CanonicalRequest canonicalRequest = CanonicalRequest.of(request, query, headers);
        String signature = key.sign(canonicalRequest, time.toString());
        return new PresignedRequest(
                request,
                query,
                headers,
                canonicalRequest,
                time.toString(),
                key.scope(),
                signature,
                Instant.ofEpochSecond(instant.getEpochSecond() + seconds));
    }

    private long checkValidity(Duration validity) {
        Duration most = credentials.securityToken() == null ? MAX_VALIDITY : MAX_VALIDITY_WITH_TOKEN;
        if (validity.compareTo(MIN_VALIDITY) < 0 || validity.compareTo(most) > 0) {
            throw new IllegalArgumentException("validity must be between PT1S and " + most
                    + (credentials.securityToken() == null ? "" : " with a security token") + ", was " + validity);
        }
        return validity.toMillis() / 1000;
    }

    private static void checkOneCarrier(SortedPairs query, SortedPairs headers) {
        checkOneCarrier("callback", query, headers);
        checkOneCarrier("callback-var", query, headers);
    }

    private static void checkOneCarrier(String parameter, SortedPairs query, SortedPairs headers) {
        if (query.get(parameter) != null && headers.get("x-oss-" + parameter) != null) {
            throw new IllegalArgumentException("the query parameter " + parameter + " and the header x-oss-" + parameter
                    + " must not both be present: OSS accepts a callback in one of them");
        }
    }

    /**
     * Returns the fields of a form upload (PostObject) that identify the signature: version, credential, date, and the
     * token of temporary credentials. The policy must require the exact value of each.
     *
     * @throws IllegalArgumentException if {@code instant} is outside the years 1970 to 9999
     */
    public Map<String, String> formFields(Instant instant) {
        Timestamp time = timestamp(instant);
        Map<String, String> fields = new LinkedHashMap<>(8);
        fields.put(SignatureNames.SIGNATURE_VERSION, SignatureNames.ALGORITHM);
        fields.put(SignatureNames.CREDENTIAL, signingKey(time.date()).credential());
        fields.put(SignatureNames.DATE, time.toString());
        String token = credentials.securityToken();
        if (token != null) {
            fields.put(SignatureNames.SECURITY_TOKEN, token);
        }
        return Collections.unmodifiableMap(fields);
    }

    /**
     * Signs the policy of a form upload (PostObject).
     *
     * @param policyBase64 the policy's JSON in Base64, as in the form
     * @param instant the instant of the form's {@code x-oss-date} and {@code x-oss-credential}
     * @return the value of {@code x-oss-signature}: 64 lower-case hex digits
     * @throws IllegalArgumentException if {@code instant} is outside the years 1970 to 9999
     * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/signature-version-4-recommend">V4 signature in a
     *     form</a>
     */
    public String signPolicy(String policyBase64, Instant instant) {
        return signingKey(timestamp(instant).date()).sign(policyBase64);
    }

    /**
     * Returns the expected signature of a received request, whose headers are used unchanged. For servers; compare with
     * {@link Signature#matches}.
     *
     * @param timestamp the time of the request, {@code yyyyMMdd'T'HHmmss'Z'}
     * @throws IllegalArgumentException if {@code timestamp} is malformed
     */
    public Signature expected(UnsignedRequest received, String timestamp) {
        if (!Timestamp.isValid(timestamp)) {
            throw new IllegalArgumentException(
                    "timestamp must be yyyyMMdd'T'HHmmss'Z', was " + PrintableText.escape(timestamp));
        }
        return signature(
                signingKey(timestamp.substring(0, 8)),
                timestamp,
                CanonicalRequest.of(received, received.query(), received.headers()));
    }

    /**
     * Returns the canonical request of a received request, whose headers are used unchanged, as {@link #expected} signs
     * it. It contains the security token of temporary credentials: do not log it.
     */
    public static String canonicalRequest(UnsignedRequest received) {
        return CanonicalRequest.of(received, received.query(), received.headers())
                .toString();
    }

    /**
     * Returns the expected signature of a received request that has no {@code x-oss-date}: line 2 of its string to sign
     * is the header {@code Date} as it was sent. The Go SDK v1 and ossutil 1 sign this way. Otherwise like {@link
     * #expected}.
     *
     * @param date the value of {@code Date}
     * @param instant the same time
     * @throws IllegalArgumentException if {@code instant} is outside the years 1970 to 9999
     */
    public Signature expectedWithDate(UnsignedRequest received, String date, Instant instant) {
        SigningKey key = signingKey(timestamp(instant).date());
        CanonicalRequest canonicalRequest = CanonicalRequest.of(received, received.query(), received.headers());
        String hash = Hex.sha256(canonicalRequest.toString());
        return new Signature(
                key,
                date,
                credentials.securityToken(),
                canonicalRequest,
                key.sign(Hashing.stringToSign(date, key.scope(), hash)));
    }

    private Signature signature(SigningKey key, String timestamp, CanonicalRequest canonicalRequest) {
        return new Signature(
                key, timestamp, credentials.securityToken(), canonicalRequest, key.sign(canonicalRequest, timestamp));
    }

    /** Returns the timestamp of an instant; formats it once per second. */
    private Timestamp timestamp(Instant instant) {
        Objects.requireNonNull(instant, "instant");
        Timestamp known = latest;
        if (known == null || !known.isOf(instant)) {
            known = Timestamp.of(instant);
            latest = known;
        }
        return known;
    }

    private SigningKey signingKey(String date) {
        SigningKey key = signingKey;
        if (key == null || !key.scope().date().equals(date)) {
            key = SigningKey.derive(credentials, CredentialScope.of(date, region, product));
            signingKey = key;
        }
        return key;
    }

    /** Returns the AccessKey ID, region and product. */
    @Override
    public String toString() {
        return "Signer{" + credentials + ", region=" + region + ", product=" + product + "}";
    }
}

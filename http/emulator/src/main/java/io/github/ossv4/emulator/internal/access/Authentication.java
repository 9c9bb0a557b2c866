// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.access;

import io.github.ossv4.emulator.internal.form.PostForm;
import io.github.ossv4.emulator.internal.wire.OssError;
import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.emulator.internal.wire.ReceivedRequest;
import io.github.ossv4.emulator.internal.wire.RequestTrace;
import io.github.ossv4.emulator.internal.wire.SignatureVerdict;
import io.github.ossv4.explain.SignatureMistake;
import io.github.ossv4.internal.canonical.SignatureNames;
import io.github.ossv4.sign.Authorization;
import io.github.ossv4.sign.Signature;
import io.github.ossv4.sign.Signer;
import io.github.ossv4.sign.UnsignedRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The check of V4 signatures against the accepted credentials. Thread-safe.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/recommend-to-use-signature-version-4">V4
 *     signature in the Authorization header</a>
 */
public final class Authentication {

    /** The longest policy for which the mistake is searched: each try takes the time and the memory of a signature. */
    private static final int MAX_EXPLAINED_POLICY = 64 << 10;

    private static final Pattern EMPTY_ADDITIONAL_HEADERS = Pattern.compile("AdditionalHeaders=\\s*(,|$)");
    private static final Pattern CREDENTIAL = Pattern.compile("[\\s,]Credential=([^,]*)");
    private static final Pattern SCOPE = Pattern.compile("[^/].*/([^/]*)/([^/]*)/[^/]+/aliyun_v4_request\\s*");
    private static final HexFormat HEX = HexFormat.ofDelimiter(" ").withUpperCase();
    private static final Pattern SEMICOLON = Pattern.compile(";");
    private static final Pattern DAY = Pattern.compile("[0-9]{8}");

    private final Map<String, Account> accounts = new ConcurrentHashMap<>();
    private final String region;
    private final String product;
    private final Clock clock;
    private final boolean acceptsV1;

    /**
     * Creates a check for these keys.
     *
     * @param acceptsV1 whether signatures of version 1 are accepted too
     * @throws IllegalArgumentException if {@link Signer#of} rejects region or product
     */
    public Authentication(Collection<AccessKey> keys, String region, String product, Clock clock, boolean acceptsV1) {
        this.region = region;
        this.product = product;
        this.clock = clock;
        this.acceptsV1 = acceptsV1;
        keys.forEach(this::add);
    }

    private record Account(AccessKey key, Signer signer) {}

    /**
     * Accepts a key from now on.
     *
     * @throws IllegalArgumentException if another key has its ID
     */
    public void add(AccessKey key) {
        Account account = new Account(key, Signer.of(key.credentials(), region, product));
        if (accounts.putIfAbsent(key.id(), account) != null) {
            throw key.duplicate();
        }
    }

    /**
     * Rejects a temporary key as expired from now on.
     *
     * @throws IllegalArgumentException if it was not added, or is permanent
     */
    public void expire(String accessKeyId) {
        accounts.compute(accessKeyId, (id, account) -> {
            if (account == null) {
                throw new IllegalArgumentException("the AccessKey to expire must have been added, was " + id);
            }
            if (account.key().securityToken() == null) {
                throw new IllegalArgumentException("the AccessKey to expire must be temporary, was " + id);
            }
            // Before any time that the clock returns.
            return new Account(account.key().expiringAt(Instant.MIN), account.signer());
        });
    }

    /** Returns whether a received signature is the expected one, in constant time. */
    static boolean isExpected(String signature, String expected) {
        return MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.UTF_8), signature.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns whether a request has no signature. */
    static boolean isAnonymous(ReceivedRequest request) {
        return request.header("authorization") == null && !isPresigned(request);
    }

    private static boolean isPresigned(ReceivedRequest request) {
        return UrlSignature.isIn(request) || request.query().containsKey(V1Signature.SIGNATURE);
    }

    /**
     * Checks the signature of a request.
     *
     * @return where the signature is
     * @throws OssException if it is missing, invalid, or not made with accepted credentials
     */
    SignatureVerdict check(ReceivedRequest request) {
        String header = request.header("authorization");
        if (UrlSignature.isIn(request)) {
            if (header != null) {
                throw OssException.invalidArgument(
                        "Only one auth mechanism allowed; only the query or the Authorization header.",
                        "Authorization",
                        header);
            }
            checkUrl(request, UrlSignature.of(request));
            return SignatureVerdict.URL;
        }
        if (header != null && acceptsV1 && V1Signature.isInHeader(header)) {
            check(V1Signature.ofHeader(request, header, clock.instant()));
            return SignatureVerdict.HEADER;
        }
        if (header != null) {
            checkHeaders(request, header);
            return SignatureVerdict.HEADER;
        }
        if (request.query().containsKey(V1Signature.S3_ACCESS_KEY_ID)) {
            request.head()
                    .trace()
                    .mistake(() -> SignatureMistake.of(
                            "the signature in the URL",
                            V1Signature.S3_ACCESS_KEY_ID,
                            SignatureNames.CREDENTIAL,
                            "the URL has a V2 signature of S3: sign with a client of OSS, or with V4 of S3"));
            throw mismatch(
                    OssError.S3_SIGNATURE_DOES_NOT_MATCH, V1Signature.S3_ACCESS_KEY_ID, V1Signature.ofS3Url(request));
        }
        if (acceptsV1 && V1Signature.isInUrl(request)) {
            check(V1Signature.ofUrl(request, clock.instant()));
            return SignatureVerdict.URL;
        }
        throw isPresigned(request)
                ? OssException.notImplemented(
                        acceptsV1
                                ? "URLs with the parameter Signature, but without OSSAccessKeyId"
                                : "URLs with V1 signatures, unless it is started with --accept-v1")
                : OssError.ACCESS_DENIED.exception();
    }

    private void checkHeaders(ReceivedRequest request, String header) {
        Authorization authorization = parse(header);
        Account account = account(authorization);
        checkScope(request, authorization, header);
        if (!SignatureNames.UNSIGNED_PAYLOAD.equals(request.header("x-oss-content-sha256"))) {
            throw OssException.invalidArgument(
                    "0002-00000214",
                    "Invalid x-oss-content-sha256 header, it must be " + SignatureNames.UNSIGNED_PAYLOAD + ".",
                    "x-oss-content-sha256",
                    String.valueOf(request.header("x-oss-content-sha256")));
        }
        checkToken(request.header("x-oss-security-token"), account.key());
        RequestTime time = RequestTime.of(request);
        RequestTime.checkSkew(time.instant(), clock.instant());
        checkDay(request, authorization, time, header);
        checkSignature(request, authorization, account, time);
    }

    private void checkUrl(ReceivedRequest request, UrlSignature url) {
        Authorization authorization = parse(url.authorization());
        Account account = account(authorization);
        checkScope(request, authorization, url.authorization());
        checkToken(url.token(), account.key());
        url.checkTime(clock.instant());
        checkDay(request, authorization, url.time(), url.authorization());
        for (String name : request.headerNames()) {
            String parameter = request.query().get(name);
            if (name.startsWith("x-oss-") && parameter != null && !parameter.equals(request.header(name))) {
                throw OssException.invalidArgument(
                        "The header " + name + " differs from the query parameter.", name, parameter);
            }
        }
        checkSignature(request, authorization, account, url.time());
    }

    /**
     * Checks the signature of a form.
     *
     * @throws OssException if it is invalid, not made with accepted credentials, or for another place or time
     */
    void check(FormSignature form, RequestTrace trace) {
        Account account = account(form.authorization());
        form.checkScope(region, product, trace);
        checkToken(form.token(), account.key());
        form.checkTime(clock.instant());
        String expected = account.signer().signPolicy(form.policy(), form.time().instant());
        if (!isExpected(form.authorization().signature(), expected)) {
            if (form.policy().length() <= MAX_EXPLAINED_POLICY) {
                trace.mistake(() ->
                        new SignatureDiagnosis(account.key(), keys(), form.authorization()).ofForm(form.policy()));
            }
            throw OssError.FORM_SIGNATURE_DOES_NOT_MATCH
                    .with("OSSAccessKeyId", form.authorization().accessKeyId())
                    .with("SignatureProvided", form.authorization().signature())
                    .with("StringToSign", form.policy());
        }
    }

    /** Returns whether signatures of version 1 are accepted. */
    boolean acceptsV1() {
        return acceptsV1;
    }

    /** Returns whether a form can only have a signature of version 1, and these are accepted. */
    boolean acceptsV1(PostForm form) {
        return acceptsV1 && V1Signature.isIn(form);
    }

    /**
     * Checks a signature of version 1.
     *
     * @throws OssException if it is not made with accepted credentials
     */
    void check(V1Signature signature) {
        Account account = account(signature.accessKeyId());
        checkToken(signature.token(), account.key());
        if (!matches(account, signature) && !matches(account, signature.ofBucketWithoutSlash())) {
            throw mismatch(OssError.V1_SIGNATURE_DOES_NOT_MATCH, V1Signature.ACCESS_KEY_ID, signature);
        }
    }

    private static OssException mismatch(OssError error, String accessKeyId, V1Signature signature) {
        return error.with(accessKeyId, signature.accessKeyId())
                .with("SignatureProvided", signature.signature())
                .with("StringToSign", signature.stringToSign())
                .with(
                        "StringToSignBytes",
                        HEX.formatHex(signature.stringToSign().getBytes(StandardCharsets.UTF_8)));
    }

    private static boolean matches(Account account, V1Signature signature) {
        return isExpected(signature.signature(), V1Signature.sign(account.key().secret(), signature.stringToSign()));
    }

    private List<AccessKey> keys() {
        return accounts.values().stream().map(Account::key).toList();
    }

    private Account account(Authorization authorization) {
        return account(authorization.accessKeyId());
    }

    private Account account(String accessKeyId) {
        Account account = accounts.get(accessKeyId);
        if (account == null) {
            throw OssError.UNKNOWN_ACCESS_KEY.with("OSSAccessKeyId", accessKeyId);
        }
        return account;
    }

    private Authorization parse(String header) {
        if (!header.startsWith("OSS4-HMAC-SHA256 ")) {
            throw invalidAuthorization(
                    "0002-00000202",
                    "Invalid Authorization header: the emulator accepts V4 signatures, which start with OSS4-HMAC-SHA256, "
                            + (acceptsV1
                                    ? "and V1 signatures, which start with OSS and a space"
                                    : "and V1 signatures if it is started with --accept-v1")
                            + (header.startsWith("OSS2 ") ? ". V2 signatures (OSS2) are not emulated." : "."),
                    header);
        }
        try {
            return Authorization.parse(header);
        } catch (IllegalArgumentException e) {
            throw malformed(header, e);
        }
    }

    /** Returns OSS's error for a malformed header. */
    private static OssException malformed(String header, IllegalArgumentException mistake) {
        if (EMPTY_ADDITIONAL_HEADERS.matcher(header).find()) {
            return invalidAuthorization("0002-00000209", "Invalid additional headers in Authorization header.", header);
        }
        Matcher credential = CREDENTIAL.matcher(header);
        if (!credential.find()) {
            return invalidAuthorization("0002-00000205", "Missing credential in Authorization header.", header);
        }
        Matcher scope = SCOPE.matcher(credential.group(1));
        if (!scope.matches()) {
            return invalidAuthorization("0002-00000213", "Invalid credential in Authorization header.", header);
        }
        if (scope.group(2).isEmpty()) {
            return invalidAuthorization(null, "The signing region in credential is invalid.", header);
        }
        return DAY.matcher(scope.group(1)).matches()
                ? invalidAuthorization(
                        "0002-00000202", "Invalid Authorization header: " + mistake.getMessage() + ".", header)
                : invalidSigningDate(header);
    }

    private void checkScope(ReceivedRequest request, Authorization authorization, String header) {
        if (!DAY.matcher(authorization.date()).matches()) {
            throw invalidSigningDate(header);
        }
        if (!authorization.product().equals(product)) {
            request.head().trace().mistake(() -> ScopeMistake.PRODUCT.of(authorization.product(), product));
            throw invalidAuthorization("0002-00000227", "Invalid signing product in Authorization header.", header);
        }
        if (!authorization.region().equals(region)) {
            request.head().trace().mistake(() -> ScopeMistake.REGION.of(authorization.region(), region));
            throw invalidAuthorization("0002-00000226", "Invalid signing region in Authorization header.", header);
        }
    }

    private void checkToken(@Nullable String received, AccessKey key) {
        String expected = key.securityToken();
        if (expected == null && received != null) {
            throw OssError.PERMANENT_ACCESS_KEY.with("OSSAccessKeyId", key.id());
        }
        if (expected != null && received == null) {
            throw OssError.MISSING_SECURITY_TOKEN.with("OSSAccessKeyId", key.id());
        }
        if (expected != null && !expected.equals(received)) {
            throw OssError.INVALID_SECURITY_TOKEN.exception();
        }
        if (key.isExpired(clock.instant())) {
            throw OssError.SECURITY_TOKEN_EXPIRED.exception();
        }
    }

    private static void checkDay(
            ReceivedRequest request, Authorization authorization, RequestTime time, String header) {
        String date = authorization.date();
        if (!date.equals(time.day())) {
            request.head().trace().mistake(() -> ScopeMistake.DATE.of(date, time.day()));
            throw invalidSigningDate(header);
        }
    }

    /** Returns the error for the header {@code Authorization}. */
    static OssException invalidAuthorization(@Nullable String ec, String text, String header) {
        return OssError.INVALID_ARGUMENT.saying(ec, text).with("Authorization", header);
    }

    private static OssException invalidSigningDate(String header) {
        return invalidAuthorization("0002-00000212", "Invalid signing date in Authorization header.", header);
    }

    private void checkSignature(
            ReceivedRequest request, Authorization authorization, Account account, RequestTime time) {
        for (String name : authorization.additionalHeaders().split(";", -1)) {
            if (!name.isEmpty() && request.header(name) == null) {
                throw OssException.invalidArgument(
                        "0002-00000211",
                        "The signature covers the header " + name + ", which the request does not have.",
                        "AdditionalHeaders",
                        authorization.additionalHeaders());
            }
        }
        UnsignedRequest signed;
        try {
            signed = signedPart(request, authorization.additionalHeaders());
        } catch (IllegalArgumentException e) {
            throw OssException.malformedRequest(String.valueOf(e.getMessage()));
        }
        Signer signer = account.signer();
        Signature expected = time.isTimestamp()
                ? signer.expected(signed, time.text())
                : signer.expectedWithDate(signed, time.text(), time.instant());
        if (!expected.matches(authorization.signature())) {
            request.head()
                    .trace()
                    .mistake(() -> new SignatureDiagnosis(account.key(), keys(), authorization).of(request, expected));
            throw OssError.SIGNATURE_DOES_NOT_MATCH
                    .with("OSSAccessKeyId", authorization.accessKeyId())
                    .with("SignatureProvided", authorization.signature())
                    .with("StringToSign", expected.stringToSign())
                    .with("CanonicalRequest", expected.canonicalRequest());
        }
    }

    /**
     * Returns the part of a request that its signature covers.
     *
     * @param additionalHeaders the names in the signature, joined by semicolons
     * @throws IllegalArgumentException if a V4 signature cannot cover the request
     */
    private static UnsignedRequest signedPart(ReceivedRequest request, String additionalHeaders) {
        UnsignedRequest.Builder signed = UnsignedRequest.builder(
                request.method(),
                request.resource().bucket(),
                request.resource().key());
        request.query().forEach((name, value) -> {
            if (!name.equals(SignatureNames.SIGNATURE)) {
                signed.query(name, value);
            }
        });
        request.forEachHeader(signed::header);
        if (!additionalHeaders.isEmpty()) {
            SEMICOLON.splitAsStream(additionalHeaders).forEach(signed::additionalHeader);
        }
        return signed.build();
    }
}

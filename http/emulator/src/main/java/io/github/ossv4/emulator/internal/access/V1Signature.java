// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.access;

import io.github.ossv4.emulator.internal.form.PostForm;
import io.github.ossv4.emulator.internal.wire.HeaderText;
import io.github.ossv4.emulator.internal.wire.HttpDate;
import io.github.ossv4.emulator.internal.wire.OssError;
import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.emulator.internal.wire.ReceivedRequest;
import io.github.ossv4.internal.canonical.SignatureNames;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A signature of version 1: in the header {@code Authorization}, in the query of a URL, or in the fields of a form.
 *
 * <p>Rule: Version 1: the string to sign and its sub-resources; accepted only if enabled ({@code V1SignatureTest}).
 *
 * @param stringToSign what it must cover
 * @param token the security token, or null
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/include-signatures-in-the-authorization-header">V1
 *     signature in the Authorization header</a>
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/ddd-signatures-to-urls">V1 signature in a URL</a>
 */
record V1Signature(
        String accessKeyId,
        String signature,
        String stringToSign,
        @Nullable String token) {
    static final String ACCESS_KEY_ID = "OSSAccessKeyId";
    static final String SIGNATURE = "Signature";

    /** The query parameter of URLs with V2 signatures of S3. */
    static final String S3_ACCESS_KEY_ID = "AWSAccessKeyId";

    /** The longest plausible validity; a longer one is probably in milliseconds. */
    private static final Duration MAX_PLAUSIBLE = Duration.ofDays(400_000);

    private static final String EXPIRES = "Expires";
    private static final String TOKEN = "continuation-token";
    private static final Pattern RAW_TOKEN = Pattern.compile("[?&]" + TOKEN + "(?=[=&]|$)");
    private static final String SCHEME = "OSS ";
    private static final Pattern BUCKET_SLASH = Pattern.compile("(\\n/[^/\\n]+)/(?=\\?[^\\n]*$|$)");
    private static final String HMAC_SHA1 = "HmacSHA1";

    /** The query parameters that belong to the resource: those that the vendor's SDKs sign. */
    private static final Set<String> SUB_RESOURCES = Set.of("""
            accessPoint accessPointPolicy acl append asyncFetch bucketArchiveDirectRead bucketInfo callback
            callback-var cleanRestoredObject cloudboxes cname comp continuation-token cors delete encryption endTime httpsConfig img inventory
            inventoryId lifecycle live location logging metaQuery objectMeta objectWorm partNumber policy policyStatus
            position processConfiguration publicAccessBlock qos qosInfo redundancyTransition referer regionList
            replication replicationLocation replicationProgress requestPayment resourceGroup restore seal
            security-token sequential startTime stat status style styleName symlink tagging transferAcceleration
            udf udfApplication udfApplicationLog udfImage udfImageDesc udfName uploadId uploads
            userDefinedLogFieldsConfig versionId
            versioning versions vip vod vpcip website worm wormExtend wormId
            """.split("\\s+"));

    static boolean isInHeader(String authorization) {
        return authorization.startsWith(SCHEME);
    }

    static boolean isInUrl(ReceivedRequest request) {
        return request.query().containsKey(SIGNATURE) && request.query().containsKey(ACCESS_KEY_ID);
    }

    static boolean isIn(PostForm form) {
        return form.filled(SignatureNames.SIGNATURE_VERSION) == null;
    }

    /**
     * Returns the signature in a header.
     *
     * @param now compared with the time of the request, which is {@code x-oss-date}, or else {@code Date}
     * @throws OssException if the header is malformed, or the time is missing or differs too much
     */
    static V1Signature ofHeader(ReceivedRequest request, String authorization, Instant now) {
        int colon = authorization.lastIndexOf(':');
        if (colon <= SCHEME.length()) {
            throw Authentication.invalidAuthorization(
                    "0002-00000202",
                    "Invalid Authorization header: it must be OSS, a space, the AccessKey ID, a colon and the signature.",
                    authorization);
        }
        String ossDate = request.header("x-oss-date");
        String date = ossDate != null ? ossDate : request.header("date");
        Instant time = date == null ? null : HttpDate.parse(date);
        if (date == null || time == null) {
            throw OssError.INVALID_DATE.exception();
        }
        RequestTime.checkSkew(time, now);
        return new V1Signature(
                authorization.substring(SCHEME.length(), colon),
                authorization.substring(colon + 1),
                stringToSign(request, date),
                request.header("x-oss-security-token"));
    }

    /**
     * Returns the signature in a URL.
     *
     * @throws OssException if a parameter is missing or malformed, or the URL has expired
     */
    static V1Signature ofUrl(ReceivedRequest request, Instant now) {
        String expires = request.query().getOrDefault(EXPIRES, "");
        if (!expires.matches("[0-9]{1,15}")) {
            throw OssException.invalidArgument("Invalid date (should be seconds since epoch).", EXPIRES, expires);
        }
        Instant end = Instant.ofEpochSecond(Long.parseLong(expires));
        RequestTime.checkExpiry(end, now);
        if (Duration.between(now, end).compareTo(MAX_PLAUSIBLE) > 0) {
            request.head()
                    .trace()
                    .note("Expires is " + expires + ", which is thousands of years in the future: OSS expects seconds,"
                            + " not milliseconds");
        }
        return new V1Signature(
                request.query().getOrDefault(ACCESS_KEY_ID, ""),
                request.query().getOrDefault(SIGNATURE, ""),
                stringToSign(request, expires),
                request.query().get("security-token"));
    }

    /** Returns the S3 V2 signature of a URL. It covers the same text as V1. */
    static V1Signature ofS3Url(ReceivedRequest request) {
        return new V1Signature(
                request.query().getOrDefault(S3_ACCESS_KEY_ID, ""),
                request.query().getOrDefault(SIGNATURE, ""),
                stringToSign(request, request.query().getOrDefault(EXPIRES, "")),
                null);
    }

    /**
     * Returns the signature of a form.
     *
     * @throws OssException if a field is missing
     */
    static V1Signature ofForm(PostForm form) {
        return new V1Signature(
                form.required(ACCESS_KEY_ID, "0002-00000706"),
                form.required(SIGNATURE, "0002-00000703"),
                form.required(PostForm.POLICY, "0002-00000702"),
                form.filled("x-oss-security-token"));
    }

    /** Returns whether a query parameter is signed. */
    private static boolean isSubResource(String parameter) {
        return SUB_RESOURCES.contains(parameter)
                || parameter.startsWith("x-oss-")
                || ResponseOverrides.HEADERS.containsKey(parameter);
    }

    /**
     * Returns a copy whose string to sign has {@code /bucket} instead of {@code /bucket/}: the C SDK and others sign
     * this at an IP address.
     */
    V1Signature ofBucketWithoutSlash() {
        return new V1Signature(
                accessKeyId, signature, BUCKET_SLASH.matcher(stringToSign).replaceFirst("$1"), token);
    }

    /**
     * Returns the text that a signature covers: method, MD5, type, date, {@code x-oss-} headers, and the resource,
     * which is not encoded.
     *
     * @param date the fourth line of the text: the time, or the expiry of a URL
     */
    static String stringToSign(ReceivedRequest request, String date) {
        StringBuilder text = new StringBuilder(request.method()).append('\n');
        for (String line : new String[] {request.header("content-md5"), request.header("content-type"), date}) {
            text.append(line == null ? "" : line).append('\n');
        }
        for (String name : request.headerNames()) {
            if (name.startsWith("x-oss-")) {
                text.append(name).append(':').append(request.header(name)).append('\n');
            }
        }
        return text.append(resource(request)).toString();
    }

    private static String resource(ReceivedRequest request) {
        String bucket = request.resource().bucket();
        String key = request.resource().key();
        StringBuilder resource = new StringBuilder("/");
        if (bucket != null) {
            resource.append(bucket).append('/').append(key == null ? "" : key);
        }
        char separator = '?';
        for (Map.Entry<String, String> parameter : new TreeMap<>(request.query()).entrySet()) {
            // OpenDAL does not sign continuation%2Dtoken. An encoded name of another one could change the operation.
            if (isSubResource(parameter.getKey())
                    && (!parameter.getKey().equals(TOKEN)
                            || RAW_TOKEN.matcher(request.rawTarget()).find())) {
                resource.append(separator).append(parameter.getKey());
                if (!parameter.getValue().isEmpty()) {
                    resource.append('=').append(parameter.getValue());
                }
                separator = '&';
            }
        }
        return resource.toString();
    }

    /** Returns the signature of a text in Base64. */
    static String sign(String secret, String text) {
        try {
            Mac mac = Mac.getInstance(HMAC_SHA1);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), HMAC_SHA1));
            return Base64.getEncoder().encodeToString(mac.doFinal(HeaderText.encode(text)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform has HmacSHA1", e);
        }
    }

    /** Returns the AccessKey ID. */
    @Override
    public String toString() {
        return "V1Signature{" + accessKeyId + "}";
    }
}

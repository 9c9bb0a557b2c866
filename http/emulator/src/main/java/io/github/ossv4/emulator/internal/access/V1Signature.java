// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.access;

import io.github.ossv4.emulator.internal.form.PostForm;
import io.github.ossv4.emulator.internal.wire.HttpDate;
import io.github.ossv4.emulator.internal.wire.OssError;
import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.emulator.internal.wire.ReceivedRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A signature of version 1: in the header {@code Authorization}, in the query of a URL, or in the fields of a form.
 *
 * @param stringToSign what it must cover
 * @param token the security token, or null
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/ddd-signatures-to-urls">V1 signature in a URL</a>
 */
record V1Signature(
        String accessKeyId,
        String signature,
        String stringToSign,
        @Nullable String token) {
    static final String ACCESS_KEY_ID = "OSSAccessKeyId";
    static final String SIGNATURE = "Signature";

    private static final String EXPIRES = "Expires";
    private static final String SCHEME = "OSS ";

    static boolean isInHeader(String authorization) {
        return authorization.startsWith(SCHEME);
    }

    static boolean isInUrl(ReceivedRequest request) {
        return request.query().containsKey(SIGNATURE) && request.query().containsKey(ACCESS_KEY_ID);
    }

    static boolean isIn(PostForm form) {
        return form.filled(ACCESS_KEY_ID) != null && form.filled(SIGNATURE) != null;
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
                V1StringToSign.of(request, date),
                request.header("x-oss-security-token"));
    }

    /**
     * Returns the signature in a URL.
     *
     * @throws OssException if a parameter is missing or malformed, or the URL has expired
     */
    static V1Signature ofUrl(ReceivedRequest request, Instant now) {
        String expires = request.query().getOrDefault(EXPIRES, "");
        if (!expires.matches("[0-9]{1,12}")) {
            throw OssException.invalidArgument("Invalid date (should be seconds since epoch).", EXPIRES, expires);
        }
        Instant end = Instant.ofEpochSecond(Long.parseLong(expires));
        RequestTime.checkExpiry(end, now);
        return new V1Signature(
                request.query().getOrDefault(ACCESS_KEY_ID, ""),
                request.query().getOrDefault(SIGNATURE, ""),
                V1StringToSign.of(request, expires),
                request.query().get("security-token"));
    }

    /**
     * Returns the signature of a form.
     *
     * @throws OssException if the form has no policy
     */
    static V1Signature ofForm(PostForm form) {
        String policy = form.filled(PostForm.POLICY);
        if (policy == null) {
            throw OssException.invalidArgument("0002-00000702", "The field policy is missing.", PostForm.POLICY, "");
        }
        return new V1Signature(
                String.valueOf(form.filled(ACCESS_KEY_ID)),
                String.valueOf(form.filled(SIGNATURE)),
                policy,
                form.filled("x-oss-security-token"));
    }

    /** Returns whether the signature is that of a secret, in constant time. */
    boolean matches(String secret) {
        return MessageDigest.isEqual(
                V1StringToSign.sign(secret, stringToSign).getBytes(StandardCharsets.US_ASCII),
                signature.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the AccessKey ID. */
    @Override
    public String toString() {
        return "V1Signature{" + accessKeyId + "}";
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.access;

import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.emulator.internal.wire.ReceivedRequest;
import io.github.ossv4.internal.canonical.SignatureNames;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The V4 signature in the query of a presigned URL.
 *
 * @param authorization in the form of an {@code Authorization} header
 * @param token the security token, or null
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/add-signatures-to-urls">V4 signature in a URL</a>
 */
public record UrlSignature(
        String authorization,
        RequestTime time,
        Duration validity,
        @Nullable String token) {
    private static final Duration MAX_VALIDITY = Duration.ofDays(7);
    private static final Duration MAX_VALIDITY_WITH_TOKEN = Duration.ofHours(12);

    /** Returns whether a request has such a signature. */
    static boolean isIn(ReceivedRequest request) {
        return request.query().containsKey(SignatureNames.SIGNATURE);
    }

    /**
     * Returns the signature of a request.
     *
     * @throws OssException if a parameter is missing or malformed
     */
    static UrlSignature of(ReceivedRequest request) {
        Map<String, String> query = request.query();
        String version = required(query, SignatureNames.SIGNATURE_VERSION);
        if (version.equals("OSS2")) {
            throw OssException.notImplemented("URLs with V2 signatures (OSS2)");
        }
        if (!version.equals(SignatureNames.ALGORITHM)) {
            throw invalid(SignatureNames.SIGNATURE_VERSION, version);
        }
        String additional = query.get(SignatureNames.ADDITIONAL_HEADERS);
        String authorization = SignatureNames.ALGORITHM + " Credential=" + required(query, SignatureNames.CREDENTIAL)
                + (additional == null ? "" : ",AdditionalHeaders=" + additional) + ",Signature="
                + required(query, SignatureNames.SIGNATURE);
        String date = required(query, SignatureNames.DATE);
        RequestTime time = RequestTime.basic(date);
        if (time == null) {
            throw invalid(SignatureNames.DATE, date);
        }
        String token = query.get(SignatureNames.SECURITY_TOKEN);
        return new UrlSignature(
                authorization, time, validity(required(query, SignatureNames.EXPIRES), token != null), token);
    }

    private static Duration validity(String seconds, boolean withToken) {
        Duration most = withToken ? MAX_VALIDITY_WITH_TOKEN : MAX_VALIDITY;
        if (seconds.startsWith("-")) {
            throw OssException.of(
                    400, "AuthorizationArgumentError", null, "The query parameter x-oss-expires is invalid.");
        }
        if (!seconds.matches("[0-9]{1,9}")) {
            throw invalid(SignatureNames.EXPIRES, seconds);
        }
        Duration validity = Duration.ofSeconds(Long.parseLong(seconds));
        if (validity.isZero() || validity.compareTo(most) > 0) {
            throw invalid(SignatureNames.EXPIRES, seconds);
        }
        return validity;
    }

    private static String required(Map<String, String> query, String name) {
        String value = query.get(name);
        if (value == null || value.isEmpty()) {
            throw OssException.invalidArgument("The query parameter " + name + " is missing.", name, "");
        }
        return value;
    }

    private static OssException invalid(String name, String value) {
        return OssException.invalidArgument("The query parameter " + name + " is invalid.", name, value);
    }

    /** Throws if the signature is not yet valid at {@code now}, or has expired. */
    void checkTime(Instant now) {
        time.checkValidity(validity, now);
    }
}

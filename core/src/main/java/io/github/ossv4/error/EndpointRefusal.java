// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.error;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Errors with which OSS refuses a request because of its endpoint. Other credentials or permissions do not help.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/user-guide/access-buckets-via-custom-domain-names">Custom domains</a>
 * @see <a href="https://help.aliyun.com/zh/oss/support/http-status-code-overview">Error responses</a>
 */
public enum EndpointRefusal {
    /** 400, EC 0048-00000401: public endpoints of mainland China, for accounts that first used OSS on or after 2025-03-20. */
    PUBLIC_ENDPOINT(
            "PublicEndpointForbidden",
            "accounts that first used OSS on or after 2025-03-20 cannot read, write or list objects at public endpoints of"
                    + " mainland China: bind your own domain to the bucket and set it as the endpoint with cname() or"
                    + " --cname, or use the internal endpoint within the region"),

    /** 403: path style, {@code /bucket/key}, at an endpoint of OSS. */
    PATH_STYLE(
            "SecondLevelDomainForbidden",
            "OSS refuses path style: leave out pathStyle() or --path-style, so that the bucket is part of the host"),

    /** 400, EC 0048-00000300: a redirect rule of a bucket that was created on or after 2024-08-05. */
    REDIRECT(
            "ExternalRedirectForbidden",
            "OSS does not redirect at its own domains: request the object at your own domain that is bound to the bucket"),

    /** 400, EC 0048-0000020x: an .apk or .ipa file, requested anonymously or by a presigned URL. */
    PACKAGE(
            "ApkDownloadForbidden",
            "OSS does not serve .apk and .ipa files, or files of their types, at its own domains, except to requests signed"
                    + " in a header: give out URLs at your own domain that is bound to the bucket (presignEndpoint)"),

    /** 403 with an element {@code Endpoint}, or a message about the specified endpoint: the bucket is in another region. */
    REGION(
            "AccessDenied",
            "the bucket is in another region: use an endpoint of the region of the bucket, and set this region");

    private final String code;
    private final String advice;

    EndpointRefusal(String code, String advice) {
        this.code = code;
        this.advice = advice;
    }

    /**
     * Returns the refusal that an error describes; null for another error.
     *
     * @param code the error code
     * @param message the message of OSS; may be empty
     * @param endpoint the element {@code Endpoint} of the error document, or null
     */
    public static @Nullable EndpointRefusal of(String code, String message, @Nullable String endpoint) {
        for (EndpointRefusal refusal : values()) {
            if (refusal.code.equals(code) && (refusal != REGION || isOfRegion(message, endpoint))) {
                return refusal;
            }
        }
        return null;
    }

    private static boolean isOfRegion(String message, @Nullable String endpoint) {
        return endpoint != null || message.toLowerCase(Locale.ROOT).contains("specified endpoint");
    }

    /** Returns the cause and the remedy, as one sentence without a final period. */
    public String advice() {
        return advice;
    }
}

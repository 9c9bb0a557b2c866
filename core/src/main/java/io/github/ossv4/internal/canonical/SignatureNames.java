// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.internal.canonical;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;

/**
 * The names and fixed values of signature version 4. No name of a parameter needs encoding; names of headers are in
 * lower case.
 *
 * <p>Rule: {@code content-type}, {@code content-md5}, {@code x-oss-*} are always signed; additional headers sorted,
 * lower case ({@code SignerPropertyTest}).
 */
public final class SignatureNames {
    public static final String ALGORITHM = "OSS4-HMAC-SHA256";

    /** The payload: a V4 signature of OSS never covers the body. */
    public static final String UNSIGNED_PAYLOAD = "UNSIGNED-PAYLOAD";

    /** The last part of a scope. */
    public static final String TERMINATOR = "aliyun_v4_request";

    /** The beginning of the first key, before the secret. */
    public static final String KEY_PREFIX = "aliyun_v4";

    public static final String AUTHORIZATION = "authorization";
    public static final String CONTENT_SHA256 = "x-oss-content-sha256";

    /** A header, or a parameter of a presigned URL. */
    public static final String DATE = "x-oss-date";

    /** A header, or a parameter of a presigned URL. */
    public static final String SECURITY_TOKEN = "x-oss-security-token";

    public static final String ADDITIONAL_HEADERS = "x-oss-additional-headers";
    public static final String CREDENTIAL = "x-oss-credential";
    public static final String EXPIRES = "x-oss-expires";
    public static final String SIGNATURE = "x-oss-signature";
    public static final String SIGNATURE_VERSION = "x-oss-signature-version";

    /** The query parameters of the signature of a presigned URL. */
    public static final Set<String> PARAMETERS = Collections.unmodifiableSet(new HashSet<>(Arrays.asList(
            ADDITIONAL_HEADERS, CREDENTIAL, DATE, EXPIRES, SECURITY_TOKEN, SIGNATURE, SIGNATURE_VERSION)));

    private SignatureNames() {}
}

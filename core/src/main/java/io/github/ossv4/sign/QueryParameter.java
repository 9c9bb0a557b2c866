// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.sign;

/** Names of the query parameters of a signature. None of them needs encoding. */
final class QueryParameter {
    static final String ADDITIONAL_HEADERS = "x-oss-additional-headers";
    static final String CREDENTIAL = "x-oss-credential";
    static final String DATE = "x-oss-date";
    static final String EXPIRES = "x-oss-expires";
    static final String SECURITY_TOKEN = "x-oss-security-token";
    static final String SIGNATURE = "x-oss-signature";
    static final String SIGNATURE_VERSION = "x-oss-signature-version";

    private QueryParameter() {}
}

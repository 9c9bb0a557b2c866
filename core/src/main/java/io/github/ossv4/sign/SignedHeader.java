// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.sign;

/** Names of the headers that the signer sets, in lower case. */
final class SignedHeader {
    static final String AUTHORIZATION = "authorization";
    static final String CONTENT_SHA256 = "x-oss-content-sha256";
    static final String DATE = "x-oss-date";
    static final String SECURITY_TOKEN = "x-oss-security-token";

    private SignedHeader() {}
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.credentials;

import io.github.ossv4.sign.Credentials;
import io.github.ossv4.text.PercentEncoding;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import okio.ByteString;

/**
 * The signature {@code ACS3-HMAC-SHA256} of requests to services of Alibaba Cloud other than OSS.
 *
 * <p>Rule: Requests to services other than OSS are signed with {@code ACS3-HMAC-SHA256} ({@code Acs3SignatureTest}).
 *
 * @see <a href="https://help.aliyun.com/zh/sdk/product-overview/v3-request-structure-and-signature">Request syntax
 *     and signature method V3</a>
 */
final class Acs3Signature {
    private static final String ALGORITHM = "ACS3-HMAC-SHA256";

    private Acs3Signature() {}

    /**
     * Returns the canonical request: everything that is signed.
     *
     * @param path encoded
     * @param query names and values, not encoded
     * @param headers all that are signed, {@code host} and {@code x-acs-content-sha256} included. Names are lower case
     */
    static String canonicalRequest(
            String method, String path, Map<String, String> query, SortedMap<String, String> headers) {
        StringBuilder request = new StringBuilder(1024)
                .append(method)
                .append('\n')
                .append(path)
                .append('\n')
                .append(query(query))
                .append('\n');
        headers.forEach((name, value) ->
                request.append(name).append(':').append(value.trim()).append('\n'));
        return request.append('\n')
                .append(String.join(";", headers.keySet()))
                .append('\n')
                .append(headers.get("x-acs-content-sha256"))
                .toString();
    }

    /** Returns names and values, percent-encoded and sorted by name, as they are signed and sent. */
    static String query(Map<String, String> query) {
        StringBuilder encoded = new StringBuilder();
        new TreeMap<>(query)
                .forEach((name, value) -> encoded.append(encoded.length() == 0 ? "" : "&")
                        .append(PercentEncoding.encode(name))
                        .append('=')
                        .append(PercentEncoding.encode(value)));
        return encoded.toString();
    }

    static String stringToSign(String canonicalRequest) {
        return ALGORITHM + '\n' + sha256Hex(ByteString.encodeUtf8(canonicalRequest));
    }

    /** Returns the value of the header {@code Authorization}. The parameters are as in {@link #canonicalRequest}. */
    static String authorization(
            String method,
            String path,
            Map<String, String> query,
            SortedMap<String, String> headers,
            Credentials credentials) {
        String stringToSign = stringToSign(canonicalRequest(method, path, query, headers));
        return ALGORITHM + " Credential=" + credentials.accessKeyId() + ",SignedHeaders="
                + String.join(";", headers.keySet()) + ",Signature=" + credentials.hmacSha256Hex(stringToSign);
    }

    /** Returns 64 characters in lower case. */
    static String sha256Hex(ByteString bytes) {
        return bytes.sha256().hex();
    }
}

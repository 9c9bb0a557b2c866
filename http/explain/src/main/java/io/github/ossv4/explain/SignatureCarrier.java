// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.explain;

import io.github.ossv4.internal.canonical.SignatureNames;
import io.github.ossv4.sign.Authorization;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parts of the signature that a recorded request contains, in its headers or its query. Immutable. */
final class SignatureCarrier {
    final Authorization authorization;

    /** The time that is signed; null if the request has none. */
    final @Nullable String time;

    private SignatureCarrier(Authorization authorization, @Nullable String time) {
        this.authorization = authorization;
        this.time = time;
    }

    /**
     * @param query the decoded parameters
     * @throws IllegalArgumentException if the request has no signature of version 4
     */
    static SignatureCarrier of(RawRequest request, Map<String, String> query) {
        if (query.containsKey(SignatureNames.SIGNATURE_VERSION)) {
            return new SignatureCarrier(ofQuery(query), query.get(SignatureNames.DATE));
        }
        String header = request.header(SignatureNames.AUTHORIZATION);
        if (header == null) {
            throw new IllegalArgumentException(
                    query.containsKey("Signature") && query.containsKey("OSSAccessKeyId")
                            ? "the URL is signed with version 1: sign it with version 4"
                            : "the request has no signature: neither Authorization nor x-oss-signature-version in its query");
        }
        if (header.startsWith("OSS ")) {
            throw new IllegalArgumentException("Authorization is of signature version 1: sign with version 4");
        }
        String date = request.header(SignatureNames.DATE);
        return new SignatureCarrier(Authorization.parse(header), date == null ? request.header("Date") : date);
    }

    private static Authorization ofQuery(Map<String, String> query) {
        String additional = query.getOrDefault(SignatureNames.ADDITIONAL_HEADERS, "");
        return Authorization.parse(query.get(SignatureNames.SIGNATURE_VERSION) + " Credential="
                + query.getOrDefault(SignatureNames.CREDENTIAL, "")
                + (additional.isEmpty() ? "" : ",AdditionalHeaders=" + additional) + ",Signature="
                + query.getOrDefault(SignatureNames.SIGNATURE, ""));
    }
}

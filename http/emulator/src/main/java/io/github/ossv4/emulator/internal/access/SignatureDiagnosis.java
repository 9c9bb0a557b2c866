// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.access;

import io.github.ossv4.emulator.internal.wire.ReceivedRequest;
import io.github.ossv4.explain.RawRequest;
import io.github.ossv4.explain.SignatureMistake;
import io.github.ossv4.explain.SignatureMistakes;
import io.github.ossv4.sign.Authorization;
import io.github.ossv4.sign.Signature;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The mistake in a signature of version 4 that does not match, or in the use of version 1.
 *
 * @param accessKey the AccessKey that the client named
 * @param others all AccessKeys, whose secrets the client may have used
 */
record SignatureDiagnosis(AccessKey accessKey, Collection<AccessKey> others, Authorization authorization) {
    /** @param expected the right signature of the request */
    SignatureMistake of(ReceivedRequest request, Signature expected) {
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        request.forEachHeader((name, value) -> headers.add(Map.entry(name, value.trim())));
        SignatureMistake mistake = SignatureMistakes.find(
                expected.canonicalRequest(),
                expected.stringToSign(),
                RawRequest.of(request.method(), request.rawTarget(), headers),
                authorization.signature(),
                accessKey.credentials(),
                others.stream().map(AccessKey::credentials).toList());
        String date = request.header("date");
        String time = expected.stringToSign().split("\n", -1)[1];
        return orVersion1(
                mistake,
                V1Signature.stringToSign(request, date == null ? "" : date),
                V1Signature.stringToSign(request, time));
    }

    SignatureMistake ofForm(String policy) {
        SignatureMistake mistake = SignatureMistakes.findInForm(
                policy,
                authorization.scope(),
                authorization.signature(),
                accessKey.credentials(),
                others.stream().map(AccessKey::credentials).toList());
        return orVersion1(mistake, policy);
    }

    private SignatureMistake orVersion1(SignatureMistake mistake, String... texts) {
        return mistake.line() == null && Stream.of(texts).anyMatch(this::isOfVersion1)
                ? SignatureMistake.of(
                        "the algorithm",
                        null,
                        null,
                        "the text or policy was signed with version 1 (HMAC-SHA1 and Base64)")
                : mistake;
    }

    private boolean isOfVersion1(String text) {
        return Authentication.isExpected(authorization.signature(), V1Signature.sign(accessKey.secret(), text));
    }
}

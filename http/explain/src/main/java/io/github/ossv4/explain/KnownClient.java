// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.explain;

import io.github.ossv4.sign.Credentials;
import org.jspecify.annotations.Nullable;

/** The known facts about a client whose signature was refused. Immutable. */
final class KnownClient {
    static final KnownClient NOTHING = new KnownClient(null, null, null, null);

    final @Nullable RawRequest sent;
    final @Nullable String canonicalRequest;
    final @Nullable String stringToSign;
    final @Nullable Credentials credentials;

    KnownClient(
            @Nullable RawRequest sent,
            @Nullable String canonicalRequest,
            @Nullable String stringToSign,
            @Nullable Credentials credentials) {
        this.sent = sent;
        this.canonicalRequest = canonicalRequest;
        this.stringToSign = stringToSign;
        this.credentials = credentials;
    }
}

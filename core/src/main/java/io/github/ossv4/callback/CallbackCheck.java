// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.callback;

/** The checks of a received callback, in this order. */
public enum CallbackCheck {
    /** The method is POST. */
    METHOD,
    /** The body has at most {@link CallbackNotice#MAX_BYTES} bytes. */
    BODY_SIZE,
    /**
     * The path is ASCII, its percent-encoding is well-formed and does not encode a control character, {@code ?} or
     * {@code #}.
     */
    PATH,
    /** The query is printable ASCII. */
    QUERY,
    /** {@code Authorization} is present and is canonical Base64. */
    AUTHORIZATION,
    /** {@code x-oss-pub-key-url} is the URL of a key of OSS, or one that the verifier trusts. */
    KEY_URL,
    /** The key of that URL exists. */
    KEY_KNOWN,
    /** The key could be fetched. If not, the request may still be genuine: respond with 503 rather than 403. */
    KEY_AVAILABLE,
    /**
     * The signature matches path, query and body. If not, {@code Content-MD5} and {@code Content-Length} show whether
     * the body was changed after OSS sent it, which the reason contains.
     */
    SIGNATURE,
    /** The body is well-formed for its content type, and no field is repeated. */
    BODY,
    /** The body contains bucket, object and token. */
    TOKEN_PRESENT,
    /** This application issued the token. */
    TOKEN_ISSUED,
    /** The token has not expired. */
    TOKEN_NOT_EXPIRED,
    /** The token was issued for this bucket and key. */
    TOKEN_SCOPE
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.callback;

/** What a received callback is checked for, in this order. */
public enum CallbackCheck {
    /** It is a POST. */
    METHOD,
    /** The body has at most {@link CallbackNotice#MAX_BYTES} bytes. */
    BODY_SIZE,
    /** The path is ASCII, its percent-encoding is whole and hides no control character, {@code ?} or {@code #}. */
    PATH,
    /** The query is printable ASCII. */
    QUERY,
    /** {@code Authorization} is there and is Base64 in its one canonical spelling. */
    AUTHORIZATION,
    /** {@code x-oss-pub-key-url} names a key of OSS, or one that the verifier trusts by name. */
    KEY_URL,
    /** There is a key under that URL. */
    KEY_KNOWN,
    /** The key could be fetched. The request may be genuine all the same: answer 503 rather than 403. */
    KEY_AVAILABLE,
    /** The signature is that of path, query and body. */
    SIGNATURE,
    /** The body is what its content type says, and no field is there twice. */
    BODY,
    /** The body has bucket, object and token. */
    TOKEN_PRESENT,
    /** The token is one that this application issued. */
    TOKEN_ISSUED,
    /** The token has not expired. */
    TOKEN_ALIVE,
    /** The token was issued for this bucket and key. */
    TOKEN_SCOPE
}

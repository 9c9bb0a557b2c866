// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.sign;

import io.github.ossv4.internal.canonical.SignatureNames;
import io.github.ossv4.text.PercentEncoding;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The key derived from a secret for one scope by four HMACs; it is cached while it is valid. Thread-safe.
 *
 * <p>Hash objects are reused, by one thread at a time: creating them takes about as long as hashing. A few
 * slots hold them: the id of a thread selects its slot, and if it is empty, the thread creates new ones. Thread-local
 * variables would keep expired keys in threads of pools that are not ours.
 *
 * <p>Rule: Signing key from date, region, product; scope in the credential ({@code SigningVectorsTest}).
 */
final class SigningKey {
    private static final int SLOTS = 16;

    /** A cache line of 64 bytes holds 16 references; with this spacing, slots share no cache line. */
    private static final int SPACING = 16;

    private final CredentialScope scope;
    private final byte[] key;
    private final String credential;
    private final String encodedCredential;
    private final String authorization;
    private final AtomicReferenceArray<@Nullable Hashing> idle = new AtomicReferenceArray<>(SLOTS * SPACING);

    private SigningKey(String accessKeyId, CredentialScope scope, byte[] key) {
        this.scope = scope;
        this.key = key;
        this.credential = accessKeyId + '/' + scope;
        this.encodedCredential = PercentEncoding.encode(credential);
        this.authorization = Authorization.text(credential, "", "");
    }

    /** Returns {@code <AccessKey ID>/<scope>}, as in a form. */
    String credential() {
        return credential;
    }

    static SigningKey derive(Credentials credentials, CredentialScope scope) {
        return new SigningKey(credentials.accessKeyId(), scope, bytes(credentials, scope));
    }

    static byte[] bytes(Credentials credentials, CredentialScope scope) {
        return credentials.deriveKey(
                SignatureNames.KEY_PREFIX,
                "",
                Arrays.asList(scope.date(), scope.region(), scope.product(), SignatureNames.TERMINATOR));
    }

    CredentialScope scope() {
        return scope;
    }

    /** Returns {@code <AccessKey ID>/<scope>}, percent-encoded. */
    String encodedCredential() {
        return encodedCredential;
    }

    /** Returns the {@code Authorization} header for a signature with this key. */
    String authorization(String additionalHeaders, String signature) {
        return additionalHeaders.isEmpty()
                ? authorization.concat(signature)
                : Authorization.text(credential, additionalHeaders, signature);
    }

    /** Returns the signature of a request in lower-case hex. */
    String sign(CanonicalRequest request, String timestamp) {
        int slot = slot();
        Hashing hashing = take(slot);
        String signature = hashing.sign(request, timestamp);
        // Not returned after an exception: it may contain part of a text.
        idle.lazySet(slot, hashing);
        return signature;
    }

    /** Returns the HMAC of a text in lower-case hex. */
    String sign(String text) {
        int slot = slot();
        Hashing hashing = take(slot);
        String signature = hashing.sign(text);
        idle.lazySet(slot, hashing);
        return signature;
    }

    private static int slot() {
        return (int) (Thread.currentThread().getId() & (SLOTS - 1)) * SPACING;
    }

    private Hashing take(int slot) {
        Hashing hashing = idle.getAndSet(slot, null);
        return hashing == null ? new Hashing(scope, key) : hashing;
    }
}

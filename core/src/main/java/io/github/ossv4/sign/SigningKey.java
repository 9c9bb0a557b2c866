// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.sign;

import io.github.ossv4.text.PercentEncoding;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The key derived from a secret for one scope: four HMACs, so it is worth keeping for the day it lives. Thread-safe.
 *
 * <p>Hash objects are kept with it and used again, by one thread at a time: to make them anew would cost about as much as
 * to hash. They lie in a few slots that threads spread over by their ids; whoever finds a slot empty makes new ones. This
 * needs no thread-local variables, which would hold keys after their day in the threads of somebody else's pool.
 */
final class SigningKey {
    private static final int SLOTS = 16;

    /** A cache line of 64 bytes holds 16 references, so that neighbours do not slow each other down. */
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

    /** AccessKey ID and scope, as a form carries them. */
    String credential() {
        return credential;
    }

    static SigningKey derive(Credentials credentials, CredentialScope scope) {
        return new SigningKey(credentials.accessKeyId(), scope, bytes(credentials.accessKeySecret(), scope));
    }

    static byte[] bytes(String accessKeySecret, CredentialScope scope) {
        byte[] key = ("aliyun_v4" + accessKeySecret).getBytes(StandardCharsets.UTF_8);
        for (String part : new String[] {scope.date(), scope.region(), scope.product(), CredentialScope.TERMINATOR}) {
            key = Hashing.hmac(key).doFinal(part.getBytes(StandardCharsets.US_ASCII));
        }
        return key;
    }

    CredentialScope scope() {
        return scope;
    }

    /** {@code <AccessKey ID>/<scope>}, percent-encoded. */
    String encodedCredential() {
        return encodedCredential;
    }

    /** The {@code Authorization} header that carries a signature of this key. */
    String authorization(String additionalHeaders, String signature) {
        return additionalHeaders.isEmpty()
                ? authorization.concat(signature)
                : Authorization.text(credential, additionalHeaders, signature);
    }

    /** The signature of a request: lower-case hex. */
    String sign(CanonicalRequest request, String timestamp) {
        int slot = slot();
        Hashing hashing = take(slot);
        String signature = hashing.sign(request, timestamp);
        // Not given back when something is thrown: half of a text may lie in it.
        idle.lazySet(slot, hashing);
        return signature;
    }

    /** The HMAC of a text: lower-case hex. */
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

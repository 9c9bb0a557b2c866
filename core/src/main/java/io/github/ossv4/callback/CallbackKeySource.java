// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.callback;

import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A source of public keys for {@link CallbackVerifier}, which calls it only with URLs that it trusts. Implementations
 * must be thread-safe. Those that fetch keys should cache them: the content of a key's URL never changes.
 */
@FunctionalInterface
public interface CallbackKeySource {
    /**
     * Returns the key of a URL.
     *
     * @return null if there is no such key
     * @throws IOException if the key cannot be fetched; it is then unknown whether the callback is genuine. All other
     *     exceptions have the same effect
     */
    @Nullable
    CallbackPublicKey key(String keyUrl) throws IOException;

    /**
     * Obtains a key before the first callback. A failure must not make {@link #key} fail later.
     *
     * @throws IOException as {@link #key} does
     */
    default void warmUp(String keyUrl) throws IOException {
        key(keyUrl);
    }

    /**
     * Returns a source of OSS's key, {@code callback_pub_key_v1.pem} at {@code gosspublic.alicdn.com}, with http and
     * https, without network access. If OSS signs with another key one day, its callbacks fail
     * {@link CallbackCheck#KEY_KNOWN}.
     */
    static CallbackKeySource pinned() {
        CallbackPublicKey key = CallbackPublicKey.ossV1();
        return keyUrl -> keyUrl.equals(PublicKeyUrl.CURRENT)
                        || keyUrl.equals("https://gosspublic.alicdn.com/callback_pub_key_v1.pem")
                ? key
                : null;
    }

    /** Returns a source of one key with one exact URL, without network access. */
    static CallbackKeySource pinned(String keyUrl, CallbackPublicKey key) {
        Objects.requireNonNull(keyUrl, "keyUrl");
        Objects.requireNonNull(key, "key");
        return url -> url.equals(keyUrl) ? key : null;
    }
}

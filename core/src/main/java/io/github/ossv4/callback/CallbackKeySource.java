// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.callback;

import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where {@link CallbackVerifier} has its keys from. It is asked for URLs that the verifier trusts only. Implementations
 * are thread-safe; those that fetch should keep what they have: the content of a key's URL never changes.
 */
@FunctionalInterface
public interface CallbackKeySource {
    /**
     * The key that a URL serves.
     *
     * @return null if there is none of that name
     * @throws IOException if the key cannot be fetched; the callback is then neither genuine nor forged. So it is if any
     *     other exception is thrown
     */
    @Nullable
    CallbackPublicKey key(String keyUrl) throws IOException;

    /**
     * OSS's own key without network: {@code callback_pub_key_v1.pem} at {@code gosspublic.alicdn.com}, under http and
     * https. Should OSS come to sign with another one, its callbacks are refused with {@link CallbackCheck#KEY_KNOWN}.
     */
    static CallbackKeySource pinned() {
        CallbackPublicKey key = CallbackPublicKey.ossV1();
        return keyUrl -> keyUrl.equals("http://gosspublic.alicdn.com/callback_pub_key_v1.pem")
                        || keyUrl.equals("https://gosspublic.alicdn.com/callback_pub_key_v1.pem")
                ? key
                : null;
    }

    /** One key without network, under one exact URL. */
    static CallbackKeySource pinned(String keyUrl, CallbackPublicKey key) {
        Objects.requireNonNull(keyUrl, "keyUrl");
        Objects.requireNonNull(key, "key");
        return asked -> asked.equals(keyUrl) ? key : null;
    }
}

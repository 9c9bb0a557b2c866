// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.callback;

import java.io.IOException;
import java.security.InvalidKeyException;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether OSS sent a callback request: its signature, MD5 with RSA, covers path, query and body. Immutable and
 * thread-safe if its key source is.
 *
 * <p><b>That OSS sent it does not make it true.</b> Every customer of OSS can have it send any body to any URL, genuinely
 * signed; and the key has 512 bits, which can be broken for little money. Take {@link CallbackReceiver}, which asks for a
 * token of your own as well.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/callback">Callback, signature</a>
 */
public final class CallbackVerifier {
    /** A key of 8192 bits has 1368; more is not even decoded. */
    private static final int MAX_AUTHORIZATION = 1368;

    private final CallbackKeySource keys;
    private final Set<String> trustedKeyUrls;

    private CallbackVerifier(CallbackKeySource keys, Set<String> trustedKeyUrls) {
        this.keys = Objects.requireNonNull(keys, "keys");
        this.trustedKeyUrls = Collections.unmodifiableSet(new LinkedHashSet<>(trustedKeyUrls));
    }

    /**
     * A verifier of OSS's callbacks: keys at {@code gosspublic.alicdn.com} only.
     *
     * @throws IllegalStateException if this Java does not do MD5 with RSA, as one in FIPS mode
     */
    public static CallbackVerifier of(CallbackKeySource keys) {
        CallbackPublicKey.requireSupported();
        return new CallbackVerifier(keys, Collections.emptySet());
    }

    /**
     * A verifier that trusts the key of one more URL, such as an emulator's.
     *
     * @param keyUrl compared as a whole, letter by letter
     * @throws IllegalArgumentException if it is not http or https, or not printable ASCII
     */
    public CallbackVerifier trusting(String keyUrl) {
        Set<String> more = new LinkedHashSet<>(trustedKeyUrls);
        more.add(PublicKeyUrl.checkTrusted(keyUrl));
        return new CallbackVerifier(keys, more);
    }

    /** Checks a request, from {@link CallbackCheck#METHOD} to {@link CallbackCheck#SIGNATURE}. */
    public CallbackVerification verify(ReceivedCallback received) {
        try {
            check(received);
            return CallbackVerification.genuine();
        } catch (CallbackRefused e) {
            return CallbackVerification.refused(e);
        }
    }

    void check(ReceivedCallback received) throws CallbackRefused {
        if (!received.method().equals("POST")) {
            throw new CallbackRefused(
                    CallbackCheck.METHOD, "the method is not POST: " + CallbackRefused.shown(received.method()));
        }
        int length = received.body().length;
        if (length > CallbackNotice.MAX_BYTES) {
            throw new CallbackRefused(
                    CallbackCheck.BODY_SIZE,
                    "the body has " + length + " bytes, at most " + CallbackNotice.MAX_BYTES + " are allowed");
        }
        byte[] text = SignedText.of(received);
        byte[] signature = signature(received.authorization());
        String keyUrl = PublicKeyUrl.read(received.publicKeyUrl(), trustedKeyUrls);
        verify(keyUrl, key(keyUrl), text, signature);
    }

    private static byte[] signature(@Nullable String authorization) throws CallbackRefused {
        if (authorization == null) {
            throw new CallbackRefused(
                    CallbackCheck.AUTHORIZATION,
                    "there is no Authorization; some web servers take it off before they hand a request on");
        }
        byte[] signature = authorization.length() > MAX_AUTHORIZATION ? null : CanonicalBase64.decode(authorization);
        if (signature == null) {
            throw new CallbackRefused(
                    CallbackCheck.AUTHORIZATION,
                    "Authorization is not canonical Base64 of at most " + MAX_AUTHORIZATION + " characters");
        }
        return signature;
    }

    private CallbackPublicKey key(String keyUrl) throws CallbackRefused {
        CallbackPublicKey key;
        try {
            key = keys.key(keyUrl);
        } catch (IOException | RuntimeException e) {
            throw new CallbackRefused(
                    CallbackCheck.KEY_AVAILABLE,
                    "the key of " + keyUrl + " cannot be fetched: " + CallbackRefused.shown(e.toString()));
        }
        if (key == null) {
            throw new CallbackRefused(CallbackCheck.KEY_KNOWN, "no key is known under " + keyUrl);
        }
        return key;
    }

    private static void verify(String keyUrl, CallbackPublicKey key, byte[] text, byte[] signature)
            throws CallbackRefused {
        try {
            if (!key.verifies(text, signature)) {
                throw new CallbackRefused(
                        CallbackCheck.SIGNATURE,
                        "the signature is not that of this path, query and body; all three are needed as they were sent");
            }
        } catch (InvalidKeyException e) {
            throw new CallbackRefused(
                    CallbackCheck.KEY_AVAILABLE,
                    "this Java does not take the key of " + keyUrl + ": " + CallbackRefused.shown(e.toString()));
        }
    }

    @Override
    public String toString() {
        return "CallbackVerifier{trusting " + trustedKeyUrls + "}";
    }
}

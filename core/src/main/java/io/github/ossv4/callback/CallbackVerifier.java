// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.callback;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Verifies that OSS sent a callback request: its signature, MD5 with RSA, covers path, query and body. Immutable and
 * thread-safe if its key source is.
 *
 * <p><b>A genuine callback may still be false.</b> Every customer of OSS can make it send any body to any URL with a
 * valid signature, and the key has 512 bits, which can be broken at low cost. Use {@link CallbackReceiver}, which
 * requires your own token as well.
 *
 * <p>Rule: A callback is signed RSA-MD5 over decoded path, query, body ({@code CallbackVectorsTest}).
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/callback">Callback, signature</a>
 */
public final class CallbackVerifier {
    /** The length of a signature by a key of 8192 bits. Longer ones are not decoded. */
    private static final int MAX_AUTHORIZATION = 1368;

    private final CallbackKeySource keys;
    private final Set<String> trustedKeyUrls;

    private CallbackVerifier(CallbackKeySource keys, Set<String> trustedKeyUrls) {
        this.keys = Objects.requireNonNull(keys, "keys");
        this.trustedKeyUrls = Collections.unmodifiableSet(new LinkedHashSet<>(trustedKeyUrls));
    }

    /**
     * Returns a verifier that trusts the keys at {@code gosspublic.alicdn.com}.
     *
     * @throws IllegalStateException if this JVM does not support MD5 with RSA, for example in FIPS mode
     */
    public static CallbackVerifier of(CallbackKeySource keys) {
        CallbackPublicKey.requireSupported();
        return new CallbackVerifier(keys, Collections.emptySet());
    }

    /**
     * Returns a verifier that trusts the key of one more URL, such as an emulator's.
     *
     * @param keyUrl the exact URL
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
        } catch (CallbackRejectedException e) {
            return CallbackVerification.rejected(e);
        }
    }

    /** Obtains the keys of OSS and of the trusted URLs, and verifies a request without a signature with each. */
    void warmUp() throws IOException {
        Set<String> urls = new LinkedHashSet<>(trustedKeyUrls);
        urls.add(PublicKeyUrl.CURRENT);
        IOException failure = null;
        for (String url : urls) {
            try {
                keys.warmUp(url);
                String header = Base64.getEncoder().encodeToString(url.getBytes(StandardCharsets.US_ASCII));
                verify(ReceivedCallback.of("POST", "/", null, name -> header, new byte[0]));
            } catch (IOException | RuntimeException e) {
                IOException next = new IOException("the key of " + url + " cannot be fetched: " + e, e);
                if (failure == null) {
                    failure = next;
                } else {
                    failure.addSuppressed(next);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    void check(ReceivedCallback received) throws CallbackRejectedException {
        if (!received.method().equals("POST")) {
            throw new CallbackRejectedException(
                    CallbackCheck.METHOD,
                    "the method must be POST, was " + CallbackRejectedException.shown(received.method()));
        }
        int length = received.body().length;
        if (length > CallbackNotice.MAX_BYTES) {
            throw new CallbackRejectedException(
                    CallbackCheck.BODY_SIZE,
                    "the body must be at most " + CallbackNotice.MAX_BYTES + " bytes, was at least " + length);
        }
        byte[] text = SignedText.toBytes(received);
        byte[] signature = signature(received.authorization());
        String keyUrl = PublicKeyUrl.read(received.publicKeyUrl(), trustedKeyUrls);
        verify(received, keyUrl, text, signature);
    }

    private static byte[] signature(@Nullable String authorization) throws CallbackRejectedException {
        if (authorization == null) {
            throw new CallbackRejectedException(
                    CallbackCheck.AUTHORIZATION,
                    "Authorization is missing; some web servers remove it before they forward a request");
        }
        byte[] signature = authorization.length() > MAX_AUTHORIZATION ? null : CanonicalBase64.decode(authorization);
        if (signature == null) {
            throw new CallbackRejectedException(
                    CallbackCheck.AUTHORIZATION,
                    "Authorization must be canonical Base64 of at most " + MAX_AUTHORIZATION + " characters");
        }
        return signature;
    }

    private CallbackPublicKey key(String keyUrl) throws CallbackRejectedException {
        CallbackPublicKey key;
        try {
            key = keys.key(keyUrl);
        } catch (IOException | RuntimeException e) {
            throw new CallbackRejectedException(
                    CallbackCheck.KEY_AVAILABLE,
                    "the key of " + keyUrl + " cannot be fetched: " + CallbackRejectedException.shown(e.toString()));
        }
        if (key == null) {
            throw new CallbackRejectedException(CallbackCheck.KEY_KNOWN, "there is no key for " + keyUrl);
        }
        return key;
    }

    private void verify(ReceivedCallback received, String keyUrl, byte[] text, byte[] signature)
            throws CallbackRejectedException {
        try {
            if (!key(keyUrl).verifies(text, signature)) {
                throw new CallbackRejectedException(CallbackCheck.SIGNATURE, SignatureMismatch.explain(received));
            }
        } catch (InvalidKeyException e) {
            throw new CallbackRejectedException(
                    CallbackCheck.KEY_AVAILABLE,
                    "this JVM rejects the key of " + keyUrl + ": " + CallbackRejectedException.shown(e.toString()));
        }
    }

    @Override
    public String toString() {
        return "CallbackVerifier{trusting " + trustedKeyUrls + "}";
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.callback;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A public key for the verification of callbacks. Immutable. */
public final class CallbackPublicKey {
    private static final String ALGORITHM = "MD5withRSA";
    private static final int MAX_PEM = 16 * 1024;
    private static final int MIN_BITS = 512;
    private static final int MAX_BITS = 8192;
    private static final int MAX_EXPONENT_BITS = 33;
    private static final Pattern PEM =
            Pattern.compile("\\s*-----BEGIN PUBLIC KEY-----\\s([^-]*)-----END PUBLIC KEY-----\\s*");

    /**
     * The content of https://gosspublic.alicdn.com/callback_pub_key_v1.pem, which never changes according to the
     * vendor.
     */
    private static final String OSS_V1 = "-----BEGIN PUBLIC KEY-----\n"
            + "MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAKs/JBGzwUB2aVht4crBx3oIPBLNsjGs\n"
            + "C0fTXv+nvlmklvkcolvpvXLTjaxUHR3W9LXxQ2EHXAJfCB+6H2YF1k8CAwEAAQ==\n"
            + "-----END PUBLIC KEY-----\n";

    private final RSAPublicKey key;

    private CallbackPublicKey(RSAPublicKey key) {
        this.key = key;
    }

    /**
     * Parses a key in PEM, {@code BEGIN PUBLIC KEY} (X.509 SubjectPublicKeyInfo).
     *
     * @throws IllegalArgumentException if it is longer than 16 KB, or is not exactly one RSA key of 512 to 8192 bits
     * @throws IllegalStateException if this JVM does not support RSA
     */
    public static CallbackPublicKey ofPem(String pem) {
        if (pem.length() > MAX_PEM) {
            throw invalid("it must be at most " + MAX_PEM + " characters, was " + pem.length());
        }
        Matcher matcher = PEM.matcher(pem);
        if (!matcher.matches()) {
            throw invalid("it must be one block from BEGIN PUBLIC KEY to END PUBLIC KEY");
        }
        byte[] der = CanonicalBase64.decode(matcher.group(1).replaceAll("\\s", ""));
        if (der == null) {
            throw invalid("the content of its block must be Base64");
        }
        return new CallbackPublicKey(rsa(der));
    }

    /** Returns the key of OSS, {@code callback_pub_key_v1.pem}. It has 512 bits. */
    static CallbackPublicKey ossV1() {
        return ofPem(OSS_V1);
    }

    private static RSAPublicKey rsa(byte[] der) {
        RSAPublicKey key;
        try {
            key = (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(der));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JVM does not support RSA", e);
        } catch (GeneralSecurityException e) {
            throw invalid("it must be an RSA key");
        }
        int bits = key.getModulus().bitLength();
        if (bits < MIN_BITS || bits > MAX_BITS) {
            throw invalid("it must be between " + MIN_BITS + " and " + MAX_BITS + " bits, was " + bits);
        }
        int exponentBits = key.getPublicExponent().bitLength();
        if (exponentBits < 2 || exponentBits > MAX_EXPONENT_BITS) {
            throw invalid("its exponent must be between 2 and " + MAX_EXPONENT_BITS + " bits, was " + exponentBits);
        }
        if (!Arrays.equals(key.getEncoded(), der)) {
            throw invalid("it must be canonical DER");
        }
        return key;
    }

    private static IllegalArgumentException invalid(String why) {
        return new IllegalArgumentException("invalid public key for callbacks: " + why);
    }

    /** Returns the length of the modulus. */
    int bits() {
        return key.getModulus().bitLength();
    }

    /**
     * Checks that this JVM supports the algorithm.
     *
     * @throws IllegalStateException if it does not
     */
    static void requireSupported() {
        try {
            Signature.getInstance(ALGORITHM);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(
                    "this JVM does not support " + ALGORITHM + ", with which OSS signs callbacks", e);
        }
    }

    /**
     * Returns whether the signature is valid.
     *
     * @throws InvalidKeyException if this JVM rejects the key, for example because it is too short
     */
    boolean verifies(byte[] text, byte[] signature) throws InvalidKeyException {
        try {
            Signature rsa = Signature.getInstance(ALGORITHM);
            rsa.initVerify(key);
            rsa.update(text);
            return rsa.verify(signature);
        } catch (InvalidKeyException e) {
            throw e;
        } catch (SignatureException e) {
            // For example, its length is not the key's.
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM no longer supports " + ALGORITHM, e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CallbackPublicKey && key.equals(((CallbackPublicKey) other).key);
    }

    @Override
    public int hashCode() {
        return key.hashCode();
    }

    @Override
    public String toString() {
        return "CallbackPublicKey{RSA " + bits() + "}";
    }
}

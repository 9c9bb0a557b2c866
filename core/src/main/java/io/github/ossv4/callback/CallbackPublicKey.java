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

/** A public key that callbacks are verified with. Immutable. */
public final class CallbackPublicKey {
    private static final String ALGORITHM = "MD5withRSA";
    private static final int MAX_PEM = 16 * 1024;
    private static final int MIN_BITS = 512;
    private static final int MAX_BITS = 8192;
    private static final int MAX_EXPONENT_BITS = 33;
    private static final Pattern PEM =
            Pattern.compile("\\s*-----BEGIN PUBLIC KEY-----\\s([^-]*)-----END PUBLIC KEY-----\\s*");

    /** What https://gosspublic.alicdn.com/callback_pub_key_v1.pem serves; the vendor says that it never changes. */
    private static final String OSS_V1 = "-----BEGIN PUBLIC KEY-----\n"
            + "MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAKs/JBGzwUB2aVht4crBx3oIPBLNsjGs\n"
            + "C0fTXv+nvlmklvkcolvpvXLTjaxUHR3W9LXxQ2EHXAJfCB+6H2YF1k8CAwEAAQ==\n"
            + "-----END PUBLIC KEY-----\n";

    private final RSAPublicKey key;

    private CallbackPublicKey(RSAPublicKey key) {
        this.key = key;
    }

    /**
     * Reads a key in PEM, {@code BEGIN PUBLIC KEY} (X.509 SubjectPublicKeyInfo).
     *
     * @throws IllegalArgumentException if it is longer than 16 KB, is anything but one such key, or is no RSA key of 512
     *     to 8192 bits
     * @throws IllegalStateException if this Java has no RSA
     */
    public static CallbackPublicKey ofPem(String pem) {
        if (pem.length() > MAX_PEM) {
            throw invalid("it has " + pem.length() + " characters, at most " + MAX_PEM + " are allowed");
        }
        Matcher matcher = PEM.matcher(pem);
        if (!matcher.matches()) {
            throw invalid("it must be one block from BEGIN PUBLIC KEY to END PUBLIC KEY");
        }
        byte[] der = CanonicalBase64.decode(matcher.group(1).replaceAll("\\s", ""));
        if (der == null) {
            throw invalid("what is in its block is not Base64");
        }
        return new CallbackPublicKey(rsa(der));
    }

    /** The key of OSS itself, {@code callback_pub_key_v1.pem}. It has 512 bits. */
    static CallbackPublicKey ossV1() {
        return ofPem(OSS_V1);
    }

    private static RSAPublicKey rsa(byte[] der) {
        RSAPublicKey key;
        try {
            key = (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(der));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no RSA", e);
        } catch (GeneralSecurityException e) {
            throw invalid("it is no RSA key");
        }
        int bits = key.getModulus().bitLength();
        if (bits < MIN_BITS || bits > MAX_BITS) {
            throw invalid("it has " + bits + " bits, allowed are " + MIN_BITS + " to " + MAX_BITS);
        }
        int exponentBits = key.getPublicExponent().bitLength();
        if (exponentBits < 2 || exponentBits > MAX_EXPONENT_BITS) {
            throw invalid("its exponent has " + exponentBits + " bits, allowed are 2 to " + MAX_EXPONENT_BITS);
        }
        if (!Arrays.equals(key.getEncoded(), der)) {
            throw invalid("it is not in its one DER spelling");
        }
        return key;
    }

    private static IllegalArgumentException invalid(String why) {
        return new IllegalArgumentException("no public key that callbacks are verified with: " + why);
    }

    /** The length of the modulus. */
    public int bits() {
        return key.getModulus().bitLength();
    }

    /** @throws IllegalStateException if this Java does not do such signatures */
    static void requireSupported() {
        try {
            Signature.getInstance(ALGORITHM);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no " + ALGORITHM + ", with which OSS signs callbacks", e);
        }
    }

    /** @throws InvalidKeyException if this Java does not take the key, for being too short for instance */
    boolean verifies(byte[] text, byte[] signature) throws InvalidKeyException {
        try {
            Signature rsa = Signature.getInstance(ALGORITHM);
            rsa.initVerify(key);
            rsa.update(text);
            return rsa.verify(signature);
        } catch (InvalidKeyException e) {
            throw e;
        } catch (SignatureException e) {
            // Of another length than the key, for instance.
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + ALGORITHM + " any more", e);
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

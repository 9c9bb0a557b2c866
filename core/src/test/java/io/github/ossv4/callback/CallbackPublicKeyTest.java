// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.callback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.testing.TestKey;
import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class CallbackPublicKeyTest {
    private static final String PEM = new TestKey().pem();

    private static String rejected(String pem) {
        return assertThrows(IllegalArgumentException.class, () -> CallbackPublicKey.ofPem(pem))
                .getMessage();
    }

    private static String pem(byte[] der) {
        return "-----BEGIN PUBLIC KEY-----\n" + Base64.getEncoder().encodeToString(der) + "\n-----END PUBLIC KEY-----";
    }

    private static byte[] der(String pem) {
        return Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
    }

    private static String pem(BigInteger modulus, BigInteger exponent) throws Exception {
        return pem(KeyFactory.getInstance("RSA")
                .generatePublic(new RSAPublicKeySpec(modulus, exponent))
                .getEncoded());
    }

    @Test
    void acceptsAnyLineBreaks() {
        CallbackPublicKey key = CallbackPublicKey.ofPem(PEM);
        assertEquals(1024, key.bits());
        assertEquals(key, CallbackPublicKey.ofPem(PEM.replace("\r\n", "\n")));
        assertEquals(key, CallbackPublicKey.ofPem(pem(der(PEM))));
        assertEquals(key, CallbackPublicKey.ofPem("\n " + PEM + "\r\n\t"));
        assertEquals(key.hashCode(), CallbackPublicKey.ofPem(pem(der(PEM))).hashCode());
        assertNotEquals(key, CallbackPublicKey.ofPem(new TestKey().pem()));
        assertEquals("CallbackPublicKey{RSA 1024}", key.toString());
    }

    @Test
    void rejectsOtherTexts() {
        for (String other : new String[] {
            "",
            "<html>not found</html>",
            "-----BEGIN PUBLIC KEY-----",
            PEM + PEM,
            "x" + PEM,
            PEM + "x",
            PEM.replace("PUBLIC KEY", "RSA PUBLIC KEY"),
            PEM.replace("PUBLIC KEY", "CERTIFICATE"),
            PEM.replace("PUBLIC KEY", "PRIVATE KEY"),
            PEM.replace("AQAB", "AQA"),
            PEM.replace("MI", "M!"),
            pem(new byte[0]),
            pem(new byte[100]),
            pem(java.util.Arrays.copyOf(der(PEM), der(PEM).length + 1)),
            pem(java.util.Arrays.copyOf(der(PEM), der(PEM).length - 1)),
        }) {
            assertTrue(rejected(other).length() > 20, other);
        }
        assertTrue(rejected(PEM + " ".repeat(16 * 1024)).contains("16384"));
    }

    @Test
    void rejectsOtherAlgorithms() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        assertTrue(rejected(pem(generator.generateKeyPair().getPublic().getEncoded()))
                .contains("RSA"));
    }

    @Test
    void limitsKeySize() throws Exception {
        BigInteger f4 = BigInteger.valueOf(65537);
        assertEquals(512, CallbackPublicKey.ofPem(pem(odd(512), f4)).bits());
        assertEquals(8192, CallbackPublicKey.ofPem(pem(odd(8192), f4)).bits());
        assertTrue(rejected(pem(odd(8193), f4)).length() > 20);
        assertTrue(rejected(pem(odd(1024), BigInteger.ONE.shiftLeft(40).add(BigInteger.ONE)))
                .contains("exponent"));
        // The JDK does not generate such a key; this is its handwritten DER: SEQUENCE { rsaEncryption, { 2^511 - 1,
        // 65537 } }.
        assertTrue(rejected(pem(spki(odd(511), f4))).length() > 20);
    }

    private static BigInteger odd(int bits) {
        return BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE);
    }

    private static byte[] spki(BigInteger modulus, BigInteger exponent) {
        byte[] key = sequence(concat(tlv(2, modulus.toByteArray()), tlv(2, exponent.toByteArray())));
        byte[] rsaEncryption = {0x30, 13, 6, 9, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 13, 1, 1, 1, 5, 0};
        return sequence(concat(rsaEncryption, tlv(3, concat(new byte[1], key))));
    }

    private static byte[] sequence(byte[] content) {
        return tlv(0x30, content);
    }

    private static byte[] tlv(int tag, byte[] content) {
        assertTrue(content.length < 128, "short form only");
        return concat(new byte[] {(byte) tag, (byte) content.length}, content);
    }

    private static byte[] concat(byte[] a, byte[] b) {
        byte[] both = java.util.Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    @Test
    void handwrittenDerIsWellFormed() {
        assertEquals(
                512,
                CallbackPublicKey.ofPem(pem(spki(odd(512), BigInteger.valueOf(65537))))
                        .bits());
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.tls;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Certificates in DER, signed with ECDSA and SHA-256. okhttp-tls leaves out the extensions that strict clients require,
 * such as Python since 3.13, and writes dates with the digits of the default locale.
 *
 * @param serialNumber positive
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5280#section-4">RFC 5280 section 4</a>
 */
record CertificateEncoding(BigInteger serialNumber, Instant notBefore, Instant notAfter) {
    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;
    private static final int INTEGER = 0x02;
    private static final int BIT_STRING = 0x03;
    private static final int OCTET_STRING = 0x04;
    private static final int UTF8_STRING = 0x0C;
    private static final int UTC_TIME = 0x17;
    private static final int GENERALIZED_TIME = 0x18;
    private static final int KEY_IDENTIFIER = 0x80;
    private static final int DNS_NAME = 0x82;
    private static final int IP_ADDRESS = 0x87;
    private static final int EXTENSIONS = 0xA3;

    /** UTCTime has two digits for the year. */
    private static final Instant END_OF_UTC_TIME = Instant.parse("2050-01-01T00:00:00Z");

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final byte[] VERSION_3 = {(byte) 0xA0, 0x03, 0x02, 0x01, 0x02};
    private static final byte[] ECDSA_WITH_SHA256 = {
        0x30, 0x0A, 0x06, 0x08, 0x2A, (byte) 0x86, 0x48, (byte) 0xCE, 0x3D, 0x04, 0x03, 0x02
    };
    private static final byte[] COMMON_NAME = {0x06, 0x03, 0x55, 0x04, 0x03};
    private static final byte[] SUBJECT_KEY_IDENTIFIER = {0x06, 0x03, 0x55, 0x1D, 0x0E};
    private static final byte[] KEY_USAGE = {0x06, 0x03, 0x55, 0x1D, 0x0F};
    private static final byte[] SUBJECT_ALTERNATIVE_NAME = {0x06, 0x03, 0x55, 0x1D, 0x11};
    private static final byte[] BASIC_CONSTRAINTS = {0x06, 0x03, 0x55, 0x1D, 0x13};
    private static final byte[] AUTHORITY_KEY_IDENTIFIER = {0x06, 0x03, 0x55, 0x1D, 0x23};
    private static final byte[] EXTENDED_KEY_USAGE = {0x06, 0x03, 0x55, 0x1D, 0x25};
    private static final byte[] CRITICAL = {0x01, 0x01, (byte) 0xFF};
    private static final byte[] OPTIONAL = {};

    /** An authority without others below it. */
    private static final byte[] AUTHORITY = {0x30, 0x06, 0x01, 0x01, (byte) 0xFF, 0x02, 0x01, 0x00};

    /** keyCertSign and cRLSign. */
    private static final byte[] SIGNS_CERTIFICATES = {0x03, 0x02, 0x01, 0x06};

    /** digitalSignature. */
    private static final byte[] SIGNS = {0x03, 0x02, 0x07, (byte) 0x80};

    /** serverAuth. */
    private static final byte[] OF_SERVERS = {0x30, 0x0A, 0x06, 0x08, 0x2B, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x01};

    /** Returns the certificate of an authority, signed by its own key. */
    X509Certificate ofAuthority(String name, KeyPair key) {
        return signed(
                name(name),
                name(name),
                key.getPublic(),
                key,
                List.of(
                        extension(BASIC_CONSTRAINTS, CRITICAL, AUTHORITY),
                        extension(KEY_USAGE, CRITICAL, SIGNS_CERTIFICATES)));
    }

    /**
     * Returns the certificate of a server.
     *
     * @param issuer the certificate of the authority
     * @param signer its key
     */
    X509Certificate ofServer(
            String name,
            List<String> hosts,
            List<InetAddress> addresses,
            PublicKey key,
            X509Certificate issuer,
            KeyPair signer) {
        List<byte[]> names = new ArrayList<>();
        hosts.forEach(host -> names.add(der(DNS_NAME, host.getBytes(StandardCharsets.US_ASCII))));
        addresses.forEach(address -> names.add(der(IP_ADDRESS, address.getAddress())));
        return signed(
                name(name),
                issuer.getSubjectX500Principal().getEncoded(),
                key,
                signer,
                List.of(
                        extension(KEY_USAGE, CRITICAL, SIGNS),
                        extension(EXTENDED_KEY_USAGE, OPTIONAL, OF_SERVERS),
                        extension(SUBJECT_ALTERNATIVE_NAME, OPTIONAL, sequence(names))));
    }

    private X509Certificate signed(
            byte[] subject, byte[] issuer, PublicKey key, KeyPair signer, List<byte[]> extensions) {
        List<byte[]> all = new ArrayList<>(extensions);
        all.add(extension(SUBJECT_KEY_IDENTIFIER, OPTIONAL, der(OCTET_STRING, identifier(key))));
        all.add(extension(
                AUTHORITY_KEY_IDENTIFIER,
                OPTIONAL,
                der(SEQUENCE, der(KEY_IDENTIFIER, identifier(signer.getPublic())))));
        byte[] content = der(
                SEQUENCE,
                VERSION_3,
                der(INTEGER, serialNumber.toByteArray()),
                ECDSA_WITH_SHA256,
                issuer,
                der(SEQUENCE, time(notBefore), time(notAfter)),
                subject,
                key.getEncoded(),
                der(EXTENSIONS, sequence(all)));
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(signer.getPrivate());
            signature.update(content);
            byte[] certificate =
                    der(SEQUENCE, content, ECDSA_WITH_SHA256, der(BIT_STRING, new byte[1], signature.sign()));
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(certificate));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot sign a certificate", e);
        }
    }

    private static byte[] name(String common) {
        byte[] text = der(UTF8_STRING, common.getBytes(StandardCharsets.UTF_8));
        return der(SEQUENCE, der(SET, der(SEQUENCE, COMMON_NAME, text)));
    }

    private static byte[] time(Instant time) {
        String text = TIME.format(time);
        return time.isBefore(END_OF_UTC_TIME)
                ? der(UTC_TIME, text.substring(2).getBytes(StandardCharsets.US_ASCII))
                : der(GENERALIZED_TIME, text.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] extension(byte[] id, byte[] critical, byte[] value) {
        return der(SEQUENCE, id, critical, der(OCTET_STRING, value));
    }

    /** Any unique value is permitted. */
    private static byte[] identifier(PublicKey key) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(key.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform has SHA-1", e);
        }
    }

    private static byte[] sequence(List<byte[]> elements) {
        return der(SEQUENCE, elements.toArray(new byte[0][]));
    }

    private static byte[] der(int tag, byte[]... contents) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (byte[] content : contents) {
            body.writeBytes(content);
        }
        ByteArrayOutputStream element = new ByteArrayOutputStream();
        element.write(tag);
        if (body.size() < 0x80) {
            element.write(body.size());
        } else {
            byte[] length = BigInteger.valueOf(body.size()).toByteArray();
            int start = length[0] == 0 ? 1 : 0;
            element.write(0x80 | (length.length - start));
            element.write(length, start, length.length - start);
        }
        element.writeBytes(body.toByteArray());
        return element.toByteArray();
    }
}

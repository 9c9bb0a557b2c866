// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.tls;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/**
 * The extensions of certificates that okhttp-tls leaves out, and that strict clients require, such as Python since 3.13: the
 * identifiers of the keys, and their usage.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1">RFC 5280 section 4.2.1</a>
 */
final class CertificateExtensions {
    private static final int SEQUENCE = 0x30;
    private static final int BIT_STRING = 0x03;
    private static final int OCTET_STRING = 0x04;
    private static final int KEY_IDENTIFIER = 0x80;
    private static final int EXTENSIONS = 0xA3;

    /** The object identifiers and the flag in DER. */
    private static final byte[] SUBJECT_KEY_IDENTIFIER = {0x06, 0x03, 0x55, 0x1D, 0x0E};

    private static final byte[] AUTHORITY_KEY_IDENTIFIER = {0x06, 0x03, 0x55, 0x1D, 0x23};
    private static final byte[] KEY_USAGE = {0x06, 0x03, 0x55, 0x1D, 0x0F};
    private static final byte[] EXTENDED_KEY_USAGE = {0x06, 0x03, 0x55, 0x1D, 0x25};
    private static final byte[] CRITICAL = {0x01, 0x01, (byte) 0xFF};

    /** keyCertSign and cRLSign. */
    private static final byte[] SIGNS_CERTIFICATES = {0x03, 0x02, 0x01, 0x06};

    /** digitalSignature. */
    private static final byte[] SIGNS = {0x03, 0x02, 0x07, (byte) 0x80};

    /** serverAuth. */
    private static final byte[] OF_SERVERS = {0x30, 0x0A, 0x06, 0x08, 0x2B, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x01};

    private CertificateExtensions() {}

    /** Returns a certificate of an authority with the extensions, signed again by its own key. */
    static X509Certificate ofAuthority(X509Certificate certificate, PrivateKey key) {
        PublicKey own = certificate.getPublicKey();
        return with(
                certificate,
                key,
                List.of(subject(own), authority(own), extension(KEY_USAGE, CRITICAL, SIGNS_CERTIFICATES)));
    }

    /**
     * Returns a certificate of a server with the extensions, signed again.
     *
     * @param issuer the key of the authority
     * @param signer its private key
     */
    static X509Certificate ofServer(X509Certificate certificate, PublicKey issuer, PrivateKey signer) {
        return with(
                certificate,
                signer,
                List.of(
                        subject(certificate.getPublicKey()),
                        authority(issuer),
                        extension(KEY_USAGE, CRITICAL, SIGNS),
                        extension(EXTENDED_KEY_USAGE, new byte[0], OF_SERVERS)));
    }

    private static byte[] subject(PublicKey key) {
        return extension(SUBJECT_KEY_IDENTIFIER, new byte[0], der(OCTET_STRING, identifier(key)));
    }

    private static byte[] authority(PublicKey key) {
        return extension(AUTHORITY_KEY_IDENTIFIER, new byte[0], der(SEQUENCE, der(KEY_IDENTIFIER, identifier(key))));
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

    private static X509Certificate with(X509Certificate certificate, PrivateKey signer, List<byte[]> extensions) {
        try {
            List<byte[]> fields = elements(contents(certificate.getTBSCertificate()));
            int last = fields.size() - 1;
            List<byte[]> all = new ArrayList<>(elements(contents(contents(fields.get(last)))));
            all.addAll(extensions);
            fields.set(last, der(EXTENSIONS, der(SEQUENCE, all.toArray(new byte[0][]))));
            byte[] signed = der(SEQUENCE, fields.toArray(new byte[0][]));
            Signature signature = Signature.getInstance(certificate.getSigAlgName());
            signature.initSign(signer);
            signature.update(signed);
            // After the version and the serial number.
            byte[] algorithm = fields.get(2);
            byte[] complete = der(SEQUENCE, signed, algorithm, der(BIT_STRING, new byte[1], signature.sign()));
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(complete));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot sign a certificate", e);
        }
    }

    /** Returns the contents of an element. */
    private static byte[] contents(byte[] element) {
        ByteBuffer bytes = ByteBuffer.wrap(element);
        bytes.get();
        byte[] contents = new byte[length(bytes)];
        bytes.get(contents);
        return contents;
    }

    /** Returns the elements in the contents of a sequence. */
    private static List<byte[]> elements(byte[] contents) {
        List<byte[]> elements = new ArrayList<>();
        ByteBuffer bytes = ByteBuffer.wrap(contents);
        while (bytes.hasRemaining()) {
            int start = bytes.position();
            bytes.get();
            int length = length(bytes);
            byte[] element = new byte[bytes.position() - start + length];
            bytes.position(start);
            bytes.get(element);
            elements.add(element);
        }
        return elements;
    }

    private static int length(ByteBuffer bytes) {
        int first = bytes.get() & 0xFF;
        if (first < 0x80) {
            return first;
        }
        int length = 0;
        for (int i = 0; i < (first & 0x7F); i++) {
            length = length << 8 | (bytes.get() & 0xFF);
        }
        return length;
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
        } else if (body.size() < 0x100) {
            element.write(0x81);
            element.write(body.size());
        } else {
            element.write(0x82);
            element.write(body.size() >> 8);
            element.write(body.size());
        }
        element.writeBytes(body.toByteArray());
        return element.toByteArray();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.tls.HeldCertificate;

/** Reads certificates and keys in PEM files. */
public final class PemFiles {
    private static final long MAX_BYTES = 1 << 20;
    private static final Pattern CERTIFICATE =
            Pattern.compile("-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----");
    private static final Pattern KEY = Pattern.compile("-----BEGIN PRIVATE KEY-----[^-]+-----END PRIVATE KEY-----");

    private PemFiles() {}

    /**
     * Reads all certificates of a file, in their order.
     *
     * @throws IOException if the file cannot be read, or contains no certificate or an invalid one
     */
    public static List<X509Certificate> certificates(Path file) throws IOException {
        String text = read(file);
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (Matcher pem = CERTIFICATE.matcher(text); pem.find(); ) {
                certificates.add((X509Certificate) factory.generateCertificate(
                        new ByteArrayInputStream(pem.group().getBytes(StandardCharsets.US_ASCII))));
            }
        } catch (CertificateException e) {
            throw new IOException(file + " contains an invalid certificate", e);
        }
        if (certificates.isEmpty()) {
            throw new IOException(file + " must contain a certificate in PEM, with \"BEGIN CERTIFICATE\"");
        }
        return List.copyOf(certificates);
    }

    /**
     * Reads the first certificate of a file, and its key.
     *
     * @param keyFile may be the same file
     * @throws IOException if a file cannot be read or is invalid, or the key is of another certificate. The message
     *     never contains the key
     */
    static HeldCertificate certificateWithKey(Path file, Path keyFile) throws IOException {
        X509Certificate certificate = certificates(file).get(0);
        Matcher key = KEY.matcher(read(keyFile));
        if (!key.find()) {
            throw new IOException(keyFile
                    + " must contain a private key in PEM, with \"BEGIN PRIVATE KEY\" (PKCS #8, not encrypted)");
        }
        HeldCertificate held;
        try {
            held = HeldCertificate.decode(certificatePem(certificate) + key.group());
        } catch (IllegalArgumentException e) {
            throw new IOException(keyFile + " must contain the RSA or EC key of the certificate in " + file, e);
        }
        if (!belongsTo(held.keyPair())) {
            throw new IOException(keyFile + " contains the key of another certificate than " + file);
        }
        return held;
    }

    private static String certificatePem(X509Certificate certificate) {
        return okhttp3.tls.Certificates.certificatePem(certificate) + "\n";
    }

    /** Returns whether the public key verifies what the private key signs. */
    private static boolean belongsTo(KeyPair pair) {
        PrivateKey key = pair.getPrivate();
        try {
            Signature signature =
                    Signature.getInstance("SHA256with" + (key.getAlgorithm().equals("RSA") ? "RSA" : "ECDSA"));
            byte[] message = {1};
            signature.initSign(key);
            signature.update(message);
            byte[] signed = signature.sign();
            signature.initVerify(pair.getPublic());
            signature.update(message);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static String read(Path file) throws IOException {
        try {
            if (Files.isDirectory(file)) {
                throw new IOException(file + " is a directory");
            }
            if (Files.size(file) > MAX_BYTES) {
                throw new IOException(file + " must have at most 1 MiB, was " + Files.size(file) + " bytes");
            }
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw new IOException(file + " does not exist", e);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.tls;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import okhttp3.tls.HeldCertificate;

/**
 * A certificate authority of an emulator, which issues the certificates of its names. Immutable.
 *
 * <p>Certificates are valid by the time of the system, as their clients see it, and not by the emulator's clock.
 */
public final class CertificateAuthority {
    /** Certificate and key, one after the other. */
    private static final String FILE = "authority.pem";

    private static final Duration VALIDITY = Duration.ofDays(3650);

    /** Apple's systems refuse certificates that are valid for more than 825 days. */
    private static final Duration ISSUED_VALIDITY = Duration.ofDays(800);

    /** Clocks of clients may be behind. */
    private static final Duration TOLERANCE = Duration.ofDays(1);

    private static final SecureRandom RANDOM = new SecureRandom();

    private final HeldCertificate certificate;

    private CertificateAuthority(HeldCertificate certificate) {
        this.certificate = certificate;
    }

    /**
     * Creates an authority with a new key and a unique name. With equal names, a client that trusts another authority would report an
     * invalid signature instead of an unknown authority.
     */
    public static CertificateAuthority create() {
        HeldCertificate plain = valid(VALIDITY)
                .commonName("ossv4 emulator CA " + serialNumber().toString(16).substring(0, 8))
                .certificateAuthority(0)
                .build();
        return new CertificateAuthority(new HeldCertificate(
                plain.keyPair(),
                CertificateExtensions.ofAuthority(
                        plain.certificate(), plain.keyPair().getPrivate())));
    }

    /**
     * Returns the authority of a directory, which only one emulator uses. A new one is created if there is none, or if it has
     * less than 800 days left. Where files have POSIX permissions, only the owner can read its file.
     *
     * @throws IOException if the file cannot be read or written, or is damaged
     */
    public static CertificateAuthority open(Path directory) throws IOException {
        Path file = directory.resolve(FILE);
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                throw new IOException(file + " must be a regular file, and not a link");
            }
            CertificateAuthority kept = new CertificateAuthority(PemFiles.certificateWithKey(file, file));
            if (kept.expiry().isAfter(Instant.now().plus(ISSUED_VALIDITY))) {
                return kept;
            }
        }
        CertificateAuthority created = create();
        ReplacedFile.write(
                file, created.certificate.certificatePem() + created.certificate.privateKeyPkcs8Pem(), onlyForOwner());
        return created;
    }

    private static FileAttribute<?>[] onlyForOwner() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    private Instant expiry() {
        return certificate.certificate().getNotAfter().toInstant();
    }

    /** Returns a new key of a server. */
    static KeyPair newKey() {
        return new HeldCertificate.Builder().build().keyPair();
    }

    /** Returns the certificate and the key. */
    HeldCertificate certificate() {
        return certificate;
    }

    /**
     * Issues a certificate.
     *
     * @param names host names, which may start with {@code *.}, and IP addresses
     * @param key of the server
     */
    HeldCertificate issue(Collection<String> names, KeyPair key) {
        HeldCertificate.Builder issued =
                valid(ISSUED_VALIDITY).keyPair(key).commonName("ossv4 emulator").signedBy(certificate);
        names.forEach(issued::addSubjectAlternativeName);
        KeyPair own = certificate.keyPair();
        return new HeldCertificate(
                key, CertificateExtensions.ofServer(issued.build().certificate(), own.getPublic(), own.getPrivate()));
    }

    private static HeldCertificate.Builder valid(Duration validity) {
        Instant now = Instant.now();
        return new HeldCertificate.Builder()
                .serialNumber(serialNumber())
                .validityInterval(
                        now.minus(TOLERANCE).toEpochMilli(), now.plus(validity).toEpochMilli());
    }

    /** Browsers refuse two certificates with one number. */
    private static BigInteger serialNumber() {
        return new BigInteger(127, RANDOM).setBit(126);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.tls;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
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
     * Creates an authority with a new key and a unique name. With equal names, a client that trusts another authority
     * would report an invalid signature instead of an unknown authority.
     */
    public static CertificateAuthority create() {
        KeyPair key = newKey();
        String name = "ossv4 emulator CA " + serialNumber().toString(16).substring(0, 8);
        return new CertificateAuthority(new HeldCertificate(key, valid(VALIDITY).ofAuthority(name, key)));
    }

    /**
     * Returns the authority of a directory, which only one emulator uses. A new one is created if there is none, or if
     * it has less than 800 days left. Where files have POSIX permissions, only the owner can read its file.
     *
     * @throws IOException if the file cannot be read or written, or is damaged
     */
    public static CertificateAuthority open(Path directory) throws IOException {
        Path file = directory.resolve(FILE);
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                throw new IOException(file + " must be a regular file, and not a link");
            }
            checkIsSecret(file);
            CertificateAuthority kept = new CertificateAuthority(PemFiles.certificateWithKey(file, file));
            kept.checkCanIssue(file);
            if (kept.expiry().isAfter(Instant.now().plus(ISSUED_VALIDITY))) {
                return kept;
            }
        }
        CertificateAuthority created = create();
        ReplacedFile.write(
                file, created.certificate.certificatePem() + created.certificate.privateKeyPkcs8Pem(), onlyForOwner());
        return created;
    }

    /** Others who have the key could issue certificates that clients trust. */
    private static void checkIsSecret(Path file) throws IOException {
        PosixFileAttributeView view =
                Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (view == null) {
            return;
        }
        Set<PosixFilePermission> permissions = view.readAttributes().permissions();
        if (permissions.contains(PosixFilePermission.OTHERS_READ)
                || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
            throw new IOException(
                    file + " has the key of the certificate authority and must not be readable or writable"
                            + " by others, was " + PosixFilePermissions.toString(permissions)
                            + ". Delete it to get a new authority.");
        }
    }

    private void checkCanIssue(Path file) throws IOException {
        boolean isP256 = certificate.keyPair().getPublic() instanceof ECPublicKey key
                && key.getParams()
                        .getCurve()
                        .equals(((ECPublicKey) newKey().getPublic()).getParams().getCurve());
        if (!isP256 || certificate.certificate().getBasicConstraints() < 0) {
            throw new IOException(file + " must contain a certificate authority with a key of the curve P-256."
                    + " Delete it to get a new authority.");
        }
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

    /** Returns a new key. */
    static KeyPair newKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM has no elliptic curves", e);
        }
    }

    /** Returns the certificate and the key. */
    HeldCertificate certificate() {
        return certificate;
    }

    /**
     * Issues a certificate.
     *
     * @param hosts names, which may start with {@code *.}
     * @param key of the server
     */
    HeldCertificate issue(List<String> hosts, List<InetAddress> addresses, KeyPair key) {
        return new HeldCertificate(
                key,
                valid(ISSUED_VALIDITY)
                        .ofServer(
                                "ossv4 emulator",
                                hosts,
                                addresses,
                                key.getPublic(),
                                certificate.certificate(),
                                certificate.keyPair()));
    }

    private static CertificateEncoding valid(Duration validity) {
        Instant now = Instant.now();
        return new CertificateEncoding(serialNumber(), now.minus(TOLERANCE), now.plus(validity));
    }

    /** Browsers refuse two certificates with one number. */
    private static BigInteger serialNumber() {
        return new BigInteger(127, RANDOM).setBit(126);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.tls;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509TrustManager;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/** The certificates that a server presents, and those that its clients must trust. Thread-safe. */
public final class ServerCertificates {
    /**
     * The password of trust stores, which is the default of Java's tools. It protects nothing: certificates are public.
     */
    private static final char[] PASSWORD = "changeit".toCharArray();

    private final SSLContext server;
    private final List<X509Certificate> trusted;
    private final HandshakeCertificates client;

    private ServerCertificates(SSLContext server, List<X509Certificate> trusted) {
        this.server = server;
        this.trusted = trusted;
        this.client = trusting(trusted);
    }

    private static HandshakeCertificates trusting(List<X509Certificate> certificates) {
        HandshakeCertificates.Builder trust = new HandshakeCertificates.Builder();
        certificates.forEach(trust::addTrustedCertificate);
        return trust.build();
    }

    /**
     * Returns certificates that an authority issues.
     *
     * @param hosts of the certificate for clients that ask for no name
     * @param addresses of the same
     * @param isServed whether a host name is one of the server
     */
    public static ServerCertificates issuedBy(
            CertificateAuthority authority,
            List<String> hosts,
            List<InetAddress> addresses,
            Predicate<String> isServed) {
        try {
            SSLContext server = SSLContext.getInstance("TLS");
            server.init(new KeyManager[] {new ServerNameKeyManager(authority, hosts, addresses, isServed)}, null, null);
            return new ServerCertificates(
                    server, List.of(authority.certificate().certificate()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM has no TLS", e);
        }
    }

    /**
     * Reads the certificate of a server and its chain. Clients must trust one of them.
     *
     * @param chain the certificate, then its issuers' if there are any, in PEM
     * @param key its private key in PEM
     * @throws IOException if a file cannot be read or is invalid, or the key is of another certificate
     */
    public static ServerCertificates read(Path chain, Path key) throws IOException {
        List<X509Certificate> certificates = PemFiles.certificates(chain);
        HeldCertificate held = PemFiles.certificateWithKey(chain, key);
        HandshakeCertificates.Builder server = new HandshakeCertificates.Builder()
                .heldCertificate(
                        held, certificates.subList(1, certificates.size()).toArray(new X509Certificate[0]));
        try {
            return new ServerCertificates(server.build().sslContext(), certificates);
        } catch (Exception e) {
            // Kotlin does not declare the KeyStoreException.
            throw new IOException(
                    chain + " must contain the certificate of the server first, and then that of each issuer", e);
        }
    }

    /** Returns the context of the server. */
    public SSLContext server() {
        return server;
    }

    /** Returns a context for clients, which trusts {@link #pem} only. */
    public SSLContext client() {
        return client.sslContext();
    }

    /** Returns the trust manager of {@link #client}. */
    public X509TrustManager trustManager() {
        return client.trustManager();
    }

    /** Returns the certificates that clients must trust, in PEM. */
    public String pem() {
        return trusted.stream()
                .map(certificate -> okhttp3.tls.Certificates.certificatePem(certificate) + "\n")
                .collect(Collectors.joining());
    }

    /** Writes {@link #pem} to a file, which is replaced. */
    public void writePem(Path file) throws IOException {
        ReplacedFile.write(file, pem());
    }

    /** Writes the certificates that clients must trust to a PKCS #12 file with the password {@code changeit}. */
    public void writeTrustStore(Path file) throws IOException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (X509Certificate certificate : trusted) {
                store.setCertificateEntry("ossv4-emulator-" + store.size(), certificate);
            }
            try (OutputStream out = Files.newOutputStream(file)) {
                store.store(out, PASSWORD);
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM cannot write PKCS #12", e);
        }
    }
}

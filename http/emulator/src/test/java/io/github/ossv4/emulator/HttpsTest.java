// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.emulator.testing.AppServer;
import io.github.ossv4.emulator.testing.RawConnection;
import io.github.ossv4.emulator.testing.RawResponse;
import io.github.ossv4.emulator.testing.RequiredTool;
import io.github.ossv4.emulator.testing.SignedRequest;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import okhttp3.tls.Certificates;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpsTest {
    /** Connects by a name, and checks that the certificate is of this name. */
    private static SSLSocket connect(Emulator emulator, SSLContext context, String name) throws IOException {
        int port = Integer.parseInt(emulator.https().url().replaceAll(".*:", ""));
        SSLSocket socket = (SSLSocket) context.getSocketFactory()
                .createSocket(new Socket(InetAddress.getLoopbackAddress(), port), name, port, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        if (!name.matches("[0-9.]+")) {
            parameters.setServerNames(List.of(new SNIHostName(name)));
        }
        socket.setSSLParameters(parameters);
        try {
            socket.startHandshake();
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        return socket;
    }

    private static RawConnection connect(Emulator emulator) throws IOException {
        return new RawConnection(connect(emulator, emulator.https().sslContext(), "127.0.0.1"));
    }

    @Test
    void storesAndReturnsObjects() throws IOException {
        byte[] object = new byte[3_000_001];
        new Random(7).nextBytes(object);
        try (Emulator emulator = Emulator.builder().https().start();
                RawConnection connection = connect(emulator)) {
            String crc64 = Crc64.toString(Crc64.compute(object));

            RawResponse put = connection
                    .send(SignedRequest.of(emulator, "PUT", "a")
                            .length(object.length)
                            .header("Connection", "keep-alive")
                            .head())
                    .send(object)
                    .read();
            assertEquals(200, put.status());
            assertEquals(crc64, put.header("x-oss-hash-crc64ecma"));

            RawResponse get = connection
                    .send(SignedRequest.of(emulator, "GET", "a").head())
                    .read();
            assertEquals(crc64, get.header("x-oss-hash-crc64ecma"));
            assertArrayEquals(object, get.body());

            RawResponse range = connection
                    .send(SignedRequest.of(emulator, "GET", "a")
                            .header("Range", "bytes=100000-299999")
                            .head())
                    .read();
            assertArrayEquals(Arrays.copyOfRange(object, 100_000, 300_000), range.body());
        }
    }

    private static void put(Emulator emulator, RawConnection connection, byte[] object) throws IOException {
        connection
                .send(SignedRequest.of(emulator, "PUT", "a")
                        .length(object.length)
                        .head())
                .send(object)
                .read();
    }

    @Test
    void closesConnectionIfFileIsTooShort(@TempDir Path directory) throws IOException {
        byte[] object = new byte[100_000];
        try (Emulator emulator = Emulator.builder()
                        .https()
                        .persist(directory)
                        .idleTimeout(Duration.ofMinutes(10))
                        .start();
                RawConnection connection = connect(emulator)) {
            put(emulator, connection, object);
            Files.write(directory.resolve("objects/0"), new byte[10]);

            connection.send(SignedRequest.of(emulator, "GET", "a").head());
            assertThrows(EOFException.class, connection::read);
        }
    }

    @Test
    void answersRequestsThatWereSentTogether() throws IOException {
        try (Emulator emulator = Emulator.builder().https().start();
                RawConnection connection = connect(emulator)) {
            String head = SignedRequest.of(emulator, "GET", "a").head();
            connection.send(head.repeat(20));

            for (int i = 0; i < 20; i++) {
                assertEquals(404, connection.read().status());
            }
        }
    }

    @Test
    void namesTheSchemeInLocations() throws IOException {
        try (Emulator emulator = Emulator.builder().https().start();
                RawConnection connection = connect(emulator)) {
            String initiated = connection
                    .send(SignedRequest.of(emulator, "POST", "a")
                            .query("uploads", null)
                            .head())
                    .read()
                    .text();
            String id = initiated.replaceAll("(?s).*<UploadId>(.*)</UploadId>.*", "$1");
            String document = "<CompleteMultipartUpload></CompleteMultipartUpload>";
            RawResponse completed = connection
                    .send(SignedRequest.of(emulator, "POST", "a")
                            .query("uploadId", id)
                            .length(document.length())
                            .host("localhost")
                            .head())
                    .send(document)
                    .read();

            assertTrue(
                    completed.text().contains("<Location>https://localhost/examplebucket/a</Location>"),
                    completed.text());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "localhost",
                "examplebucket.localhost",
                "later.localhost",
                "examplebucket.oss-cn-hangzhou.localhost",
                "img.example.test",
                "oss.example.test",
                "later.oss.example.test",
                "examplebucket.oss-cn-hangzhou.aliyuncs.com"
            })
    void hasCertificatesOfServedHosts(String name) throws IOException {
        Emulator.Builder builder = Emulator.builder()
                .https()
                .domain("img.example.test", "examplebucket")
                .domain("oss.example.test");
        try (Emulator emulator = builder.start();
                SSLSocket socket = connect(emulator, emulator.https().sslContext(), name)) {
            assertEquals(
                    2, socket.getSession().getPeerCertificates().length, "the certificate and that of its authority");
        }
    }

    @Test
    void numbersCertificates() throws Exception {
        try (Emulator emulator = Emulator.builder().https().start();
                SSLSocket one = connect(emulator, emulator.https().sslContext(), "one.localhost");
                SSLSocket two = connect(emulator, emulator.https().sslContext(), "two.localhost")) {
            Set<BigInteger> numbers = new HashSet<>();
            for (SSLSocket socket : List.of(one, two)) {
                for (Certificate shown : socket.getSession().getPeerCertificates()) {
                    numbers.add(((X509Certificate) shown).getSerialNumber());
                }
            }
            assertEquals(3, numbers.size(), "two certificates and their authority");
        }
    }

    /** Python requires it since 3.13. */
    @Test
    void hasTheExtensionsOfStrictClients() throws Exception {
        RequiredTool.assumeInstalled("openssl");
        try (Emulator emulator = Emulator.builder().https().start();
                SSLSocket socket = connect(emulator, emulator.https().sslContext(), "a.localhost")) {
            X509Certificate own = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            X509Certificate authority = (X509Certificate) socket.getSession().getPeerCertificates()[1];
            assertEquals(List.of("1.3.6.1.5.5.7.3.1"), own.getExtendedKeyUsage());
            assertTrue(own.getKeyUsage()[0], "digitalSignature");
            assertTrue(authority.getKeyUsage()[5] && authority.getKeyUsage()[6], "keyCertSign, cRLSign");
            assertArrayEquals(
                    Arrays.copyOfRange(authority.getExtensionValue("2.5.29.14"), 4, 24),
                    Arrays.copyOfRange(own.getExtensionValue("2.5.29.35"), 6, 26),
                    "the authority's key");

            Path certificate = Files.writeString(
                    emulator.https().caFile().resolveSibling("own.pem"), Certificates.certificatePem(own));
            try {
                Process openssl = new ProcessBuilder(
                                "openssl",
                                "verify",
                                "-x509_strict",
                                "-purpose",
                                "sslserver",
                                "-CAfile",
                                emulator.https().caFile().toString(),
                                certificate.toString())
                        .redirectErrorStream(true)
                        .start();
                assertEquals(
                        certificate + ": OK\n",
                        new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
            } finally {
                Files.delete(certificate);
            }
        }
    }

    /** More names than are remembered: none gets the certificate of another key. */
    @Test
    @Tag("full")
    void servesMoreNamesThanItRemembers() throws IOException {
        try (Emulator emulator = Emulator.builder().https().start()) {
            SSLContext trusting = emulator.https().sslContext();
            for (int i = 0; i < 1100; i++) {
                connect(emulator, trusting, "b" + i + ".localhost").close();
            }
        }
    }

    @Test
    void hasNoCertificateOfOtherHosts() throws IOException {
        try (Emulator emulator = Emulator.builder().https().start()) {
            SSLContext trusting = emulator.https().sslContext();

            assertThrows(SSLHandshakeException.class, () -> connect(emulator, trusting, "www.example.com"));
        }
    }

    @Test
    void hasCertificateOfTheAddressesOfTheMachine() throws Exception {
        try (Emulator emulator = Emulator.builder().host("0.0.0.0").https().start();
                SSLSocket socket = connect(emulator, emulator.https().sslContext(), "127.0.0.1")) {
            X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            String address = InetAddress.getLoopbackAddress().getHostAddress();

            assertTrue(shown.getSubjectAlternativeNames().stream()
                    .anyMatch(name -> name.get(1).equals(address)));
        }
    }

    @Test
    void isNotTrustedByOthers() throws Exception {
        try (Emulator emulator = Emulator.builder().https().start();
                Emulator other = Emulator.builder().https().start()) {
            for (SSLContext context :
                    List.of(SSLContext.getDefault(), other.https().sslContext())) {
                assertThrows(SSLHandshakeException.class, () -> connect(emulator, context, "localhost"));
            }
            // Failed handshakes harm no others.
            connect(emulator, emulator.https().sslContext(), "localhost").close();
        }
    }

    @Test
    void closesConnectionsWithoutTls() throws IOException {
        try (Emulator emulator = Emulator.builder().https().start();
                RawConnection connection = new RawConnection(
                        Integer.parseInt(emulator.https().url().replaceAll(".*:", "")))) {
            connection.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");

            // An alert of TLS, which no client of HTTP understands.
            assertThrows(IOException.class, connection::read);
        }
    }

    @Test
    void offersHttp11Only() throws IOException {
        try (Emulator emulator = Emulator.builder().https().start();
                SSLSocket socket = connect(emulator, emulator.https().sslContext(), "localhost")) {
            assertEquals("", socket.getApplicationProtocol());
            assertEquals("TLSv1.3", socket.getSession().getProtocol());
        }
    }

    @Test
    void injectsFaults() throws IOException {
        byte[] object = new byte[1_000_000];
        try (Emulator emulator = Emulator.builder().https().start()) {
            SignedRequest.of(emulator, "PUT", "a").length(object.length).send(object);

            emulator.inject(Fault.downloadCut(500_000));
            assertEquals(500_000, download(emulator));
            emulator.inject(Fault.downloadReset(500_000));
            assertTrue(download(emulator) <= 500_000);
            emulator.inject(Fault.responseLost());
            try (RawConnection connection = connect(emulator)) {
                connection.send(SignedRequest.of(emulator, "GET", "a").head());
                IOException lost = assertThrows(IOException.class, connection::readHead);
                assertTrue(
                        lost instanceof SocketException || lost instanceof SSLException || lost instanceof EOFException,
                        lost::toString);
            }
        }
    }

    private static long download(Emulator emulator) throws IOException {
        long read = 0;
        try (RawConnection connection = connect(emulator)) {
            connection.send(SignedRequest.of(emulator, "GET", "a").head()).readHead();
            InputStream body = connection.body();
            for (int n = body.read(new byte[8192]); n >= 0; n = body.read(new byte[8192])) {
                read += n;
            }
        } catch (SocketException | SSLException e) {
            // Reset.
        }
        return read;
    }

    @Test
    void resetsUploads() throws IOException {
        try (Emulator emulator = Emulator.builder().https().start();
                RawConnection connection = connect(emulator)) {
            emulator.inject(Fault.uploadReset(100_000));
            String head = SignedRequest.of(emulator, "PUT", "a").length(1 << 30).head();

            assertThrows(IOException.class, () -> {
                connection.send(head);
                while (true) {
                    connection.send(new byte[10_000]);
                }
            });
            assertEquals(404, SignedRequest.of(emulator, "GET", "a").send().status());
        }
    }

    @Test
    void servesWhatClientsMustTrust() throws Exception {
        try (Emulator emulator = Emulator.builder().https().start()) {
            String pem = SignedRequest.of(emulator, "GET", null)
                    .target("/-/ca.pem")
                    .anonymous()
                    .send()
                    .text();
            assertEquals(pem, Files.readString(emulator.https().caFile()));
            assertTrue(pem.startsWith("-----BEGIN CERTIFICATE-----"), pem);

            KeyStore store = KeyStore.getInstance(emulator.https().trustStore().toFile(), "changeit".toCharArray());
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            connect(emulator, context, "localhost").close();
        }
    }

    @Test
    void deletesTemporaryFiles() throws IOException {
        Path directory;
        try (Emulator emulator = Emulator.builder().https().start()) {
            directory = emulator.https().caFile().getParent();
            assertEquals(directory, emulator.https().trustStore().getParent());
            assertTrue(Files.exists(directory));
        }
        assertFalse(Files.exists(directory));
    }

    @Test
    void writesTheAuthorityToTheFile(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("ca.pem");
        Files.writeString(file, "earlier");
        try (Emulator emulator = Emulator.builder().https().caFile(file).start()) {
            assertEquals(file, emulator.https().caFile());
            assertTrue(Files.readString(file).startsWith("-----BEGIN CERTIFICATE-----"));
        }
        assertTrue(Files.exists(file));
    }

    @Test
    void keepsTheAuthority(@TempDir Path directory) throws IOException {
        String before;
        SSLContext trusting;
        try (Emulator emulator = Emulator.builder().https().persist(directory).start()) {
            before = Files.readString(directory.resolve("ca.pem"));
            trusting = emulator.https().sslContext();
            Path secret = directory.resolve("authority.pem");
            assertTrue(Files.readString(secret).contains("BEGIN PRIVATE KEY"));
            assertFalse(before.contains("PRIVATE"));
            if (Files.getFileStore(secret).supportsFileAttributeView("posix")) {
                assertEquals(
                        "rw-------",
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(secret, LinkOption.NOFOLLOW_LINKS)));
            }
        }
        try (Emulator emulator = Emulator.builder().https().persist(directory).start()) {
            assertEquals(before, Files.readString(emulator.https().caFile()));
            connect(emulator, trusting, "localhost").close();
        }
    }

    @Test
    void followsNoLinks(@TempDir Path directory, @TempDir Path other) throws IOException {
        Emulator.builder().https().persist(directory).start().close();
        Path victim = Files.writeString(other.resolve("victim"), "content");
        for (String name : List.of("ca.pem", "ca.pem.new")) {
            Path link = directory.resolve(name);
            Files.deleteIfExists(link);
            Files.createSymbolicLink(link, victim);
        }
        Emulator.builder().https().persist(directory).start().close();
        assertEquals("content", Files.readString(victim));
        assertTrue(Files.isRegularFile(directory.resolve("ca.pem"), LinkOption.NOFOLLOW_LINKS));

        Path authority = directory.resolve("authority.pem");
        Files.move(authority, other.resolve("authority.pem"));
        Files.createSymbolicLink(authority, other.resolve("authority.pem"));
        assertEquals(
                authority + " must be a regular file, and not a link",
                assertThrows(
                                IOException.class,
                                () -> Emulator.builder()
                                        .https()
                                        .persist(directory)
                                        .start())
                        .getMessage());
    }

    @Test
    void namesDamagedAuthority(@TempDir Path directory) throws IOException {
        Emulator.builder().https().persist(directory).start().close();
        Path file = directory.resolve("authority.pem");
        String whole = Files.readString(file);
        Files.writeString(file, whole.substring(0, whole.indexOf("-----BEGIN PRIVATE")));

        IOException damaged = assertThrows(
                IOException.class,
                () -> Emulator.builder().https().persist(directory).start());
        assertEquals(
                file + " must contain a private key in PEM, with \"BEGIN PRIVATE KEY\" (PKCS #8, not encrypted)",
                damaged.getMessage());
        // The directory is free again.
        Emulator.builder().persist(directory).start().close();
    }

    private static String startError(Path directory) {
        return assertThrows(
                        IOException.class,
                        () -> Emulator.builder().https().persist(directory).start())
                .getMessage();
    }

    @Test
    void refusesAnAuthorityThatOthersCanRead(@TempDir Path directory) throws IOException {
        Emulator.builder().https().persist(directory).start().close();
        Path file = directory.resolve("authority.pem");
        Assumptions.assumeTrue(Files.getFileStore(file).supportsFileAttributeView("posix"));
        for (String permissions : List.of("rw-rw-rw-", "rw----r--", "rw-----w-")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
            assertEquals(
                    file + " has the key of the certificate authority and must not be readable or writable by others,"
                            + " was " + permissions + ". Delete it to get a new authority.",
                    startError(directory));
        }
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw----"));
        Emulator.builder().https().persist(directory).start().close();
    }

    /** okhttp-tls makes certificates with keys of one curve only. */
    private static HeldCertificate ofKeytool(String curve, Path keystore) throws Exception {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keystore",
                        keystore.toString(),
                        "-storepass",
                        "password",
                        "-alias",
                        "ca",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        curve,
                        "-dname",
                        "CN=ca",
                        "-validity",
                        "9000",
                        "-ext",
                        "bc:c")
                .redirectErrorStream(true)
                .start();
        String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, keytool.waitFor(), output);
        KeyStore store = KeyStore.getInstance(keystore.toFile(), "password".toCharArray());
        X509Certificate certificate = (X509Certificate) store.getCertificate("ca");
        PrivateKey key = (PrivateKey) store.getKey("ca", "password".toCharArray());
        return new HeldCertificate(new KeyPair(certificate.getPublicKey(), key), certificate);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "secp384r1", "secp256r1"})
    void refusesAnAuthorityThatCannotIssue(String algorithm, @TempDir Path directory) throws Exception {
        Emulator.builder().https().persist(directory).start().close();
        Path file = directory.resolve("authority.pem");
        HeldCertificate held = switch (algorithm) {
            case "RSA" ->
                built(new HeldCertificate.Builder()
                        .duration(9000, TimeUnit.DAYS)
                        .certificateAuthority(0)
                        .keyPair(rsaKey()));
            case "secp384r1" -> ofKeytool(algorithm, directory.resolve("keystore"));
            default -> built(new HeldCertificate.Builder().duration(9000, TimeUnit.DAYS));
        };
        Files.writeString(file, held.certificatePem() + held.privateKeyPkcs8Pem());
        assertEquals(
                file + " must contain a certificate authority with a key of the curve P-256."
                        + " Delete it to get a new authority.",
                startError(directory));
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA"})
    void showsCertificateOfTheUser(String algorithm, @TempDir Path directory) throws Exception {
        HeldCertificate root = built(new HeldCertificate.Builder().certificateAuthority(0));
        HeldCertificate.Builder leaf = new HeldCertificate.Builder()
                .signedBy(root)
                .addSubjectAlternativeName("localhost")
                .addSubjectAlternativeName("127.0.0.1");
        HeldCertificate own = built((algorithm.equals("RSA") ? leaf.keyPair(rsaKey()) : leaf));
        Path chain = Files.writeString(
                directory.resolve("chain.pem"), "a comment\n" + own.certificatePem() + "\n" + root.certificatePem());
        Path key = Files.writeString(directory.resolve("key.pem"), own.privateKeyPkcs8Pem());
        try (Emulator emulator =
                        Emulator.builder().https().certificate(chain, key).start();
                SSLSocket ofRoot = connect(emulator, trusting(root), "localhost");
                SSLSocket ofEmulator = connect(emulator, emulator.https().sslContext(), "127.0.0.1")) {
            assertEquals(own.certificate(), ofRoot.getSession().getPeerCertificates()[0]);
            assertEquals(own.certificate(), ofEmulator.getSession().getPeerCertificates()[0]);
        }
    }

    /** okhttp-tls writes dates with the digits of the default locale. */
    private static HeldCertificate built(HeldCertificate.Builder certificate) {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.ROOT);
        try {
            return certificate.build();
        } finally {
            Locale.setDefault(before);
        }
    }

    /** Longer ones take seconds to generate. */
    private static KeyPair rsaKey() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(1024);
        return generator.generateKeyPair();
    }

    private static SSLContext trusting(HeldCertificate root) {
        return new HandshakeCertificates.Builder()
                .addTrustedCertificate(root.certificate())
                .build()
                .sslContext();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "missing.pem | key.pem     | missing.pem does not exist",
                "cert.pem    | missing.pem | missing.pem does not exist",
                "key.pem     | key.pem     | key.pem must contain a certificate in PEM, with \"BEGIN CERTIFICATE\"",
                "bad.pem     | key.pem     | bad.pem contains an invalid certificate",
                "cert.pem    | cert.pem    | cert.pem must contain a private key in PEM, with \"BEGIN PRIVATE KEY\" (PKCS #8, not encrypted)",
                "cert.pem    | bad-key.pem | bad-key.pem must contain the RSA or EC key of the certificate in DIR/cert.pem",
                "cert.pem    | rsa-key.pem | rsa-key.pem must contain the RSA or EC key of the certificate in DIR/cert.pem",
                "reversed.pem | key.pem    | reversed.pem must contain the certificate of the server first, and then that of each issuer",
                "dir         | key.pem     | dir is a directory",
                "cert.pem    | other.pem   | other.pem contains the key of another certificate than DIR/cert.pem"
            })
    void namesInvalidFiles(String chain, String key, String message, @TempDir Path directory) throws Exception {
        HeldCertificate own = built(new HeldCertificate.Builder());
        HeldCertificate other = built(new HeldCertificate.Builder());
        HeldCertificate rsa = built(new HeldCertificate.Builder().keyPair(rsaKey()));
        Files.writeString(directory.resolve("cert.pem"), own.certificatePem());
        Files.writeString(directory.resolve("reversed.pem"), own.certificatePem() + rsa.certificatePem());
        Files.createDirectory(directory.resolve("dir"));
        Files.writeString(directory.resolve("key.pem"), own.privateKeyPkcs8Pem());
        Files.writeString(directory.resolve("other.pem"), other.privateKeyPkcs8Pem());
        Files.writeString(directory.resolve("rsa-key.pem"), rsa.privateKeyPkcs8Pem());
        Files.writeString(
                directory.resolve("bad.pem"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        Files.writeString(
                directory.resolve("bad-key.pem"), "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
        Emulator.Builder builder =
                Emulator.builder().https().certificate(directory.resolve(chain), directory.resolve(key));

        IOException refused = assertThrows(IOException.class, builder::start);

        assertEquals(directory + "/" + message.replace("DIR", directory.toString()), refused.getMessage());
    }

    @Test
    void requiresHttpsForCertificates() {
        Emulator.Builder builder = Emulator.builder().certificate(Path.of("a.pem"), Path.of("key.pem"));

        assertEquals(
                "a certificate requires https, was a.pem",
                assertThrows(IllegalArgumentException.class, builder::start).getMessage());
    }

    @Test
    void namesTheMethodIfThereIsNoHttps() throws IOException {
        try (Emulator emulator = Emulator.start()) {
            assertEquals(
                    "the emulator has no https, call https() on its builder",
                    assertThrows(IllegalStateException.class, emulator::https).getMessage());
            assertEquals(
                    404,
                    SignedRequest.of(emulator, "GET", null)
                            .target("/-/ca.pem")
                            .anonymous()
                            .send()
                            .status());
        }
    }

    @Test
    void performsCallbacksOverHttps(@TempDir Path directory) throws Exception {
        HeldCertificate own = built(new HeldCertificate.Builder().addSubjectAlternativeName("127.0.0.1"));
        SSLContext tls =
                new HandshakeCertificates.Builder().heldCertificate(own).build().sslContext();
        Path trusted = Files.writeString(directory.resolve("ca.pem"), own.certificatePem());
        try (AppServer server = AppServer.good(tls)) {
            assertEquals(200, statusOfCallback(server, Emulator.builder().callbackCa(trusted)));
            assertEquals(203, statusOfCallback(server, Emulator.builder()));
            assertEquals("hello", server.take().text());
            assertFalse(server.wasCalled());
        }
    }

    private static int statusOfCallback(AppServer server, Emulator.Builder builder) throws IOException {
        try (Emulator emulator = builder.callbackTarget(server.port()).start()) {
            return SignedRequest.of(emulator, "PUT", "a")
                    .length(1)
                    .callback(
                            Callback.builder(server.url("/")).formBody("hello").build())
                    .send("a")
                    .status();
        }
    }

    @Test
    void differsForEachEmulator() throws IOException {
        try (Emulator one = Emulator.builder().https().start();
                Emulator two = Emulator.builder().https().start()) {
            assertNotEquals(
                    Files.readString(one.https().caFile(), StandardCharsets.US_ASCII),
                    Files.readString(two.https().caFile(), StandardCharsets.US_ASCII));
        }
    }
}

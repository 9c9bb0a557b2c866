// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.server;

import io.github.ossv4.emulator.internal.access.Domain;
import io.github.ossv4.emulator.internal.access.ServedHosts;
import io.github.ossv4.emulator.internal.tls.CertificateAuthority;
import io.github.ossv4.emulator.internal.tls.ServerCertificates;
import io.github.ossv4.emulator.internal.wire.ListenAddress;
import io.github.ossv4.emulator.internal.wire.Server;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A socket for https with its certificates, and the files with the certificates that clients must trust. Thread-safe.
 */
public final class HttpsListener implements AutoCloseable {
    private final ServerSocketChannel socket;
    private final ServerCertificates certificates;
    private final @Nullable Path caFile;

    /** The directory of temporary files; null until the first is requested. */
    private @Nullable Path temporary;

    private HttpsListener(ServerSocketChannel socket, ServerCertificates certificates, @Nullable Path caFile) {
        this.socket = socket;
        this.certificates = certificates;
        this.caFile = caFile;
    }

    /**
     * Opens a listener, and writes the file of the authority unless it is temporary.
     *
     * @throws IOException if the port is not free, or a file cannot be read or written or is invalid
     */
    static HttpsListener open(Settings settings, ListenAddress address, ServedHosts hosts, List<Domain> domains)
            throws IOException {
        Path kept = settings.persistentDirectory;
        ServerSocketChannel socket = ServerSocketChannel.open();
        try {
            address.bind(socket, settings.httpsPort);
            Path chain = settings.certificate;
            Path key = settings.certificateKey;
            ServerCertificates certificates = chain != null && key != null
                    ? ServerCertificates.read(chain, key)
                    : ServerCertificates.issuedBy(
                            kept == null ? CertificateAuthority.create() : CertificateAuthority.open(kept),
                            hosts(address, domains),
                            addresses(address),
                            hosts::serves);
            Path caFile = settings.caFile != null || kept == null ? settings.caFile : kept.resolve("ca.pem");
            if (caFile != null) {
                certificates.writePem(caFile);
            }
            return new HttpsListener(socket, certificates, caFile);
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    /** Returns the names in the certificate for clients that send no server name (SNI). */
    private static List<String> hosts(ListenAddress address, List<Domain> domains) {
        Set<String> hosts = new LinkedHashSet<>(List.of("localhost"));
        if (address.isName()) {
            hosts.add(address.urlHost());
        }
        for (Domain domain : domains) {
            hosts.add(domain.name());
            if (domain.bucket() == null) {
                hosts.add("*." + domain.name());
            }
        }
        return List.copyOf(hosts);
    }

    /** Returns the addresses in this certificate. */
    private static List<InetAddress> addresses(ListenAddress address) throws IOException {
        Set<InetAddress> addresses = new LinkedHashSet<>();
        addresses.add(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        addresses.add(InetAddress.getByAddress(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}));
        if (address.address().isAnyLocalAddress()) {
            addresses.addAll(ofMachine());
        } else {
            addresses.add(address.address());
        }
        return List.copyOf(addresses);
    }

    private static Collection<InetAddress> ofMachine() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .toList();
    }

    Server.Listener listener() {
        return new Server.Listener(socket, certificates.server());
    }

    int port() {
        return socket.socket().getLocalPort();
    }

    public ServerCertificates certificates() {
        return certificates;
    }

    /**
     * Returns a file with {@link ServerCertificates#pem}.
     *
     * @throws IOException if it cannot be written
     */
    public Path caFile() throws IOException {
        return caFile != null ? caFile : temporary("ca.pem", certificates::writePem);
    }

    /**
     * Returns a file with the {@linkplain ServerCertificates#writeTrustStore trust store}.
     *
     * @throws IOException if it cannot be written
     */
    public Path trustStore() throws IOException {
        return temporary("ca.p12", certificates::writeTrustStore);
    }

    private interface FileWriter {
        /** Writes the file. */
        void write(Path file) throws IOException;
    }

    private synchronized Path temporary(String name, FileWriter writer) throws IOException {
        if (temporary == null) {
            temporary = Files.createTempDirectory("ossv4-emulator-ca-");
        }
        Path file = temporary.resolve(name);
        if (!Files.exists(file)) {
            writer.write(file);
        }
        return file;
    }

    /** Deletes the temporary files. The socket is closed by the server. */
    @Override
    public synchronized void close() throws IOException {
        if (temporary != null) {
            for (String name : List.of("ca.pem", "ca.p12")) {
                Files.deleteIfExists(temporary.resolve(name));
            }
            Files.deleteIfExists(temporary);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.callback;

import io.github.ossv4.cli.output.UsageException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * TLS for a probe: with or without the server's name (SNI), and with any certificate, since a bad one is a result.
 * Nothing secret is sent.
 */
final class ProbeTls extends SSLSocketFactory {
    private final SSLSocketFactory factory;
    private final Sni sni;
    private final Recorder recorder;

    private ProbeTls(SSLSocketFactory factory, Sni sni, Recorder recorder) {
        this.factory = factory;
        this.sni = sni;
        this.recorder = recorder;
    }

    /** Whether the handshake contains the name of the server, as callbackSNI decides. */
    enum Sni {
        SENT,
        OMITTED
    }

    static ProbeTls of(Sni sni) {
        try {
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init((KeyStore) null);
            Recorder recorder = new Recorder((X509TrustManager) trust.getTrustManagers()[0]);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {recorder}, null);
            return new ProbeTls(context.getSocketFactory(), sni, recorder);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM has no TLS", e);
        }
    }

    /**
     * Checks that this JVM can judge certificates.
     *
     * @throws UsageException if it trusts no certificate authority
     */
    void requireAuthorities() {
        if (recorder.getAcceptedIssuers().length == 0) {
            throw new UsageException("this JVM trusts no certificate authority, so certificates cannot be checked:"
                    + " see the property javax.net.ssl.trustStore, or lib/security/cacerts of the JVM");
        }
    }

    X509TrustManager trustManager() {
        return recorder;
    }

    /** Returns the certificate of the server; null before the handshake. OkHttp only has those that it trusts. */
    @Nullable
    X509Certificate certificate() {
        return recorder.certificate;
    }

    /** Returns why this machine does not trust the certificate; null if it does, or if there is none. */
    @Nullable
    String distrust() {
        return recorder.distrust;
    }

    @Override
    public Socket createSocket(Socket socket, String host, int port, boolean autoClose) throws IOException {
        SSLSocket tls = (SSLSocket) factory.createSocket(socket, host, port, autoClose);
        if (sni == Sni.OMITTED) {
            SSLParameters parameters = tls.getSSLParameters();
            parameters.setServerNames(List.of());
            tls.setSSLParameters(parameters);
        }
        return tls;
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return factory.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return factory.getSupportedCipherSuites();
    }

    // OkHttp connects sockets itself, and adds TLS to them.

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        throw unconnected();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
        throw unconnected();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        throw unconnected();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
        throw unconnected();
    }

    private static SocketException unconnected() {
        return new SocketException("the socket must be connected first");
    }

    /** Accepts any certificate, and records what the trust manager of this JVM thinks of it. */
    private static final class Recorder implements X509TrustManager {
        private final X509TrustManager trust;
        private volatile @Nullable X509Certificate certificate;
        private volatile @Nullable String distrust;

        Recorder(X509TrustManager trust) {
            this.trust = trust;
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            trust.checkClientTrusted(chain, type);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            certificate = chain[0];
            try {
                trust.checkServerTrusted(chain, type);
            } catch (CertificateException e) {
                distrust = String.valueOf(e.getMessage());
            }
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return trust.getAcceptedIssuers();
        }
    }
}

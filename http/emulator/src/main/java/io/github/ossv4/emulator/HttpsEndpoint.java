// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import io.github.ossv4.emulator.internal.server.HttpsListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509TrustManager;

/**
 * The endpoint of an {@link Emulator} over https, and what clients need to trust it. Thread-safe.
 *
 * <p>The emulator issues its certificates itself, by its own certificate authority, unless you give it a
 * {@linkplain Emulator.Builder#certificate certificate}. A client that does not trust the authority fails with an error
 * about the certificate. Never add the authority to the trust of a whole system: whoever can read its key could then
 * pose as any server.
 */
public final class HttpsEndpoint {
    private final String url;
    private final HttpsListener listener;

    HttpsEndpoint(String url, HttpsListener listener) {
        this.url = url;
        this.listener = listener;
    }

    /** Returns the URL of {@link Emulator#endpoint} with the scheme https and its own port. */
    public String url() {
        return url;
    }

    /**
     * Returns a context for clients. It trusts only the emulator's authority, or the certificates of the chain that
     * {@link Emulator.Builder#certificate} sets.
     */
    public SSLContext sslContext() {
        return listener.certificates().client();
    }

    /** Returns the trust manager of {@link #sslContext}, which OkHttp requires beside the socket factory. */
    public X509TrustManager trustManager() {
        return listener.certificates().trustManager();
    }

    /**
     * Returns the file of the certificate that clients must trust, in PEM: {@code curl --cacert}, {@code
     * NODE_EXTRA_CA_CERTS}, {@code SSL_CERT_FILE}. It is the {@linkplain Emulator.Builder#caFile file of the builder},
     * or {@code ca.pem} in the {@linkplain Emulator.Builder#persist persistent directory}, or a temporary file that
     * {@link Emulator#close} deletes.
     *
     * @throws UncheckedIOException if a temporary file cannot be written
     */
    public Path caFile() {
        try {
            return listener.caFile();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns a file with the same certificate for a JVM: {@code -Djavax.net.ssl.trustStore=FILE
     * -Djavax.net.ssl.trustStorePassword=changeit}. Without the password the JVM trusts nothing. The format is PKCS
     * #12. {@link Emulator#close} deletes the file.
     *
     * @throws UncheckedIOException if it cannot be written
     */
    public Path trustStore() {
        try {
            return listener.trustStore();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the URL. */
    @Override
    public String toString() {
        return url;
    }
}

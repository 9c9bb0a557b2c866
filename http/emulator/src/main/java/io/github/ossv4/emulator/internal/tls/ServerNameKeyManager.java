// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.tls;

import java.net.InetAddress;
import java.net.Socket;
import java.security.KeyPair;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.StandardConstants;
import javax.net.ssl.X509ExtendedKeyManager;
import okhttp3.tls.HeldCertificate;
import org.jspecify.annotations.Nullable;

/**
 * The certificates of a server that clients call by many names: one for each name that a client asks for, issued at
 * that time. A wildcard is not sufficient: OpenSSL and Node.js do not accept {@code *.localhost}. Thread-safe.
 *
 * <p>Rule: A certificate is issued only for hosts that are served ({@code HttpsTest}).
 */
final class ServerNameKeyManager extends X509ExtendedKeyManager {
    private static final int MAX_NAMES = 1000;
    private static final String DEFAULT = "";

    private final CertificateAuthority authority;
    private final Predicate<String> isServed;

    /** The key of all certificates, since one may be forgotten, and issued again, during a handshake. */
    private final KeyPair key;

    private final HeldCertificate defaultCertificate;
    private final Map<String, HeldCertificate> issuedByName = new ConcurrentHashMap<>();

    /**
     * @param hosts of the certificate for clients that ask for no name, or for one that is not served
     * @param isServed whether a host name is one of the server
     */
    ServerNameKeyManager(
            CertificateAuthority authority,
            List<String> hosts,
            List<InetAddress> addresses,
            Predicate<String> isServed) {
        this.authority = authority;
        this.isServed = isServed;
        this.key = CertificateAuthority.newKey();
        this.defaultCertificate = authority.issue(hosts, addresses, key);
    }

    @Override
    public @Nullable String chooseEngineServerAlias(String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
        if (!keyType.equals("EC")) {
            return null;
        }
        String name = requestedName(engine);
        return isServed.test(name) ? name : DEFAULT;
    }

    private static String requestedName(SSLEngine engine) {
        if (engine.getHandshakeSession() instanceof ExtendedSSLSession session) {
            for (SNIServerName requested : session.getRequestedServerNames()) {
                if (requested.getType() == StandardConstants.SNI_HOST_NAME && requested instanceof SNIHostName host) {
                    return host.getAsciiName();
                }
            }
        }
        return DEFAULT;
    }

    private HeldCertificate certificate(String alias) {
        if (alias.equals(DEFAULT)) {
            return defaultCertificate;
        }
        if (issuedByName.size() >= MAX_NAMES) {
            issuedByName.clear();
        }
        return issuedByName.computeIfAbsent(alias, name -> authority.issue(List.of(name), List.of(), key));
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return new X509Certificate[] {
            certificate(alias).certificate(), authority.certificate().certificate()
        };
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return key.getPrivate();
    }

    /** Returns null: the key manager is for engines only. */
    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, Socket socket) {
        return null;
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(String[] keyType, Principal @Nullable [] issuers, Socket socket) {
        return null;
    }
}

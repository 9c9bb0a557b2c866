// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.bucket;

import io.github.ossv4.cli.output.UsageException;
import io.github.ossv4.text.PercentEncoding;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A proxy as an environment variable names it: {@code http://USER:PASSWORD@HOST:PORT}. No text of it contains the user or the
 * password. Immutable.
 *
 * @param variable the name of the variable
 * @param type HTTP or SOCKS
 * @param host without the brackets of an IPv6 address
 * @param credentials user and password for an HTTP proxy; null for none
 */
record ProxyUrl(
        String variable,
        Proxy.Type type,
        String host,
        int port,
        @Nullable ProxyCredentials credentials) {
    /** The port of curl for a proxy without one. */
    private static final int DEFAULT_PORT = 1080;

    private static final int MAX_PORT = 65_535;

    private static final String FORM =
            " must be http://HOST:PORT, http://USER:PASSWORD@HOST:PORT or socks5://HOST:PORT";

    /**
     * The end of all messages. They contain no part of the value, which may contain a password wherever it is
     * malformed.
     */
    private static final String ENCODE =
            "; write special characters of the password as %40, and the @ after it as it is";

    /** The user and the password of a proxy. */
    record ProxyCredentials(String user, String password) {
        @Override
        public String toString() {
            return "ProxyCredentials";
        }
    }

    /**
     * Parses the value of a variable. Without a scheme it is {@code http}.
     *
     * @throws UsageException if it has another form; the message contains the name of the variable, and no user or
     *     password
     */
    static ProxyUrl parse(String variable, String value) {
        String url = value.contains("://") ? value : "http://" + value;
        try {
            URI uri = new URI(url);
            String host = uri.getHost();
            if (host == null) {
                throw new UsageException(variable + FORM + ": its host is missing or malformed" + ENCODE);
            }
            if (uri.getPort() == 0 || uri.getPort() > MAX_PORT) {
                throw new UsageException(variable + FORM + ", with a port of 1 to " + MAX_PORT + ENCODE);
            }
            if (!(uri.getRawPath().isEmpty() || uri.getRawPath().equals("/"))
                    || uri.getRawQuery() != null
                    || uri.getRawFragment() != null) {
                // A password with an unescaped separator: its first characters would be taken as host and port, and
                // printed.
                throw new UsageException(variable + FORM + ", without path, query and fragment" + ENCODE);
            }
            Proxy.Type type = type(variable, uri.getScheme().toLowerCase(Locale.ROOT));
            ProxyCredentials credentials = credentials(uri.getRawUserInfo());
            if (type == Proxy.Type.SOCKS && credentials != null) {
                throw new UsageException(variable + FORM + ": a user of a SOCKS proxy is not supported");
            }
            return new ProxyUrl(
                    variable,
                    type,
                    withoutBrackets(host),
                    uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort(),
                    credentials);
        } catch (URISyntaxException e) {
            // The exception quotes the password.
            throw new UsageException(variable + FORM + ENCODE);
        }
    }

    private static Proxy.Type type(String variable, String scheme) {
        return switch (scheme) {
            case "http" -> Proxy.Type.HTTP;
            case "socks5", "socks5h" -> Proxy.Type.SOCKS;
            default -> throw new UsageException(variable + FORM + ", not another scheme");
        };
    }

    private static @Nullable ProxyCredentials credentials(@Nullable String userInfo) {
        if (userInfo == null || userInfo.isEmpty()) {
            return null;
        }
        int colon = userInfo.indexOf(':');
        return new ProxyCredentials(
                PercentEncoding.decodeLeniently(colon < 0 ? userInfo : userInfo.substring(0, colon)),
                colon < 0 ? "" : PercentEncoding.decodeLeniently(userInfo.substring(colon + 1)));
    }

    static String withoutBrackets(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** Returns the proxy for the JDK. Its host is not resolved yet. */
    Proxy proxy() {
        return new Proxy(type, InetSocketAddress.createUnresolved(host, port));
    }

    /** Returns host and port, and the name of the variable. */
    Setting setting() {
        return new Setting(toString(), variable);
    }

    /** Returns host and port. */
    @Override
    public String toString() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}

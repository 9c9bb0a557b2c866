// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.bucket;

import io.github.ossv4.cli.output.UsageException;
import java.io.IOException;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The proxies of the environment variables {@code HTTPS_PROXY}, {@code HTTP_PROXY}, {@code ALL_PROXY} and {@code
 * NO_PROXY}; a name in lower case comes first. {@code HTTP_PROXY} is ignored if {@code REQUEST_METHOD} is set: in a CGI
 * program the client of the web server chooses its value. Immutable.
 */
public final class EnvironmentProxies extends ProxySelector {
    private static final List<String> PROPERTIES =
            List.of("http.proxyHost", "https.proxyHost", "socksProxyHost", "java.net.useSystemProxies");

    private final @Nullable ProxyUrl http;
    private final @Nullable ProxyUrl https;
    private final List<String> exceptions;

    private EnvironmentProxies(Map<String, String> environment) {
        boolean isCgi = environment.containsKey("REQUEST_METHOD");
        http = first(environment, "http_proxy", isCgi ? "http_proxy" : "HTTP_PROXY", "all_proxy", "ALL_PROXY");
        https = first(environment, "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY");
        // An empty variable is not set, as in curl.
        String lowerCase = environment.getOrDefault("no_proxy", "");
        String none = lowerCase.isEmpty() ? environment.getOrDefault("NO_PROXY", "") : lowerCase;
        exceptions = Stream.of(none.toLowerCase(Locale.ROOT).split("[,\\s]+"))
                .map(entry -> entry.replaceFirst("^\\*?\\.", ""))
                .toList();
    }

    /** Returns the proxies of an environment; none if the system properties of this JVM name a proxy. */
    static EnvironmentProxies of(Map<String, String> environment) {
        boolean isSet = PROPERTIES.stream().anyMatch(name -> System.getProperty(name) != null);
        return new EnvironmentProxies(isSet ? Map.of() : environment);
    }

    private static @Nullable ProxyUrl first(Map<String, String> environment, String... names) {
        for (String name : names) {
            String value = environment.getOrDefault(name, "").trim();
            if (!value.isEmpty()) {
                return ProxyUrl.parse(name, value);
            }
        }
        return null;
    }

    /** Makes this JVM use the proxies of an environment, unless its system properties name one. */
    public static void install(Map<String, String> environment) {
        EnvironmentProxies proxies = of(environment);
        if (!proxies.isEmpty()) {
            ProxySelector.setDefault(proxies);
            Authenticator.setDefault(proxies.new Logins());
        }
    }

    /** The users and passwords of the proxies, for requests of credentials sources. No other host receives them. */
    private final class Logins extends Authenticator {
        @Override
        protected @Nullable PasswordAuthentication getPasswordAuthentication() {
            String asking = getRequestingHost() + ":" + getRequestingPort();
            ProxyUrl proxy = asking.equals(String.valueOf(https)) ? https : http;
            boolean isProxy = getRequestorType() == RequestorType.PROXY && asking.equals(String.valueOf(proxy));
            return isProxy && proxy != null ? proxy.login() : null;
        }
    }

    boolean isEmpty() {
        return http == null && https == null;
    }

    /** Returns the proxy for a URL; null for none. */
    @Nullable
    ProxyUrl proxyOf(URI uri) {
        boolean isTls = "https".equalsIgnoreCase(uri.getScheme());
        String host = String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT);
        String withPort = host + ":" + (uri.getPort() >= 0 ? uri.getPort() : isTls ? 443 : 80);
        boolean isThisMachine = host.matches("(.*\\.)?localhost|127(\\.[0-9]+){3}|\\[::1]");
        boolean isDirect = exceptions.stream().anyMatch(entry -> isIn(entry, host) || isIn(entry, withPort));
        return isThisMachine || isDirect ? null : isTls ? https : http;
    }

    /** Returns whether a host is an entry of {@code NO_PROXY}, or a name below it. */
    private static boolean isIn(String entry, String host) {
        return entry.equals("*") || host.equals(entry) || (host.endsWith("." + entry) && !host.matches("[0-9.:]+"));
    }

    @Override
    public List<Proxy> select(URI uri) {
        ProxyUrl proxy = proxyOf(uri);
        return List.of(proxy == null ? Proxy.NO_PROXY : proxy.proxy());
    }

    /** There is no other proxy to try. */
    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {}

    /** A proxy as a variable names it. No text of it contains the user or the password. */
    record ProxyUrl(String variable, URI url) {
        private static final String FORM = "(?i)(http://([^/?#]*@)?|socks5h?://)[^@/?#]+/?";

        static ProxyUrl parse(String variable, String value) {
            String text = value.contains("://") ? value : "http://" + value;
            try {
                URI url = new URI(text);
                if (text.matches(FORM) && url.getHost() != null && url.getPort() != 0 && url.getPort() <= 65_535) {
                    return new ProxyUrl(variable, url);
                }
            } catch (URISyntaxException e) {
                // The exception quotes the password.
            }
            throw new UsageException(variable + " must be http://HOST:PORT, http://USER:PASSWORD@HOST:PORT or"
                    + " socks5://HOST:PORT, with a port of 1 to 65535, without a path; an @ in the password is %40");
        }

        Proxy proxy() {
            Proxy.Type type = url.getScheme().equalsIgnoreCase("http") ? Proxy.Type.HTTP : Proxy.Type.SOCKS;
            return new Proxy(type, InetSocketAddress.createUnresolved(url.getHost(), port()));
        }

        /** Returns the port; without one it is 1080, as in curl. */
        private int port() {
            return url.getPort() < 0 ? 1080 : url.getPort();
        }

        /** Returns the user and the password; null for none. */
        @Nullable
        PasswordAuthentication login() {
            String[] parts = String.valueOf(url.getUserInfo()).split(":", 2);
            char[] password = parts.length < 2 ? new char[0] : parts[1].toCharArray();
            return url.getUserInfo() == null ? null : new PasswordAuthentication(parts[0], password);
        }

        @Override
        public String toString() {
            return url.getHost() + ":" + port();
        }
    }
}

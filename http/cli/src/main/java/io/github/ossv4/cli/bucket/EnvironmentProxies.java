// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.bucket;

import io.github.ossv4.cli.output.UsageException;
import java.io.IOException;
import java.net.Authenticator;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The proxies of the environment variables {@code HTTPS_PROXY}, {@code HTTP_PROXY}, {@code ALL_PROXY} and {@code
 * NO_PROXY}, as curl and Go read them: in lower case first. {@code HTTP_PROXY} is ignored if {@code REQUEST_METHOD} is
 * set: in a CGI program the client of the web server chooses its value. Immutable.
 */
public final class EnvironmentProxies extends ProxySelector {
    private static final List<String> PROPERTIES =
            List.of("http.proxyHost", "https.proxyHost", "socksProxyHost", "java.net.useSystemProxies");

    private final @Nullable ProxyUrl http;
    private final @Nullable ProxyUrl https;
    private final ProxyExceptions exceptions;

    private EnvironmentProxies(@Nullable ProxyUrl http, @Nullable ProxyUrl https, ProxyExceptions exceptions) {
        this.http = http;
        this.https = https;
        this.exceptions = exceptions;
    }

    /**
     * Returns the proxies of an environment.
     *
     * @throws UsageException if a value is malformed
     */
    static EnvironmentProxies of(Map<String, String> environment) {
        ProxyUrl all = first(environment, "all_proxy", "ALL_PROXY");
        ProxyUrl http = environment.containsKey("REQUEST_METHOD")
                ? first(environment, "http_proxy")
                : first(environment, "http_proxy", "HTTP_PROXY");
        ProxyUrl https = first(environment, "https_proxy", "HTTPS_PROXY");
        String none = environment.getOrDefault("no_proxy", environment.getOrDefault("NO_PROXY", ""));
        return new EnvironmentProxies(
                http == null ? all : http, https == null ? all : https, ProxyExceptions.parse(none));
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

    /**
     * Returns the proxies of an environment, or none if the system properties of this JVM name a proxy.
     *
     * @throws UsageException if a value is malformed
     */
    static EnvironmentProxies unlessSetByProperties(Map<String, String> environment) {
        boolean isSet = PROPERTIES.stream().anyMatch(name -> System.getProperty(name) != null);
        return of(isSet ? Map.of() : environment);
    }

    /**
     * Makes this JVM use the proxies of an environment, unless its system properties name one.
     *
     * @throws UsageException if a value is malformed
     */
    public static void install(Map<String, String> environment) {
        EnvironmentProxies proxies = unlessSetByProperties(environment);
        if (!proxies.isEmpty()) {
            ProxySelector.setDefault(proxies);
            Authenticator.setDefault(proxies.new Passwords());
        }
    }

    /** The users and passwords of the proxies, for requests of credentials sources. No other host receives them. */
    private final class Passwords extends Authenticator {
        @Override
        protected @Nullable PasswordAuthentication getPasswordAuthentication() {
            if (getRequestorType() != RequestorType.PROXY) {
                return null;
            }
            return Stream.of(https, http)
                    .filter(proxy -> proxy != null
                            && proxy.host().equals(getRequestingHost())
                            && proxy.port() == getRequestingPort())
                    .map(ProxyUrl::credentials)
                    .filter(Objects::nonNull)
                    .map(user -> new PasswordAuthentication(
                            user.user(), user.password().toCharArray()))
                    .findFirst()
                    .orElse(null);
        }
    }

    /** Returns whether no URL has a proxy. */
    boolean isEmpty() {
        return http == null && https == null;
    }

    /** Returns the proxy for a URL; null for none. */
    @Nullable
    ProxyUrl proxyOf(URI uri) {
        boolean isTls = "https".equalsIgnoreCase(uri.getScheme());
        ProxyUrl proxy = isTls ? https : http;
        String host = uri.getHost();
        if (proxy == null || host == null) {
            return null;
        }
        int port = uri.getPort() >= 0 ? uri.getPort() : isTls ? 443 : 80;
        return exceptions.contain(ProxyUrl.withoutBrackets(host), port) ? null : proxy;
    }

    @Override
    public List<Proxy> select(URI uri) {
        ProxyUrl proxy = proxyOf(uri);
        return List.of(proxy == null ? Proxy.NO_PROXY : proxy.proxy());
    }

    /** There is no other proxy to try. */
    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import io.github.ossv4.http.internal.okhttp.RequiredVersions;
import io.github.ossv4.text.PrintableText;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;

/**
 * Scheme, host and port (RFC 6454), as OkHttp spells them. Immutable.
 *
 * <p>Plain ASCII names and IPv4 addresses are parsed without OkHttp, whose URLs cost a fresh JVM more time than signing one.
 */
public final class Origin {
    /** A name of ASCII labels, without internationalized ones. */
    private static final Pattern PLAIN = Pattern.compile(
            "(https?)://((?!.*xn--)[a-z0-9-]+(?:\\.[a-z0-9-]+)*)(?::([1-9][0-9]{0,4}))?/?", Pattern.CASE_INSENSITIVE);

    /** RFC 1035, section 2.3.4. OkHttp 4 accepts longer names. */
    private static final Pattern TOO_LONG = Pattern.compile(".{254,}|(?:.*\\.)?[^.]{64,}(?:\\..*)?");

    private static final int MAX_PORT = 65535;

    private final String scheme;
    private final String host;
    private final int port;

    private Origin(String scheme, String host, int port) {
        this.scheme = scheme;
        this.host = host;
        this.port = port;
    }

    /**
     * Parses an endpoint: an http or https URL of scheme, host and port. The default scheme is https.
     *
     * @throws IllegalArgumentException if it is anything else
     * @throws IllegalStateException if it has an internationalized name or an IPv6 address, and OkHttp is too old
     */
    public static Origin parse(String endpoint) {
        for (int i = 0; i < endpoint.length(); i++) {
            char c = endpoint.charAt(i);
            if (Character.isWhitespace(c) || Character.isISOControl(c)) {
                throw new IllegalArgumentException(
                        "endpoint must not contain whitespace or control characters, has one at index " + i);
            }
        }
        String withScheme = endpoint.contains("://") ? endpoint : "https://" + endpoint;
        Matcher plain = PLAIN.matcher(withScheme);
        if (plain.matches()) {
            String scheme = plain.group(1).toLowerCase(Locale.ROOT);
            int port = plain.group(3) == null ? defaultPort(scheme) : Integer.parseInt(plain.group(3));
            if (port <= MAX_PORT) {
                return new Origin(scheme, checkLength(plain.group(2).toLowerCase(Locale.ROOT)), port);
            }
        }
        return ofUrl(withScheme, endpoint);
    }

    private static Origin ofUrl(String withScheme, String endpoint) {
        RequiredVersions.check();
        HttpUrl url = HttpUrl.parse(withScheme);
        if (url == null) {
            // Not shown if it may contain a password.
            throw new IllegalArgumentException("endpoint must be an http or https URL"
                    + (endpoint.indexOf('@') >= 0 ? "" : ", was \"" + PrintableText.escape(endpoint) + "\""));
        }
        if (!url.encodedPath().equals("/")
                || url.encodedQuery() != null
                || url.encodedFragment() != null
                || !url.encodedUsername().isEmpty()
                || !url.encodedPassword().isEmpty()) {
            // Not shown: it may contain a password or a presigned query.
            throw new IllegalArgumentException(
                    "endpoint must be scheme, host and port, without user, path or query; its host is " + url.host());
        }
        if (url.host().endsWith(".")) {
            throw new IllegalArgumentException("endpoint must not end with a dot, was " + url.host());
        }
        return new Origin(url.scheme(), checkLength(url.host()), url.port());
    }

    private static String checkLength(String host) {
        if (TOO_LONG.matcher(host).matches()) {
            throw new IllegalArgumentException(
                    "a host must have at most 253 characters, and each label at most 63 (RFC 1035), "
                            + "the endpoint's host is " + host);
        }
        return host;
    }

    private static int defaultPort(String scheme) {
        return scheme.equals("https") ? 443 : 80;
    }

    /**
     * Returns the origin of a subdomain of this host, which is a name.
     *
     * @throws IllegalArgumentException if no such name exists, for example since it is too long
     */
    Origin subdomain(String name) {
        return parse(scheme + "://" + name + "." + host + portSuffix());
    }

    boolean isHttps() {
        return scheme.equals("https");
    }

    /** Returns the host, an IPv6 address without brackets. */
    String host() {
        return host;
    }

    /** Returns the URL without a path. */
    @Override
    public String toString() {
        String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return scheme + "://" + name + portSuffix();
    }

    private String portSuffix() {
        return port == defaultPort(scheme) ? "" : ":" + port;
    }
}

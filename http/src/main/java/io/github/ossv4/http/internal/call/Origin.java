// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import io.github.ossv4.http.internal.okhttp.RequiredVersions;
import io.github.ossv4.internal.text.PrintableText;
import java.util.Locale;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Scheme, host and port (RFC 6454), as OkHttp spells them. Immutable.
 *
 * <p>Plain ASCII names and IPv4 addresses are parsed without OkHttp, whose URLs cost a fresh JVM more time than signing
 * one.
 *
 * <p>Rule: The host of an endpoint is a DNS name, an IPv4 address or an IPv6 address ({@code OriginTest}).
 *
 * <p>Rule: A URL of the user that cannot be parsed, or has a user, is not shown: the message names its rule ({@code
 * UrlSecretsTest}).
 */
public final class Origin {
    /** RFC 1035, section 2.3.4. OkHttp 4 accepts longer names. */
    private static final int MAX_LENGTH = 253;

    private static final int MAX_LABEL = 63;
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
        Origin plain = plain(withScheme);
        return plain == null ? ofUrl(withScheme, endpoint) : plain;
    }

    /** Parses a URL of an ASCII name or an IPv4 address; null for any other URL. */
    private static @Nullable Origin plain(String url) {
        int name = url.indexOf("://") + 3;
        String scheme = url.substring(0, name - 3).toLowerCase(Locale.ROOT);
        int end = url.endsWith("/") ? url.length() - 1 : url.length();
        int colon = url.indexOf(':', name);
        String host = url.substring(name, colon < 0 ? Math.max(name, end) : colon);
        if (!(scheme.equals("https") || scheme.equals("http")) || !isPlain(host)) {
            return null;
        }
        int port = colon < 0 ? defaultPort(scheme) : port(url.substring(colon + 1, end));
        return port < 1 ? null : new Origin(scheme, checkHost(host.toLowerCase(Locale.ROOT)), port);
    }

    /** Returns whether a host consists of ASCII labels, without internationalized ones. */
    private static boolean isPlain(String host) {
        char before = '.';
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            boolean isEmptyLabel = c == '.' && before == '.';
            if (isEmptyLabel || !(isLetterOrDigit(c) || c == '-' || c == '.')) {
                return false;
            }
            before = c;
        }
        return before != '.' && !host.toLowerCase(Locale.ROOT).contains("xn--");
    }

    private static boolean isLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    /** Returns a port without leading zeros; 0 for any other text. */
    private static int port(String digits) {
        int port = 0;
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c < '0' || c > '9' || (port == 0 && c == '0') || port > MAX_PORT) {
                return 0;
            }
            port = port * 10 + c - '0';
        }
        return port > MAX_PORT ? 0 : port;
    }

    private static Origin ofUrl(String withScheme, String endpoint) {
        RequiredVersions.check();
        int host = withScheme.indexOf("://") + 3;
        boolean hasNoHost = host < withScheme.length() && "/\\".indexOf(withScheme.charAt(host)) >= 0;
        // OkHttp would take the path as the host.
        HttpUrl url = hasNoHost ? null : HttpUrl.parse(withScheme);
        if (url == null) {
            checkPort(withScheme);
            // Not shown: what cannot be parsed may contain a password.
            throw new IllegalArgumentException("endpoint must be an http or https URL of scheme, host and port");
        }
        if (!url.encodedPath().equals("/")
                || url.encodedQuery() != null
                || url.encodedFragment() != null
                || !url.encodedUsername().isEmpty()
                || !url.encodedPassword().isEmpty()) {
            // Not shown: it may contain a password or a presigned query. The host may be a user, if a slash follows it.
            throw new IllegalArgumentException("endpoint must be scheme, host and port, without user, path or query"
                    + (endpoint.indexOf('@') >= 0 || endpoint.contains("%40") ? "" : "; its host is " + url.host()));
        }
        if (url.host().endsWith(".")) {
            throw new IllegalArgumentException("endpoint must not end with a dot, was " + url.host());
        }
        return new Origin(url.scheme(), checkHost(url.host()), url.port());
    }

    /** Throws if only the port of the URL is invalid. */
    private static void checkPort(String url) {
        int colon = url.lastIndexOf(':');
        String port = url.substring(colon + 1, url.endsWith("/") ? url.length() - 1 : url.length());
        if (!port.isEmpty()
                && port.chars().allMatch(c -> c >= '0' && c <= '9')
                && port(port) == 0
                && HttpUrl.parse(url.substring(0, colon)) != null) {
            // Not shown: it may be a password.
            throw new IllegalArgumentException("port of endpoint must be between 1 and " + MAX_PORT);
        }
    }

    /** Checks a host as OkHttp spells it: it also accepts characters that no name has. */
    private static String checkHost(String host) {
        boolean isIpv6 = host.indexOf(':') >= 0;
        if (!isIpv6 && !isName(host) && !isIpv4(host)) {
            throw new IllegalArgumentException(
                    "host of endpoint must be a DNS name, an IPv4 address or an IPv6 address in" + " brackets, was \""
                            + PrintableText.escape(host) + "\"");
        }
        return checkLength(host);
    }

    /** Returns whether labels consist of letters, digits, hyphens and underscores, and are not all numbers. */
    private static boolean isName(String host) {
        char before = '.';
        boolean isNumeric = true;
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            boolean isEdgeOfLabel = before == '.' || i + 1 == host.length() || host.charAt(i + 1) == '.';
            if (c == '.' ? before == '.' : c == '-' ? isEdgeOfLabel : c != '_' && !isLetterOrDigit(c)) {
                return false;
            }
            isNumeric &= c == '.' || (c >= '0' && c <= '9');
            before = c;
        }
        return !isNumeric;
    }

    private static boolean isIpv4(String host) {
        String[] numbers = host.split("\\.", -1);
        for (String number : numbers) {
            boolean isNumber =
                    !number.isEmpty() && number.length() <= 3 && number.chars().allMatch(Character::isDigit);
            if (!isNumber || Integer.parseInt(number) > 255) {
                return false;
            }
        }
        return numbers.length == 4;
    }

    private static String checkLength(String host) {
        int start = 0;
        boolean isTooLong = host.length() > MAX_LENGTH;
        while (!isTooLong && start < host.length()) {
            int dot = host.indexOf('.', start);
            int end = dot < 0 ? host.length() : dot;
            isTooLong = end - start > MAX_LABEL;
            start = end + 1;
        }
        if (isTooLong) {
            throw new IllegalArgumentException(
                    "a host must have at most " + MAX_LENGTH + " characters, and each label at most " + MAX_LABEL
                            + " (RFC 1035), the endpoint's host is " + host);
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
        return scheme + "://" + name() + portSuffix();
    }

    /** Returns host and port, also the default one. */
    String hostAndPort() {
        return name() + ":" + port;
    }

    private String name() {
        return host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    }

    private String portSuffix() {
        return port == defaultPort(scheme) ? "" : ":" + port;
    }
}

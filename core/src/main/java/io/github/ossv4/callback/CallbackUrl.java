// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.callback;

import io.github.ossv4.text.PercentEncoding;
import io.github.ossv4.text.PrintableText;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One URL of {@code callbackUrl}, held to what OSS can call. Hosts may have underscores: they occur, and OSS takes them. */
final class CallbackUrl {
    private static final Pattern HOST_AND_PORT =
            Pattern.compile("[A-Za-z0-9_-]{1,63}(?:\\.[A-Za-z0-9_-]{1,63}){0,126}\\.?"
                    + "(?::(?:[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]))?");

    private static final int MAX_HOST = 253;
    private static final String PATH_AND_QUERY = "/?-._~!$&'()*+,=:@";

    private static final Pattern LOCAL_NAME = Pattern.compile("(.+\\.)?(localhost|local|internal)");
    private static final Pattern NUMERIC = Pattern.compile("(.*\\.)?([0-9]+|0x[0-9a-f]*)");
    private static final Pattern DOTTED =
            Pattern.compile("(0|[1-9][0-9]{0,2})\\.(0|[1-9][0-9]{0,2})\\.(0|[1-9][0-9]{0,2})\\.(0|[1-9][0-9]{0,2})");

    private final String url;
    private final String host;
    private final String path;

    private CallbackUrl(String url, String host, String path) {
        this.url = url;
        this.host = host;
        this.path = path;
    }

    static CallbackUrl of(String url) {
        if (url.indexOf(';') >= 0) {
            throw invalid("a ';' separates callback URLs; inside one it must be %3B", url);
        }
        int authority = url.indexOf("://") + 3;
        String scheme = authority < 3 ? "" : url.substring(0, authority - 3).toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw invalid("callbackUrl must begin with http:// or https://", url);
        }
        int end = authority;
        while (end < url.length() && "/?#".indexOf(url.charAt(end)) < 0) {
            end++;
        }
        String host = url.substring(authority, end);
        if (host.indexOf('@') >= 0 || url.indexOf('#') >= 0) {
            throw invalid("callbackUrl must have no user and no fragment", url);
        }
        if (host.startsWith("[")) {
            throw invalid("callbackUrl must not be an IPv6 address: OSS calls none", url);
        }
        int colon = host.indexOf(':');
        String name = colon < 0 ? host : host.substring(0, colon);
        if (!HOST_AND_PORT.matcher(host).matches() || name.length() > MAX_HOST) {
            throw invalid("callbackUrl has no valid host and port", url);
        }
        if (!isEncoded(url, end)) {
            throw invalid("callbackUrl must be percent-encoded", url);
        }
        int query = url.indexOf('?', end);
        String path = url.substring(end, query < 0 ? url.length() : query);
        return new CallbackUrl(url, name.toLowerCase(Locale.ROOT), path.isEmpty() ? "/" : path);
    }

    /** No regular expression: those recurse for each character of (a|b)*, and a URL may have thousands. */
    private static boolean isEncoded(String url, int from) {
        for (int i = from; i < url.length(); i++) {
            char c = url.charAt(i);
            boolean plain = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || PATH_AND_QUERY.indexOf(c) >= 0;
            if (c == '%' && PercentEncoding.escapedByte(url, i) >= 0) {
                i += 2;
            } else if (!plain) {
                return false;
            }
        }
        return true;
    }

    private static InvalidCallbackException invalid(String rule, String url) {
        return new InvalidCallbackException(CallbackRule.URL, rule + ": " + CallbackRule.shown(url));
    }

    static boolean isHttps(String url) {
        return url.regionMatches(true, 0, "https:", 0, 6);
    }

    /**
     * Whether the host is, by its spelling alone, one that is not on the internet: loopback, private, link-local, shared
     * or reserved addresses, names such as {@code localhost}, and addresses that are not written as four decimals.
     */
    boolean isPrivate() {
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        if (!NUMERIC.matcher(name).matches()) {
            return LOCAL_NAME.matcher(name).matches();
        }
        Matcher dotted = DOTTED.matcher(name);
        if (!dotted.matches()) {
            return true;
        }
        int a = Integer.parseInt(dotted.group(1));
        int b = Integer.parseInt(dotted.group(2));
        int c = Integer.parseInt(dotted.group(3));
        int d = Integer.parseInt(dotted.group(4));
        return a == 0
                || a == 10
                || a == 127
                || a >= 224
                || Math.max(b, Math.max(c, d)) > 255
                || (a == 100 && b >= 64 && b < 128)
                || (a == 169 && b == 254)
                || (a == 172 && b >= 16 && b < 32)
                || (a == 192 && b == 168)
                || (a == 192 && b == 0 && (c == 0 || c == 2))
                || (a == 198 && (b == 18 || b == 19))
                || (a == 198 && b == 51 && c == 100)
                || (a == 203 && b == 0 && c == 113);
    }

    /**
     * Says what of a URL OSS takes but is probably not meant, a sentence each. Nothing of what is no URL; without a scheme it
     * is taken for http, as OSS does.
     */
    static void warn(String text, Consumer<String> warnings) {
        CallbackUrl url;
        try {
            url = of(text.contains("://") ? text : "http://" + text);
        } catch (InvalidCallbackException e) {
            return;
        }
        if (url.isPrivate()) {
            warnings.accept("OSS calls no private address and refuses the upload, EC " + CallbackRule.PRIVATE_HOST
                    + ": " + CallbackRule.shown(text));
        }
        try {
            SignedText.checkPath(url.path);
        } catch (CallbackRefused e) {
            warnings.accept("CallbackVerifier refuses what is sent to " + CallbackRule.shown(text) + ": " + e.reason());
        }
    }

    /** As OSS, whose words these are. */
    void checkPublic() {
        if (isPrivate()) {
            throw new InvalidCallbackException(
                    CallbackRule.PRIVATE_HOST,
                    "Private address is forbidden to callback: OSS calls public hosts only: "
                            + CallbackRule.shown(url));
        }
    }

    /** Without its query. */
    @Override
    public String toString() {
        return PrintableText.escape(CallbackRule.shown(url));
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.callback;

import io.github.ossv4.internal.error.KnownError;
import io.github.ossv4.internal.text.PercentDecoding;
import io.github.ossv4.internal.text.PrintableText;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One URL of {@code callbackUrl}, checked by the rules of OSS. Hosts may contain underscores: such hosts exist, and OSS
 * accepts them.
 */
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
            throw invalid("callbackUrl must have %3B in place of ';', which separates URLs", url);
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
            throw invalid("callbackUrl must not have a user or a fragment", url);
        }
        if (host.startsWith("[")) {
            throw invalid("callbackUrl must not have an IPv6 address, which OSS does not call", url);
        }
        int colon = host.indexOf(':');
        String name = colon < 0 ? host : host.substring(0, colon);
        if (!HOST_AND_PORT.matcher(host).matches() || name.length() > MAX_HOST) {
            throw invalid("callbackUrl must have a valid host and port", url);
        }
        if (!isEncoded(url, end)) {
            throw invalid("callbackUrl must be percent-encoded", url);
        }
        int query = url.indexOf('?', end);
        String path = url.substring(end, query < 0 ? url.length() : query);
        return new CallbackUrl(url, name.toLowerCase(Locale.ROOT), path.isEmpty() ? "/" : path);
    }

    /**
     * Returns whether a URL is percent-encoded. Not a regular expression, which would recurse for each character of
     * (a|b)*.
     */
    private static boolean isEncoded(String url, int from) {
        for (int i = from; i < url.length(); i++) {
            char c = url.charAt(i);
            boolean plain = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || PATH_AND_QUERY.indexOf(c) >= 0;
            if (c == '%' && PercentDecoding.escapedByte(url, i) >= 0) {
                i += 2;
            } else if (!plain) {
                return false;
            }
        }
        return true;
    }

    private static InvalidCallbackException invalid(String rule, String url) {
        return new InvalidCallbackException(KnownError.CALLBACK_URL.key(), rule + ": " + CallbackRule.shown(url));
    }

    static boolean isHttps(String url) {
        return url.regionMatches(true, 0, "https:", 0, 6);
    }

    /**
     * Returns whether the host is not on the internet, by its name alone: loopback, private, link-local, shared and
     * reserved addresses, names such as {@code localhost}, and numeric addresses that are not four decimals.
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
     * Reports probable mistakes in a URL that OSS accepts, one sentence each. Ignores malformed URLs. Without scheme
     * the URL is http, as for OSS.
     */
    static void warn(String text, Consumer<String> warnings) {
        CallbackUrl url;
        try {
            url = of(text.contains("://") ? text : "http://" + text);
        } catch (InvalidCallbackException e) {
            return;
        }
        if (url.isPrivate()) {
            warnings.accept("OSS does not call private addresses and rejects the upload, EC "
                    + KnownError.CALLBACK_PRIVATE.key() + ": " + CallbackRule.shown(text));
        }
        try {
            SignedText.checkPath(url.path);
        } catch (CallbackRejectedException e) {
            warnings.accept("CallbackVerifier rejects callbacks to " + CallbackRule.shown(text) + ": " + e.reason());
        }
    }

    /** Checks that the host is public. The first words of the message are OSS's. */
    void checkPublic() {
        if (isPrivate()) {
            throw new InvalidCallbackException(
                    KnownError.CALLBACK_PRIVATE.key(),
                    "Private address is forbidden to callback: OSS calls only public hosts, was "
                            + CallbackRule.shown(url));
        }
    }

    /** Returns the URL without its query. */
    @Override
    public String toString() {
        return PrintableText.escape(CallbackRule.shown(url));
    }
}

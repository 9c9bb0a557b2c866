// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.callback;

import io.github.ossv4.internal.error.KnownError;
import io.github.ossv4.internal.text.PrintableText;
import io.github.ossv4.internal.text.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The rules that OSS applies to a callback, with the EC of each rejection. Used by the builder before a callback is
 * sent, and by {@link Callback#decode}.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/user-guide/07-callback/">EC 0007</a>
 */
final class CallbackRule {
    static final int MAX_URLS = 5;

    private static final int RECOMMENDED_VARIABLES = 10;
    private static final int RECOMMENDED_BYTES = 512;

    private static final int MAX_HEADERS = 10;

    private static final Pattern HEADER_NAME = Pattern.compile("[0-9A-Za-z-]+");
    private static final Pattern HOST = Pattern.compile("[!-~]+");
    private static final Pattern HEADER_VALUE = Pattern.compile("[\\t -~]*");
    private static final Pattern VARIABLE = Pattern.compile("x:[!-~&&[^A-Z{}$\"\\\\]]+");

    /** The maximum length in Base64, 5 KB. */
    static final int MAX_LENGTH = 5 * 1024;

    private CallbackRule() {}

    static void checkUrls(Collection<String> urls) {
        if (urls.isEmpty()) {
            throw new InvalidCallbackException(KnownError.CALLBACK_URL.key(), "callbackUrl is missing");
        }
        if (urls.size() > MAX_URLS) {
            throw new InvalidCallbackException(
                    KnownError.CALLBACK_URLS.key(),
                    "callbackUrl must have at most " + MAX_URLS + " URLs, has " + urls.size());
        }
        for (String url : urls) {
            checkUrl(url);
        }
    }

    private static void checkUrl(String url) {
        if (url.isEmpty()) {
            throw new InvalidCallbackException(KnownError.CALLBACK_URL.key(), "callbackUrl must not be empty");
        }
        for (int i = 0; i < url.length(); i++) {
            char c = url.charAt(i);
            if (c <= ' ' || c >= 0x7f) {
                throw new InvalidCallbackException(
                        KnownError.CALLBACK_URL.key(),
                        "callbackUrl must be percent-encoded, has " + PrintableText.codePoint(c) + " at index " + i
                                + ": " + shown(url));
            }
        }
    }

    /**
     * Returns a URL without its query and fragment, since these may contain secrets. If it contains an @, encoded or
     * not, which may follow a password, only the scheme is shown.
     */
    static String shown(String url) {
        if (url.indexOf('@') >= 0 || url.contains("%40")) {
            int scheme = url.indexOf("://");
            return (scheme == 4 || scheme == 5 ? url.substring(0, scheme + 3) : "") + "…";
        }
        for (int i = 0; i < url.length(); i++) {
            if (url.charAt(i) == '?' || url.charAt(i) == '#') {
                return url.substring(0, i + 1) + "…";
            }
        }
        return url;
    }

    static void checkHost(@Nullable String host) {
        if (host != null && !HOST.matcher(host).matches()) {
            throw new InvalidCallbackException(null, "callbackHost must be printable ASCII without spaces");
        }
    }

    static void checkSignatureVersion(@Nullable String version) {
        if (version != null && !version.equals("1.0") && !version.equals("2.0")) {
            throw new InvalidCallbackException(null, "signatureVersion must be 1.0 or 2.0, was " + version);
        }
    }

    static void checkBody(String body) {
        if (body.isEmpty()) {
            throw new InvalidCallbackException(KnownError.CALLBACK_BODY.key(), "callbackBody must not be empty");
        }
    }

    static boolean isVariable(String name) {
        return name.startsWith(CallbackTemplate.CUSTOM_PREFIX) && name.length() > 2;
    }

    /** Checks a name. Stricter than OSS, which accepts upper case and then does not replace the variable. */
    static void checkVariableName(String name) {
        if (!isVariable(name)) {
            throw new InvalidCallbackException(null, "name of custom variable must begin with x:, was " + name);
        }
        if (!name.equals(name.toLowerCase(Locale.ROOT))) {
            throw new InvalidCallbackException(null, "name of custom variable must be lower case, was " + name);
        }
        if (!VARIABLE.matcher(name).matches()) {
            throw new InvalidCallbackException(
                    null,
                    "name of custom variable must be printable ASCII without spaces, quotes, \\, $, { and }, was "
                            + name);
        }
    }

    /** Checks that a text from JSON has a UTF-8 form. The text is not shown: it may be a secret. */
    static void checkText(String what, String text) {
        try {
            Utf8.check(what, text);
        } catch (IllegalArgumentException e) {
            throw new InvalidCallbackException(null, String.valueOf(e.getMessage()));
        }
    }

    /** Returns warnings about custom variables beyond the vendor's recommendation, which is not a limit. */
    static List<String> warnings(Map<String, String> variables) {
        int bytes = 0;
        for (Map.Entry<String, String> variable : variables.entrySet()) {
            bytes += variable.getKey().length() + variable.getValue().getBytes(StandardCharsets.UTF_8).length;
        }
        if (variables.size() <= RECOMMENDED_VARIABLES && bytes <= RECOMMENDED_BYTES) {
            return Collections.emptyList();
        }
        return Collections.singletonList(
                "the vendor recommends at most " + RECOMMENDED_VARIABLES + " custom variables with " + RECOMMENDED_BYTES
                        + " bytes in total, was " + variables.size() + " with " + bytes);
    }

    static void checkAdditionalHeaders(Map<String, String> headers) {
        if (headers.size() > MAX_HEADERS) {
            throw new InvalidCallbackException(
                    null, "additional headers must be at most " + MAX_HEADERS + ", was " + headers.size());
        }
        headers.forEach(CallbackRule::checkAdditionalHeader);
    }

    static void checkAdditionalHeader(String name, String value) {
        if (name.isEmpty()) {
            throw new InvalidCallbackException(
                    KnownError.CALLBACK_HEADER_NAME.key(), "name of additional header must not be empty");
        }
        if (!HEADER_NAME.matcher(name).matches()) {
            throw new InvalidCallbackException(
                    null,
                    "name of additional header must consist of letters, digits and hyphens, was \"" + name + "\"");
        }
        if (name.toLowerCase(Locale.ROOT).startsWith("x-oss-")) {
            throw new InvalidCallbackException(
                    KnownError.CALLBACK_HEADER_OF_OSS.key(),
                    "name of additional header must not begin with x-oss-, was " + name);
        }
        if (!HEADER_VALUE.matcher(value).matches()) {
            boolean twoLines = value.indexOf('\r') >= 0 || value.indexOf('\n') >= 0;
            throw new InvalidCallbackException(
                    twoLines ? KnownError.CALLBACK_HEADER_VALUE.key() : null,
                    "value of additional header " + name + " must be printable ASCII on one line");
        }
    }

    static String checkLength(String base64) {
        if (base64.length() > MAX_LENGTH) {
            throw new InvalidCallbackException(KnownError.CALLBACK_LONG.key(), tooLong("callback", base64));
        }
        return base64;
    }

    static String checkVarLength(String base64) {
        if (base64.length() > MAX_LENGTH) {
            throw new InvalidCallbackException(KnownError.CALLBACK_VAR.key(), tooLong("callback-var", base64));
        }
        return base64;
    }

    private static String tooLong(String what, String base64) {
        return "The length of " + what + " exceed max value: it must be at most " + MAX_LENGTH
                + " bytes in Base64, was " + base64.length();
    }
}

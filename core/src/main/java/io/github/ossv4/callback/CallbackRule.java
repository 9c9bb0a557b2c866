// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.callback;

import io.github.ossv4.text.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The rules that OSS itself holds a callback to, each with the EC of its refusal. Both ends apply them: the builder
 * before anything is sent, {@link Callback#decode} to what arrived.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/user-guide/07-callback/">EC 0007</a>
 */
final class CallbackRule {
    static final String TOO_LONG = "0007-00000001";
    static final String NOT_BASE64 = "0007-00000002";
    static final String URL = "0007-00000004";
    static final String TOO_MANY_URLS = "0007-00000005";
    static final String PRIVATE_HOST = "0007-00000008";
    static final String EMPTY_BODY = "0007-00000011";
    static final String HEADERS_NO_OBJECT = "0007-00000021";
    static final String HEADER_WITHOUT_NAME = "0007-00000023";
    static final String HEADER_OF_TWO_LINES = "0007-00000025";
    static final String HEADER_OF_OSS = "0007-00000026";
    static final String VAR_TOO_LONG = "0007-00000101";

    static final int MAX_URLS = 5;

    private static final int ADVISED_VARIABLES = 10;
    private static final int ADVISED_BYTES = 512;

    private static final int MAX_HEADERS = 10;

    private static final Pattern HEADER_NAME = Pattern.compile("[0-9A-Za-z-]+");
    private static final Pattern HOST = Pattern.compile("[!-~]+");
    private static final Pattern HEADER_VALUE = Pattern.compile("[\\t -~]*");
    private static final Pattern VARIABLE = Pattern.compile("x:[!-~&&[^A-Z{}$\"\\\\]]+");

    /** 5 KB, counted after Base64. */
    static final int MAX_LENGTH = 5 * 1024;

    private CallbackRule() {}

    static void checkUrls(Collection<String> urls) {
        if (urls.isEmpty()) {
            throw new InvalidCallbackException(URL, "callbackUrl is missing");
        }
        if (urls.size() > MAX_URLS) {
            throw new InvalidCallbackException(
                    TOO_MANY_URLS, "callbackUrl holds " + urls.size() + " URLs, at most " + MAX_URLS + " are allowed");
        }
        for (String url : urls) {
            checkUrl(url);
        }
    }

    private static void checkUrl(String url) {
        if (url.isEmpty()) {
            throw new InvalidCallbackException(URL, "callbackUrl is empty");
        }
        for (int i = 0; i < url.length(); i++) {
            char c = url.charAt(i);
            if (c <= ' ' || c >= 0x7f) {
                throw new InvalidCallbackException(
                        URL,
                        "callbackUrl must be percent-encoded, it holds a blank or a non-ASCII character at index " + i
                                + ": " + shown(url));
            }
        }
    }

    /** A URL without query and fragment, where secrets are. Of one with an @, which may follow a password, hardly anything. */
    static String shown(String url) {
        if (url.indexOf('@') >= 0) {
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
            throw new InvalidCallbackException(null, "callbackHost must be printable ASCII without blanks");
        }
    }

    static void checkSignatureVersion(@Nullable String version) {
        if (version != null && !version.equals("1.0") && !version.equals("2.0")) {
            throw new InvalidCallbackException(null, "signatureVersion must be 1.0 or 2.0: " + version);
        }
    }

    static void checkBody(String body) {
        if (body.isEmpty()) {
            throw new InvalidCallbackException(EMPTY_BODY, "callbackBody is empty");
        }
    }

    static void checkVariableNames(Map<String, ?> variables) {
        for (String name : variables.keySet()) {
            if (!name.startsWith(CallbackTemplate.CUSTOM_PREFIX) || name.length() == 2) {
                throw new InvalidCallbackException(null, "a custom variable's name must begin with x: — " + name);
            }
        }
    }

    /** Stricter than OSS, which takes upper case and then fills in nothing. */
    static void checkVariableName(String name) {
        checkVariableNames(Collections.singletonMap(name, name));
        if (!name.equals(name.toLowerCase(Locale.ROOT))) {
            throw new InvalidCallbackException(null, "a custom variable's name must be lower case: " + name);
        }
        if (!VARIABLE.matcher(name).matches()) {
            throw new InvalidCallbackException(
                    null,
                    "a custom variable's name must be printable ASCII without blanks, quotes, \\, $, { and }: " + name);
        }
    }

    /** JSON can write what UTF-8 cannot. The text is not shown: it may be a secret. */
    static void checkText(String what, String text) {
        try {
            Utf8.check(what, text);
        } catch (IllegalArgumentException e) {
            throw new InvalidCallbackException(null, String.valueOf(e.getMessage()));
        }
    }

    /** The vendor's advice, not a limit. */
    static List<String> adviceOnVariables(Map<String, String> variables) {
        int bytes = 0;
        for (Map.Entry<String, String> variable : variables.entrySet()) {
            bytes += variable.getKey().length() + variable.getValue().getBytes(StandardCharsets.UTF_8).length;
        }
        if (variables.size() <= ADVISED_VARIABLES && bytes <= ADVISED_BYTES) {
            return Collections.emptyList();
        }
        return Collections.singletonList(
                "the vendor advises at most " + ADVISED_VARIABLES + " custom variables of together " + ADVISED_BYTES
                        + " bytes; these are " + variables.size() + " of " + bytes);
    }

    static void checkAdditionalHeaders(Map<String, String> headers) {
        if (headers.size() > MAX_HEADERS) {
            throw new InvalidCallbackException(
                    null, headers.size() + " additional headers, at most " + MAX_HEADERS + " are allowed");
        }
        headers.forEach(CallbackRule::checkAdditionalHeader);
    }

    static void checkAdditionalHeader(String name, String value) {
        if (name.isEmpty()) {
            throw new InvalidCallbackException(HEADER_WITHOUT_NAME, "an additional header without a name");
        }
        if (!HEADER_NAME.matcher(name).matches()) {
            throw new InvalidCallbackException(
                    null, "an additional header's name may hold letters, digits and hyphens only: \"" + name + "\"");
        }
        if (name.toLowerCase(Locale.ROOT).startsWith("x-oss-")) {
            throw new InvalidCallbackException(
                    HEADER_OF_OSS, "an additional header's name must not begin with x-oss-: " + name);
        }
        if (!HEADER_VALUE.matcher(value).matches()) {
            boolean twoLines = value.indexOf('\r') >= 0 || value.indexOf('\n') >= 0;
            throw new InvalidCallbackException(
                    twoLines ? HEADER_OF_TWO_LINES : null,
                    "the value of the additional header " + name + " must be printable ASCII on one line");
        }
    }

    static String checkLength(String base64) {
        if (base64.length() > MAX_LENGTH) {
            throw new InvalidCallbackException(TOO_LONG, tooLong("callback", base64));
        }
        return base64;
    }

    static String checkVarLength(String base64) {
        if (base64.length() > MAX_LENGTH) {
            throw new InvalidCallbackException(VAR_TOO_LONG, tooLong("callback-var", base64));
        }
        return base64;
    }

    private static String tooLong(String what, String base64) {
        return "The length of " + what + " exceed max value: " + base64.length() + " bytes in Base64, at most "
                + MAX_LENGTH + " are allowed";
    }
}

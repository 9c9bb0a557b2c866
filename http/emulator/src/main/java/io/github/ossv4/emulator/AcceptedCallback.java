// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.callback.InvalidCallbackException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * The callback that a request asks for, once found to be in order.
 *
 * @param urls where to call, in the order they are tried
 */
record AcceptedCallback(Callback callback, List<HttpUrl> urls) {
    private static final String BOTH_CARRIERS = "0007-00000027";
    private static final String MALFORMED_URL = "0007-00000004";
    private static final Pattern HOST = Pattern.compile("[!-~]*");

    /**
     * Reads the callback from the headers or from the query.
     *
     * @param policies those of the bucket, by their names
     * @return null if the request asks for none
     * @throws OssException if OSS would refuse it. Loopback and private addresses, which OSS refuses too, are allowed here
     */
    static @Nullable AcceptedCallback of(ReceivedRequest request, Map<String, Callback> policies) {
        String value = carried(request, "callback");
        String variables = carried(request, "callback-var");
        if (value == null) {
            return null;
        }
        // First without the variables, so that the argument which is at fault is the one that is blamed.
        decode("callback", value, value, null);
        return accept(decode("callback-var", String.valueOf(variables), value, variables), value, policies);
    }

    /**
     * Reads the callback from a form.
     *
     * @return null if the form asks for none
     * @throws OssException as {@link #of(ReceivedRequest, Map)}
     */
    static @Nullable AcceptedCallback of(PostForm form, Map<String, Callback> policies) {
        String value = form.field("callback");
        try {
            Callback callback = Callback.decodeForm(form.fields());
            return callback == null || value == null ? null : accept(callback, value, policies);
        } catch (InvalidCallbackException e) {
            throw OssException.invalidArgument(
                    e.ec(), String.valueOf(e.getMessage()), "callback", String.valueOf(value));
        }
    }

    private static AcceptedCallback accept(Callback asked, String value, Map<String, Callback> policies) {
        Callback callback = asked;
        String policyName = asked.policyName();
        if (policyName != null) {
            Callback policy = policies.get(policyName);
            if (policy == null) {
                throw OssException.invalidArgument(
                        null, "The callback policy does not exist: " + policyName, "callback", value);
            }
            callback = asked.expand(policy);
        }
        for (String member : asked.unreadMembers()) {
            throw OssException.notImplemented("the member " + member + " of a callback");
        }
        String signatureVersion = callback.signatureVersion();
        if (signatureVersion != null && !signatureVersion.equals(CallbackRequest.SIGNATURE_VERSION)) {
            throw OssException.notImplemented("the signatureVersion " + signatureVersion + " of a callback");
        }
        String host = callback.host();
        if (host != null && !HOST.matcher(host).matches()) {
            throw OssException.invalidArgument(
                    null, "The callback host configuration is invalid: " + host, "callback", value);
        }
        List<HttpUrl> urls = new ArrayList<>();
        for (String url : callback.urls()) {
            HttpUrl parsed = parse(url);
            if (parsed == null) {
                throw OssException.invalidArgument(
                        MALFORMED_URL, "The callback url configuration is invalid: " + url, "callback", value);
            }
            urls.add(parsed);
        }
        return new AcceptedCallback(callback, List.copyOf(urls));
    }

    /** Null if it is not a URL, or if its path cannot be decoded, which the signature would need. */
    private static @Nullable HttpUrl parse(String url) {
        HttpUrl parsed = HttpUrl.parse(hasScheme(url) ? url : "http://" + url);
        if (parsed == null) {
            return null;
        }
        try {
            PercentDecoding.of(parsed.encodedPath());
            return parsed;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static @Nullable String carried(ReceivedRequest request, String name) {
        String inHeader = request.header("x-oss-" + name);
        String inQuery = request.query().get(name);
        if (inHeader != null && inQuery != null) {
            throw OssException.invalidArgument(
                    BOTH_CARRIERS, "The " + name + " is given in the header and in the query.", name, inHeader);
        }
        return inHeader != null ? inHeader : inQuery;
    }

    /** Decodes, and blames {@code argument} if that fails. */
    private static Callback decode(String argument, String blamed, String value, @Nullable String variables) {
        try {
            return Callback.decode(value, variables);
        } catch (InvalidCallbackException e) {
            throw OssException.invalidArgument(e.ec(), String.valueOf(e.getMessage()), argument, blamed);
        }
    }

    private static boolean hasScheme(String url) {
        return url.regionMatches(true, 0, "http://", 0, 7) || url.regionMatches(true, 0, "https://", 0, 8);
    }
}

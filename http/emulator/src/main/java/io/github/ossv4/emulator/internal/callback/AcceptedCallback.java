// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.callback;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.callback.InvalidCallbackException;
import io.github.ossv4.emulator.internal.wire.IpAddress;
import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.emulator.internal.wire.ReceivedRequest;
import io.github.ossv4.emulator.internal.wire.RequestTrace;
import io.github.ossv4.internal.text.PercentDecoding;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * The callback of a request, checked.
 *
 * @param urls in the order in which they are tried
 */
public record AcceptedCallback(Callback callback, List<HttpUrl> urls) {
    private static final String BOTH_CARRIERS = "0007-00000027";
    private static final String PRIVATE_ADDRESS = "0007-00000008";
    private static final String MALFORMED_URL = "0007-00000004";
    /** OSS's message does not contain the reason. */
    private static final Pattern REASON = Pattern.compile("( is not (?:base64 encoded|json format)).*", Pattern.DOTALL);

    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://");
    private static final Pattern LABEL = Pattern.compile("[^.:/]*");
    private static final Pattern HOST = Pattern.compile("[!-~]*");

    /**
     * Returns the callback in the headers or the query of a request, or null.
     *
     * @param policies the policies of the bucket by name
     * @throws OssException if OSS would reject it. {@link #allowedBy} checks the addresses.
     */
    static @Nullable AcceptedCallback of(ReceivedRequest request, Map<String, Callback> policies) {
        String value = carried(request, "callback");
        String variables = carried(request, "callback-var");
        if (value == null) {
            return null;
        }
        // First without the variables, so that the error names the right argument.
        decode("callback", value, value, null);
        return accept(decode("callback-var", String.valueOf(variables), value, variables), value, policies);
    }

    /**
     * Returns the callback in the fields of a form, or null.
     *
     * @param fields a map that ignores case
     * @throws OssException in the same cases as {@link #of}
     */
    static @Nullable AcceptedCallback ofForm(Map<String, String> fields, Map<String, Callback> policies) {
        String value = fields.get("callback");
        try {
            Callback callback = Callback.decodeForm(fields);
            return callback == null || value == null ? null : accept(callback, value, policies);
        } catch (InvalidCallbackException e) {
            throw OssException.invalidArgument(e.ec(), message(e), "callback", String.valueOf(value));
        }
    }

    private static AcceptedCallback accept(Callback requested, String value, Map<String, Callback> policies) {
        Callback callback = requested;
        String policyName = requested.policyName();
        if (policyName != null) {
            Callback policy = policies.get(policyName);
            if (policy == null) {
                throw OssException.invalidArgument(
                        "The callback policy does not exist: " + policyName, "callback", value);
            }
            callback = requested.expand(policy);
        }
        for (String member : requested.unknownMembers()) {
            throw OssException.notImplemented("the member " + member + " of a callback");
        }
        String signatureVersion = callback.signatureVersion();
        if (signatureVersion != null && !signatureVersion.equals(CallbackRequest.SIGNATURE_VERSION)) {
            throw OssException.notImplemented("the signatureVersion " + signatureVersion + " of a callback");
        }
        String host = callback.host();
        if (host != null && !HOST.matcher(host).matches()) {
            throw OssException.invalidArgument(
                    "The callback host configuration is invalid: " + host, "callback", value);
        }
        if (callback.body().contains("$(")) {
            throw OssException.invalidArgument(
                    "The callback body configuration is invalid: variables are written ${name}.", "callback", value);
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

    /**
     * Returns this callback if no URL has a private address that is not allowed. A name is checked when it is resolved.
     *
     * @param trace receives the names of ignored variables, and how to allow the address: OSS's answer has neither
     * @throws OssException before anything is stored, as at OSS
     */
    AcceptedCallback allowedBy(CallbackTargets targets, RequestTrace trace) {
        for (String name : callback.ignoredVariables()) {
            trace.note("ignored the custom variable " + name + ", which does not begin with x:");
        }
        for (HttpUrl url : urls) {
            InetAddress address = IpAddress.parse(url.host());
            try {
                if (address != null) {
                    targets.check(url.host(), address, url.port());
                }
            } catch (CallbackNotAllowedException e) {
                trace.note(String.valueOf(e.getMessage()));
                throw OssException.invalidArgument(
                        PRIVATE_ADDRESS, "Private address is forbidden to callback.", "callbackUrl", url.host());
            }
        }
        return this;
    }

    /**
     * Returns null if it is not a URL of http, or its path cannot be decoded as the signature requires. OSS rejects a
     * host of one label without a scheme, port or path.
     */
    private static @Nullable HttpUrl parse(String url) {
        if (LABEL.matcher(url).matches()) {
            return null;
        }
        HttpUrl parsed = HttpUrl.parse(SCHEME.matcher(url).lookingAt() ? url : "http://" + url);
        return parsed == null || PercentDecoding.decode(parsed.encodedPath()) == null ? null : parsed;
    }

    private static @Nullable String carried(ReceivedRequest request, String name) {
        String inHeader = request.header("x-oss-" + name);
        String inQuery = request.query().get(name);
        if (inHeader != null && inQuery != null) {
            throw OssException.invalidArgument(
                    BOTH_CARRIERS, "The " + name + " is in the header and in the query.", name, inHeader);
        }
        return inHeader != null ? inHeader : inQuery;
    }

    /** Decodes a callback. The error names {@code argument} and {@code argumentValue}. */
    private static Callback decode(String argument, String argumentValue, String value, @Nullable String variables) {
        try {
            return Callback.decode(value, variables);
        } catch (InvalidCallbackException e) {
            throw OssException.invalidArgument(e.ec(), message(e), argument, argumentValue);
        }
    }

    private static String message(InvalidCallbackException e) {
        return REASON.matcher(String.valueOf(e.getMessage())).replaceFirst("$1.");
    }
}

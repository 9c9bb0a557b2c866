// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.callback;

import io.github.ossv4.explanation.Explanation;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The explanation of two header values for people: their contents, mistakes that OSS rejects, and mistakes that it
 * accepts.
 */
final class CallbackExplanation {
    /** The user and the password of a URL. */
    private static final Pattern USER = Pattern.compile("//[^/?#]*@");

    private final Explanation lines = new Explanation();

    private CallbackExplanation() {}

    static String explain(@Nullable String headerValue, @Nullable String varHeaderValue) {
        CallbackExplanation explanation = new CallbackExplanation();
        explanation.padding("callback", headerValue);
        explanation.padding("callback-var", varHeaderValue);
        Callback callback = explanation.decode(headerValue, null);
        Callback both = callback == null ? null : explanation.decode(headerValue, varHeaderValue);
        if (callback == null && varHeaderValue != null) {
            // The policy makes the variables decodable without their callback.
            both = explanation.decode(Callback.policy("none").build().headerValue(), varHeaderValue);
        }
        if (callback != null) {
            explanation.callback(callback);
        }
        if (both != null) {
            for (Map.Entry<String, String> variable : both.variables().entrySet()) {
                explanation.lines.line(variable.getKey(), variable.getValue());
            }
        }
        if (callback != null) {
            explanation.mistakes(both == null ? callback : both);
        }
        return explanation.lines.toString();
    }

    private void padding(String what, @Nullable String base64) {
        if (base64 != null && base64.length() % 4 > 1 && base64.indexOf('=') < 0) {
            lines.problem("the Base64 of " + what + " has no padding, =", null);
        }
    }

    private @Nullable Callback decode(@Nullable String headerValue, @Nullable String varHeaderValue) {
        if (headerValue == null) {
            lines.problem("there is no callback", null);
            return null;
        }
        try {
            return Callback.decode(headerValue, varHeaderValue);
        } catch (InvalidCallbackException e) {
            lines.problem(String.valueOf(e.getMessage()), e.ec());
            return null;
        }
    }

    private void callback(Callback callback) {
        String policyName = callback.policyName();
        if (policyName != null) {
            lines.line("callbackPolicy", policyName);
        }
        for (String url : callback.urls()) {
            lines.line("callbackUrl", USER.matcher(url).replaceFirst("//…@"));
        }
        String host = callback.host();
        if (host != null) {
            lines.line("callbackHost", host);
        }
        if (!callback.body().isEmpty()) {
            lines.line("callbackBody", callback.body());
            lines.line("callbackBodyType", callback.bodyType().contentType());
        }
        lines.line("callbackSNI", String.valueOf(callback.sni()));
        callback.additionalHeaders().forEach((name, value) -> lines.line("additional header " + name, value));
        String signatureVersion = callback.signatureVersion();
        if (signatureVersion != null) {
            lines.line("signatureVersion", signatureVersion);
        }
        for (String name : callback.unknownMembers()) {
            lines.problem(
                    name.equals("callbackSNI")
                            ? "callbackSNI must be a JSON boolean: true or false, without quotes"
                            : "unknown member " + name,
                    null);
        }
    }

    private void mistakes(Callback callback) {
        BuildRule.rules(callback).forEach(this::check);
        if (!callback.sni() && callback.urls().stream().anyMatch(CallbackUrl::isHttps)) {
            lines.problem(
                    "an https URL requires callbackSNI: true, otherwise virtual-hosted servers return another certificate",
                    null);
        }
        try {
            TemplateRule.checkEncoding(callback.body());
        } catch (InvalidCallbackException e) {
            // CallbackBody writes this for texts that are not variables.
            lines.advice(String.valueOf(e.getMessage()));
        }
        callback.warnings().forEach(warning -> lines.advice(warning));
    }

    private void check(Runnable rule) {
        try {
            rule.run();
        } catch (InvalidCallbackException e) {
            lines.problem(String.valueOf(e.getMessage()), e.ec());
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.explain;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.callback.InvalidCallbackException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The explanation of a callback in a request: contents, mistakes that OSS rejects, and mistakes that it accepts. */
public final class CallbackExplanation {
    /** The user and the password of a URL. */
    private static final Pattern USER = Pattern.compile("//[^/?#]*@");

    private final Explanation.Builder lines = new Explanation.Builder(text -> text);

    private CallbackExplanation() {}

    /**
     * Explains two header values. A fact for each member and variable, a problem for each mistake that OSS or {@link
     * Callback.Builder#build} rejects, and advice for each of the {@link Callback#warnings}. Accepts any text and never
     * throws. <b>The result contains everything</b>, including queries of URLs and values of variables.
     *
     * @param headerValue the value of {@link Callback#HEADER}, or null if the request has none
     * @param varHeaderValue the value of {@link Callback#VAR_HEADER}, or null if the request has none
     */
    public static Explanation explain(@Nullable String headerValue, @Nullable String varHeaderValue) {
        CallbackExplanation explanation = new CallbackExplanation();
        explanation.padding("callback", headerValue);
        explanation.padding("callback-var", varHeaderValue);
        Callback callback = explanation.decode(headerValue, null);
        // The policy makes the variables decodable without their callback.
        String any = callback == null ? Callback.policy("none").build().headerValue() : headerValue;
        Callback both = explanation.decode(any, varHeaderValue);
        if (callback != null) {
            explanation.callback(callback);
        }
        if (both != null) {
            both.variables().forEach(explanation.lines::fact);
            for (String name : both.ignoredVariables()) {
                explanation.lines.problem(
                        "OSS ignores a custom variable whose name does not begin with x:, was " + name);
            }
        }
        if (callback != null) {
            explanation.mistakes(both == null ? callback : both);
        }
        return explanation.lines.build();
    }

    private void padding(String what, @Nullable String base64) {
        if (base64 != null && base64.length() % 4 > 1 && base64.indexOf('=') < 0) {
            lines.problem("the Base64 of " + what + " has no padding, =");
        }
    }

    private @Nullable Callback decode(@Nullable String headerValue, @Nullable String varHeaderValue) {
        if (headerValue == null) {
            lines.problem("there is no callback");
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
        lines.fact("callbackPolicy", callback.policyName());
        for (String url : callback.urls()) {
            lines.fact("callbackUrl", USER.matcher(url).replaceFirst("//…@"));
        }
        lines.fact("callbackHost", callback.host());
        if (!callback.body().isEmpty()) {
            lines.fact("callbackBody", callback.body());
            lines.fact("callbackBodyType", callback.bodyType());
        }
        lines.fact("callbackSNI", String.valueOf(callback.sni()));
        callback.additionalHeaders().forEach((name, value) -> lines.fact("additional header " + name, value));
        lines.fact("signatureVersion", callback.signatureVersion());
        for (String name : callback.unknownMembers()) {
            lines.problem(
                    name.equals("callbackSNI")
                            ? "callbackSNI must be a JSON boolean: true or false, without quotes"
                            : "unknown member " + name);
        }
    }

    private void mistakes(Callback callback) {
        callback.violations()
                .forEach(violation -> lines.problem(String.valueOf(violation.getMessage()), violation.ec()));
        if (!callback.sni() && callback.urls().stream().anyMatch(url -> url.regionMatches(true, 0, "https:", 0, 6))) {
            lines.problem(
                    "an https URL requires callbackSNI: true, otherwise virtual-hosted servers return another certificate");
        }
        callback.warnings().forEach(lines::advice);
    }
}

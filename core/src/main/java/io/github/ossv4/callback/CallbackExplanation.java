// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.callback;

import io.github.ossv4.text.PrintableText;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Two header values as lines for a reader, with what OSS refuses in them and what it takes but should not be sent. */
final class CallbackExplanation {
    private final StringBuilder lines = new StringBuilder();

    private CallbackExplanation() {}

    static String of(@Nullable String headerValue, @Nullable String varHeaderValue) {
        CallbackExplanation explanation = new CallbackExplanation();
        explanation.padding("callback", headerValue);
        explanation.padding("callback-var", varHeaderValue);
        Callback callback = explanation.decode(headerValue, null);
        Callback both = callback == null ? null : explanation.decode(headerValue, varHeaderValue);
        if (callback == null && varHeaderValue != null) {
            // A policy is there for the variables to be read on their own.
            both = explanation.decode(Callback.policy("none").build().headerValue(), varHeaderValue);
        }
        if (callback != null) {
            explanation.callback(callback);
        }
        if (both != null) {
            for (Map.Entry<String, String> variable : both.variables().entrySet()) {
                explanation.line(variable.getKey(), variable.getValue());
            }
        }
        if (callback != null) {
            explanation.mistakes(both == null ? callback : both);
        }
        return explanation.lines.toString();
    }

    private void padding(String what, @Nullable String base64) {
        if (base64 != null && base64.length() % 4 > 1 && base64.indexOf('=') < 0) {
            problem("the Base64 of " + what + " lacks its padding, =", null);
        }
    }

    private @Nullable Callback decode(@Nullable String headerValue, @Nullable String varHeaderValue) {
        if (headerValue == null) {
            problem("there is no callback, so OSS performs none", null);
            return null;
        }
        try {
            return Callback.decode(headerValue, varHeaderValue);
        } catch (InvalidCallbackException e) {
            problem(String.valueOf(e.getMessage()), e.ec());
            return null;
        }
    }

    private void callback(Callback callback) {
        String policyName = callback.policyName();
        if (policyName != null) {
            line("callbackPolicy", policyName);
        }
        for (String url : callback.urls()) {
            line("callbackUrl", url);
        }
        String host = callback.host();
        if (host != null) {
            line("callbackHost", host);
        }
        if (!callback.body().isEmpty()) {
            line("callbackBody", callback.body());
            line("callbackBodyType", callback.bodyType().contentType());
        }
        line("callbackSNI", String.valueOf(callback.sni()));
        callback.additionalHeaders().forEach((name, value) -> line("additional header " + name, value));
        String signatureVersion = callback.signatureVersion();
        if (signatureVersion != null) {
            line("signatureVersion", signatureVersion);
        }
        for (String name : callback.unreadMembers()) {
            problem(
                    name.equals("callbackSNI")
                            ? "callbackSNI is no JSON boolean: true or false, without quotes"
                            : "the member " + name + " is not known",
                    null);
        }
    }

    private void mistakes(Callback callback) {
        BuildRule.of(callback).forEach(this::check);
        if (!callback.sni() && callback.urls().stream().anyMatch(CallbackUrl::isHttps)) {
            problem("an https URL without callbackSNI: true: virtual-hosted servers show another certificate", null);
        }
        try {
            TemplateRule.checkEncoding(callback.body());
        } catch (InvalidCallbackException e) {
            // CallbackBody writes so what is no variable.
            line("! advice", String.valueOf(e.getMessage()));
        }
        callback.warnings().forEach(warning -> line("! advice", warning));
    }

    private void check(Runnable rule) {
        try {
            rule.run();
        } catch (InvalidCallbackException e) {
            problem(String.valueOf(e.getMessage()), e.ec());
        }
    }

    private void line(String name, String value) {
        lines.append(PrintableText.escape(name))
                .append(": ")
                .append(PrintableText.escape(value))
                .append('\n');
    }

    private void problem(String text, @Nullable String ec) {
        line("! problem", ec == null ? text : text + " (EC " + ec + ")");
    }
}

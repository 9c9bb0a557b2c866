// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.callback;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The rules of {@link Callback.Builder#build}, one by one: the builder stops at the first violation,
 * {@link Callback#violations} reports all. They are stricter than {@link CallbackReading}, which accepts what OSS
 * accepts.
 */
final class BuildRule {
    private BuildRule() {}

    /** Returns the rules for a callback. Each throws {@link InvalidCallbackException} if it is violated. */
    static List<Runnable> rules(Callback callback) {
        List<Runnable> rules = new ArrayList<>();
        Set<String> names = callback.variables().keySet();
        names.forEach(name -> rules.add(() -> CallbackRule.checkVariableName(name)));
        String policyName = callback.policyName();
        if (policyName == null) {
            rules.add(() -> CallbackRule.checkUrls(callback.urls()));
            callback.urls().forEach(url -> rules.add(() -> CallbackUrl.of(url)));
            rules.add(() -> CallbackRule.checkHost(callback.host()));
            rules.add(() -> CallbackRule.checkSignatureVersion(callback.signatureVersion()));
            rules.add(() -> CallbackRule.checkAdditionalHeaders(callback.additionalHeaders()));
            rules.add(() -> CallbackRule.checkBody(callback.body()));
            rules.add(() -> TemplateRule.checkBrackets(callback.body()));
            rules.add(() -> TemplateRule.check(callback.body(), callback.type(), names));
        } else {
            rules.add(() -> checkPolicy(callback, policyName));
        }
        rules.add(() -> CallbackRule.checkLength(callback.headerValue()));
        String varHeaderValue = callback.varHeaderValue();
        if (varHeaderValue != null) {
            rules.add(() -> CallbackRule.checkVarLength(varHeaderValue));
        }
        return rules;
    }

    private static void checkPolicy(Callback callback, String policyName) {
        if (!callback.urls().isEmpty()
                || !callback.body().isEmpty()
                || callback.host() != null
                || callback.statesSni()
                || !callback.additionalHeaders().isEmpty()
                || callback.signatureVersion() != null) {
            throw new InvalidCallbackException(
                    null,
                    "a callback by policy must have custom variables only, the rest is in the policy: " + policyName);
        }
    }
}

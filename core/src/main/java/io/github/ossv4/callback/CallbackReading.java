// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.callback;

import io.github.ossv4.internal.error.KnownError;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decodes a callback from a request, as leniently as OSS does: accepts what is valid but not recommended. */
final class CallbackReading {
    private static final List<String> MEMBERS = Collections.unmodifiableList(Arrays.asList(
            "callbackUrl",
            "callbackHost",
            "callbackBody",
            "callbackBodyType",
            "callbackSNI",
            "callbackPolicy",
            "additionalHeaders",
            "signatureVersion"));

    private final Map<String, Object> members;

    private CallbackReading(Map<String, Object> members) {
        this.members = members;
    }

    /** Parses two headers, or two parameters of a query. */
    static Callback.Builder parse(String headerValue, @Nullable String varHeaderValue) {
        Callback.Builder builder = parse(headerValue);
        if (varHeaderValue != null) {
            CallbackJson.decode("callback-var", CallbackRule.checkVarLength(varHeaderValue))
                    .forEach((name, value) -> {
                        if (CallbackRule.isVariable(name)) {
                            builder.variables.put(name, text(value));
                        } else {
                            builder.ignoredVariables.add(name);
                        }
                    });
        }
        return builder;
    }

    /** Parses the fields of a form, whose names are not case-sensitive. Null if it has no callback. */
    static Callback.@Nullable Builder parseForm(Map<String, String> fields) {
        Map<String, String> byLowerCase = new LinkedHashMap<>();
        fields.forEach((name, value) -> {
            if (byLowerCase.put(name.toLowerCase(Locale.ROOT), value) != null) {
                throw new InvalidCallbackException(null, "field is repeated: " + name);
            }
        });
        String callback = byLowerCase.get("callback");
        if (callback == null) {
            return null;
        }
        Callback.Builder builder = parse(callback);
        byLowerCase.forEach((name, value) -> {
            if (CallbackRule.isVariable(name)) {
                builder.variables.put(name, value);
            }
        });
        return builder;
    }

    private static Callback.Builder parse(String headerValue) {
        return new CallbackReading(CallbackJson.decode("callback", CallbackRule.checkLength(headerValue))).builder();
    }

    private Callback.Builder builder() {
        String policyName = text("callbackPolicy");
        String url = text("callbackUrl");
        if (url == null && policyName == null) {
            throw new InvalidCallbackException(
                    KnownError.CALLBACK_URL.key(),
                    "The callback url configuration is invalid: there is no callbackUrl.");
        }
        Callback.Builder builder =
                new Callback.Builder(url == null ? Collections.emptyList() : Arrays.asList(url.split(";", -1)));
        builder.policyName = policyName;
        if (url != null) {
            CallbackRule.checkUrls(builder.urls);
        }
        String body = text("callbackBody");
        builder.body = body == null ? "" : body;
        if (policyName == null) {
            CallbackRule.checkBody(builder.body);
        }
        builder.host = text("callbackHost");
        builder.bodyType = bodyType();
        builder.sni = members.get("callbackSNI") instanceof Boolean ? (Boolean) members.get("callbackSNI") : null;
        builder.signatureVersion = text("signatureVersion");
        additionalHeaders(builder.additionalHeaders);
        builder.unknownMembers.addAll(members.keySet());
        builder.unknownMembers.removeAll(MEMBERS);
        if (builder.sni == null && members.containsKey("callbackSNI")) {
            builder.unknownMembers.add("callbackSNI");
        }
        return builder;
    }

    private CallbackBodyType bodyType() {
        String contentType = text("callbackBodyType");
        if (contentType == null || contentType.isEmpty()) {
            return CallbackBodyType.FORM;
        }
        CallbackBodyType type = CallbackBodyType.ofContentType(contentType.toLowerCase(Locale.ROOT));
        if (type == null) {
            throw new InvalidCallbackException(null, "The callback body type is not supported: " + contentType);
        }
        return type;
    }

    private void additionalHeaders(Map<String, String> headers) {
        Object value = members.get("additionalHeaders");
        if (value instanceof Map) {
            ((Map<?, ?>) value).forEach((name, header) -> headers.put((String) name, text(header)));
            CallbackRule.checkAdditionalHeaders(headers);
        } else if (value != null) {
            throw new InvalidCallbackException(
                    KnownError.CALLBACK_HEADERS.key(), "additionalHeaders must be an object");
        }
    }

    private @Nullable String text(String member) {
        Object value = members.get(member);
        return value == null ? null : text(value);
    }

    private static String text(Object value) {
        return value instanceof Map ? "" : value.toString();
    }
}

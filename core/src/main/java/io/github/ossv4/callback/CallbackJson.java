// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.callback;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.github.ossv4.internal.error.KnownError;
import io.github.ossv4.internal.json.JsonText;
import io.github.ossv4.internal.json.JsonTree;
import io.github.ossv4.internal.text.PrintableText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The encoding of a callback and its variables in a request: compact JSON, UTF-8, Base64 in the standard alphabet with
 * padding. Values are texts and booleans.
 */
final class CallbackJson {
    private CallbackJson() {}

    static String encode(Map<String, ?> members) {
        return Base64.getEncoder().encodeToString(JsonText.of(members).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Decodes members as OSS does: booleans stay booleans, other scalars become texts, nulls are omitted. An object
     * becomes a map of its scalars. Arrays and deeper objects become empty texts.
     */
    static Map<String, Object> decode(String what, String base64) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new InvalidCallbackException(
                    KnownError.CALLBACK_BASE64.key(),
                    "The " + what + " configuration is not base64 encoded" + whyNotBase64(base64) + ".");
        }
        Object tree;
        try {
            tree = JsonTree.parse(bytes, 0);
        } catch (JsonProcessingException e) {
            // Not the parser's message: it quotes the input, which may be a secret.
            throw notJson(what, JsonTree.malformed(e) + " of " + bytes.length);
        } catch (IOException e) {
            throw notJson(what, "it is not one object in UTF-8");
        }
        if (!(tree instanceof Map)) {
            throw notJson(what, "it does not begin with {");
        }
        return members((Map<?, ?>) tree, true);
    }

    private static Map<String, Object> members(Map<?, ?> tree, boolean nested) {
        Map<String, Object> members = new LinkedHashMap<>();
        for (Map.Entry<?, ?> member : tree.entrySet()) {
            String name = (String) member.getKey();
            Object value = member.getValue();
            CallbackRule.checkText("name in its JSON", name);
            if (value instanceof String) {
                CallbackRule.checkText("text in its JSON", (String) value);
                members.put(name, value);
            } else if (value instanceof JsonToken) {
                if (value != JsonToken.VALUE_NULL) {
                    members.put(name, value == JsonToken.VALUE_TRUE);
                }
            } else if (value instanceof Map && nested) {
                members.put(name, members((Map<?, ?>) value, false));
            } else {
                members.put(name, value instanceof Number ? value.toString() : "");
            }
        }
        return members;
    }

    /** Returns the reason, common mistakes first. */
    private static String whyNotBase64(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '-' || c == '_') {
                return at(i, "it is in the URL-safe alphabet; OSS accepts + and / only");
            }
            if (c == '%') {
                return at(i, "it is percent-encoded: decode it first");
            }
            if (c == '{') {
                return at(i, "it is JSON: encode it in Base64");
            }
            if (c == '\r' || c == '\n') {
                return at(i, "it has a line break");
            }
            if (c == ' ') {
                return at(i, "it has a space, possibly a + that was decoded as in a form");
            }
            if (!Character.isLetterOrDigit(c) && c != '+' && c != '/' && c != '=') {
                return at(i, "it has " + PrintableText.codePoint(c));
            }
        }
        return text.length() % 4 == 0 ? "" : ": its length must be a multiple of 4, was " + text.length();
    }

    private static String at(int index, String what) {
        return ": at index " + index + " " + what;
    }

    private static InvalidCallbackException notJson(String what, String why) {
        return new InvalidCallbackException(null, "The " + what + " configuration is not json format: " + why + ".");
    }
}

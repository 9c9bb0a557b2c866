// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.callback;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.github.ossv4.text.PrintableText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The form that a callback and its variables travel in: compact JSON, UTF-8, Base64 in the standard alphabet with
 * padding. Members are texts and booleans.
 */
final class CallbackJson {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private CallbackJson() {}

    static String encode(Map<String, ?> members) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            write(json, members);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot happen in memory", e);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    /** Where a parser gave up: at a character of a text, or at a byte of bytes. It does not always say. */
    static String where(JsonProcessingException e) {
        JsonLocation location = e.getLocation();
        if (location == null) {
            return " at a name or number that is too long, or at what is nested too deep";
        }
        return " before index " + Math.max(location.getCharOffset(), location.getByteOffset());
    }

    private static void write(JsonGenerator json, Map<?, ?> members) throws IOException {
        json.writeStartObject();
        for (Map.Entry<?, ?> member : members.entrySet()) {
            json.writeFieldName((String) member.getKey());
            Object value = member.getValue();
            if (value instanceof Boolean) {
                json.writeBoolean((Boolean) value);
            } else if (value instanceof Map) {
                write(json, (Map<?, ?>) value);
            } else {
                json.writeString((String) value);
            }
        }
        json.writeEndObject();
    }

    /**
     * Why a text is no JSON, in which no object has a name twice; null if it is. Says where, not what is there: that may
     * be a secret.
     */
    static @Nullable String problem(String text) {
        try (JsonParser json = JSON.createParser(text)) {
            if (json.nextToken() == null) {
                return "it is empty";
            }
            json.skipChildren();
            return json.nextToken() == null ? null : "more follows after its end";
        } catch (JsonProcessingException e) {
            return "it goes wrong" + where(e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot happen in memory", e);
        }
    }

    /**
     * Reads members as OSS does: booleans stay booleans, other scalars become texts, nulls are left out. An object
     * becomes a map of its scalars; of what lies deeper, and of arrays, only the name is kept, with an empty text.
     */
    static Map<String, Object> decode(String what, String base64) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new InvalidCallbackException(
                    CallbackRule.NOT_BASE64,
                    "The " + what + " configuration is not base64 encoded" + whyNotBase64(base64) + ".");
        }
        try (JsonParser json = JSON.createParser(bytes)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw notJson(what, "it does not begin with {");
            }
            Map<String, Object> members = members(json, true);
            if (json.nextToken() != null) {
                throw notJson(what, "more follows after its }");
            }
            return members;
        } catch (JsonProcessingException e) {
            // Not the parser's own message: it quotes what it read, and that may be a secret.
            throw notJson(what, "it goes wrong" + where(e) + " of " + bytes.length);
        } catch (IOException e) {
            throw notJson(what, "no UTF-8");
        }
    }

    private static Map<String, Object> members(JsonParser json, boolean deeper) throws IOException {
        Map<String, Object> members = new LinkedHashMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            CallbackRule.checkText("a name of its JSON", name);
            Object value = value(json, json.nextToken(), deeper);
            if (value != null) {
                members.put(name, value);
            }
        }
        return members;
    }

    private static @Nullable Object value(JsonParser json, JsonToken token, boolean deeper) throws IOException {
        switch (token) {
            case VALUE_TRUE:
                return true;
            case VALUE_FALSE:
                return false;
            case VALUE_STRING:
                CallbackRule.checkText("a text of its JSON", json.getText());
                return json.getText();
            case VALUE_NUMBER_INT:
            case VALUE_NUMBER_FLOAT:
                return json.getText();
            case VALUE_NULL:
                return null;
            default:
                if (deeper && token == JsonToken.START_OBJECT) {
                    return members(json, false);
                }
                json.skipChildren();
                return "";
        }
    }

    /** The usual reasons first; all of them were seen in the wild. */
    private static String whyNotBase64(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '-' || c == '_') {
                return at(i, "it is in the URL-safe alphabet; OSS takes + and / only");
            }
            if (c == '%') {
                return at(i, "it is percent-encoded, decode it first");
            }
            if (c == '{') {
                return at(i, "this is JSON, not yet in Base64");
            }
            if (c == '\r' || c == '\n') {
                return at(i, "a line break");
            }
            if (c == ' ') {
                return at(i, "a blank; a + that was decoded as in a form becomes one");
            }
            if (!Character.isLetterOrDigit(c) && c != '+' && c != '/' && c != '=') {
                return at(i, PrintableText.codePoint(c));
            }
        }
        return text.length() % 4 == 0 ? "" : ": it has " + text.length() + " characters, no multiple of 4";
    }

    private static String at(int index, String what) {
        return ": at index " + index + " " + what;
    }

    private static InvalidCallbackException notJson(String what, String why) {
        return new InvalidCallbackException(null, "The " + what + " configuration is not json format: " + why + ".");
    }
}

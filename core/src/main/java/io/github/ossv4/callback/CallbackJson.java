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
 * The encoding of a callback and its variables in a request: compact JSON, UTF-8, Base64 in the standard alphabet with
 * padding. Values are texts and booleans.
 */
final class CallbackJson {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private static final JsonFactory ANY = new JsonFactory();

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

    /**
     * Returns the position of a syntax error: an index of characters in a text, or of bytes. Some exceptions contain
     * none.
     */
    static String location(JsonProcessingException e) {
        JsonLocation location = e.getLocation();
        if (location == null) {
            return ": a name or number is too long, or it is nested too deep";
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

    /** Returns whether a text is one JSON value of any type. Names may be repeated. */
    static boolean isJson(String text) {
        try (JsonParser json = ANY.createParser(text)) {
            if (json.nextToken() == null) {
                return false;
            }
            json.skipChildren();
            return json.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Returns why a text is not JSON with unique names; null if it is. Contains the position, not the text, which may
     * be a secret.
     */
    static @Nullable String problem(String text) {
        try (JsonParser json = JSON.createParser(text)) {
            if (json.nextToken() == null) {
                return "it is empty";
            }
            json.skipChildren();
            return json.nextToken() == null ? null : "there is text after its end";
        } catch (JsonProcessingException e) {
            return "it is malformed" + location(e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot happen in memory", e);
        }
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
                    CallbackRule.NOT_BASE64,
                    "The " + what + " configuration is not base64 encoded" + whyNotBase64(base64) + ".");
        }
        try (JsonParser json = JSON.createParser(bytes)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw notJson(what, "it does not begin with {");
            }
            Map<String, Object> members = members(json, true);
            if (json.nextToken() != null) {
                throw notJson(what, "there is text after its }");
            }
            return members;
        } catch (JsonProcessingException e) {
            // Not the parser's message: it quotes the input, which may be a secret.
            throw notJson(what, "it is malformed" + location(e) + " of " + bytes.length);
        } catch (IOException e) {
            throw notJson(what, "it is not UTF-8");
        }
    }

    private static Map<String, Object> members(JsonParser json, boolean nested) throws IOException {
        Map<String, Object> members = new LinkedHashMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            CallbackRule.checkText("name in its JSON", name);
            Object value = value(json, json.nextToken(), nested);
            if (value != null) {
                members.put(name, value);
            }
        }
        return members;
    }

    private static @Nullable Object value(JsonParser json, JsonToken token, boolean nested) throws IOException {
        switch (token) {
            case VALUE_TRUE:
                return true;
            case VALUE_FALSE:
                return false;
            case VALUE_STRING:
                CallbackRule.checkText("text in its JSON", json.getText());
                return json.getText();
            case VALUE_NUMBER_INT:
            case VALUE_NUMBER_FLOAT:
                return json.getText();
            case VALUE_NULL:
                return null;
            default:
                if (nested && token == JsonToken.START_OBJECT) {
                    return members(json, false);
                }
                json.skipChildren();
                return "";
        }
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

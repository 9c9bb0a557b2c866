// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.callback;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
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
            json.writeStartObject();
            for (Map.Entry<String, ?> member : members.entrySet()) {
                json.writeFieldName(member.getKey());
                if (member.getValue() instanceof Boolean) {
                    json.writeBoolean((Boolean) member.getValue());
                } else {
                    json.writeString((String) member.getValue());
                }
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot happen in memory", e);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    /**
     * Reads members as OSS does: booleans stay booleans, other scalars become texts, nulls are left out. Of objects and
     * arrays only the name is kept, with an empty text.
     */
    static Map<String, Object> decode(String what, String base64) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new InvalidCallbackException(
                    CallbackRule.NOT_BASE64, "The " + what + " configuration is not base64 encoded.");
        }
        Map<String, Object> members = new LinkedHashMap<>();
        try (JsonParser json = JSON.createParser(bytes)) {
            require(json.nextToken() == JsonToken.START_OBJECT, what);
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                Object value = value(json, json.nextToken());
                if (value != null) {
                    members.put(name, value);
                }
            }
            require(json.nextToken() == null, what);
        } catch (IOException e) {
            require(false, what);
        }
        return members;
    }

    private static @Nullable Object value(JsonParser json, JsonToken token) throws IOException {
        switch (token) {
            case VALUE_TRUE:
                return true;
            case VALUE_FALSE:
                return false;
            case VALUE_STRING:
            case VALUE_NUMBER_INT:
            case VALUE_NUMBER_FLOAT:
                return json.getText();
            case VALUE_NULL:
                return null;
            default:
                json.skipChildren();
                return "";
        }
    }

    private static void require(boolean isJsonObject, String what) {
        if (!isJsonObject) {
            throw new InvalidCallbackException(null, "The " + what + " configuration is not json format.");
        }
    }
}

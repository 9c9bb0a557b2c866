// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.credentials;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A JSON object. Its values may be secrets: no exception contains them. Immutable. */
final class JsonObject implements Settings {
    /** Deeper values are ignored. */
    private static final int DEEPEST = 4;

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** Strings, numbers, booleans, objects, and lists of them. */
    private final Map<String, Object> members;

    private JsonObject(Map<String, Object> members) {
        this.members = members;
    }

    /** Returns null if the text is not a single JSON object. */
    static @Nullable JsonObject parse(byte[] json) {
        try (JsonParser parser = JSON.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            JsonObject object = object(parser, 1);
            return parser.nextToken() == null ? object : null;
        } catch (IOException e) {
            // The message of the exception quotes the text.
            return null;
        }
    }

    private static JsonObject object(JsonParser parser, int depth) throws IOException {
        Map<String, Object> members = new HashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            Object value = value(parser, depth);
            if (value != null) {
                members.put(name, value);
            }
        }
        return new JsonObject(members);
    }

    private static @Nullable Object value(JsonParser parser, int depth) throws IOException {
        switch (parser.currentToken()) {
            case VALUE_STRING:
                return parser.getText();
            case VALUE_NUMBER_INT:
                return parser.getNumberValue();
            case VALUE_TRUE:
                return true;
            case START_OBJECT:
                if (depth < DEEPEST) {
                    return object(parser, depth + 1);
                }
                break;
            case START_ARRAY:
                if (depth < DEEPEST) {
                    return list(parser, depth + 1);
                }
                break;
            default:
                break;
        }
        parser.skipChildren();
        return null;
    }

    private static List<Object> list(JsonParser parser, int depth) throws IOException {
        List<Object> values = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            Object value = value(parser, depth);
            if (value != null) {
                values.add(value);
            }
        }
        return values;
    }

    /** Returns a string that is not empty; null for anything else. */
    @Override
    public @Nullable String text(String name) {
        Object value = members.get(name);
        return value instanceof String && !((String) value).isEmpty() ? (String) value : null;
    }

    boolean isTrue(String name) {
        return Boolean.TRUE.equals(members.get(name));
    }

    /** Returns an integer; 0 for anything else. */
    long integer(String name) {
        Object value = members.get(name);
        return value instanceof Integer || value instanceof Long ? ((Number) value).longValue() : 0;
    }

    @Nullable
    JsonObject object(String name) {
        Object value = members.get(name);
        return value instanceof JsonObject ? (JsonObject) value : null;
    }

    /** Returns the objects of an array; none for anything else. */
    List<JsonObject> objects(String name) {
        List<JsonObject> objects = new ArrayList<>();
        Object value = members.get(name);
        if (value instanceof List) {
            for (Object element : (List<?>) value) {
                if (element instanceof JsonObject) {
                    objects.add((JsonObject) element);
                }
            }
        }
        return objects;
    }
}

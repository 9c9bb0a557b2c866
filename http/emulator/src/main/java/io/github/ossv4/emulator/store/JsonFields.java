// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of a JSON object in a journal. Methods throw {@link IOException} if a field is missing or has another type. */
record JsonFields(Map<String, Object> values) {
    /** Parses the JSON object that starts at {@code offset}. */
    static JsonFields parse(JsonFactory json, byte[] bytes, int offset) throws IOException {
        try (JsonParser parser = json.createParser(bytes, offset, bytes.length - offset)) {
            parser.nextToken();
            if (value(parser) instanceof JsonFields fields && parser.nextToken() == null) {
                return fields;
            }
            throw new IOException("it is not one JSON object");
        }
    }

    private static Object value(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> {
                Map<String, Object> values = new HashMap<>();
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String name = parser.currentName();
                    parser.nextToken();
                    values.put(name, value(parser));
                }
                yield new JsonFields(values);
            }
            case START_ARRAY -> {
                List<Object> elements = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    elements.add(value(parser));
                }
                yield elements;
            }
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_TRUE -> true;
            default -> throw new IOException("the value " + token + " is unknown");
        };
    }

    private <T> @Nullable T optional(String name, Class<T> type) throws IOException {
        Object value = values.get(name);
        if (value != null && !type.isInstance(value)) {
            throw new IOException("the field " + name + " is not of type " + type.getSimpleName());
        }
        return type.cast(value);
    }

    private <T> T required(String name, Class<T> type) throws IOException {
        T value = optional(name, type);
        if (value == null) {
            throw new IOException("the field " + name + " is missing");
        }
        return value;
    }

    @Nullable
    String optionalText(String name) throws IOException {
        return optional(name, String.class);
    }

    String text(String name) throws IOException {
        return required(name, String.class);
    }

    long number(String name) throws IOException {
        return required(name, Long.class);
    }

    @Nullable
    Long optionalNumber(String name) throws IOException {
        return optional(name, Long.class);
    }

    /** Returns whether the field is true. A missing field is false. */
    boolean isTrue(String name) throws IOException {
        return optional(name, Boolean.class) != null;
    }

    @Nullable
    JsonFields optionalFields(String name) throws IOException {
        return optional(name, JsonFields.class);
    }

    JsonFields fields(String name) throws IOException {
        return required(name, JsonFields.class);
    }

    /** Returns the elements of a list, which must be of one type. */
    <T> List<T> list(String name, Class<T> type) throws IOException {
        List<T> elements = new ArrayList<>();
        for (Object element : required(name, List.class)) {
            if (!type.isInstance(element)) {
                throw new IOException("the field " + name + " is not a list of " + type.getSimpleName());
            }
            elements.add(type.cast(element));
        }
        return elements;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON values as Java objects: {@link Map}, {@link List}, {@link String}, {@link java.math.BigInteger}, {@link
 * java.math.BigDecimal}; true, false and null are the {@link JsonToken}.
 */
public final class JsonTree {
    /** The deepest value. */
    public static final int MAX_DEPTH = 16;

    /** Does not intern names: they come from untrusted input. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private JsonTree() {}

    /** Parses a JSON value. Returns null if it is malformed, repeats a member or is too deep. */
    public static @Nullable Object parse(String text) {
        try (JsonParser parser = JSON.createParser(text)) {
            return parseSingle(parser);
        } catch (IOException e) {
            return null;
        }
    }

    /**
     * Parses the JSON value in UTF-8 that starts at {@code offset}.
     *
     * @throws IOException if there is not exactly one value, or it is malformed, repeats a member or is too deep. The message
     *     may quote the text
     */
    public static Object parse(byte[] bytes, int offset) throws IOException {
        try (JsonParser parser = JSON.createParser(bytes, offset, bytes.length - offset)) {
            return parseSingle(parser);
        }
    }

    /** Parses the policy of a form, in which {@code \$} is a dollar sign. Returns null as {@link #parse(String)}. */
    public static @Nullable Object parsePolicy(String text) {
        StringBuilder json = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                i++;
                if (text.charAt(i) != '$') {
                    json.append(c);
                }
            }
            json.append(text.charAt(i));
        }
        return parse(json.toString());
    }

    private static Object parseSingle(JsonParser parser) throws IOException {
        if (parser.nextToken() == null) {
            throw new IOException("there is no JSON value");
        }
        Object value = value(parser, 0);
        if (parser.nextToken() != null) {
            throw new IOException("there is more than one JSON value");
        }
        return value;
    }

    private static Object value(JsonParser parser, int depth) throws IOException {
        if (depth > MAX_DEPTH) {
            throw new IOException("JSON is nested deeper than " + MAX_DEPTH);
        }
        JsonToken token = parser.currentToken();
        switch (token) {
            case START_OBJECT:
                Map<String, Object> members = new LinkedHashMap<>();
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String name = parser.currentName();
                    parser.nextToken();
                    members.put(name, value(parser, depth + 1));
                }
                return members;
            case START_ARRAY:
                List<Object> elements = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    elements.add(value(parser, depth + 1));
                }
                return elements;
            case VALUE_STRING:
                return parser.getText();
            case VALUE_NUMBER_INT:
                return parser.getBigIntegerValue();
            case VALUE_NUMBER_FLOAT:
                return parser.getDecimalValue();
            default:
                return token;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * JSON values as Java objects: {@link Map}, {@link List}, {@link String}, {@link java.math.BigInteger}, {@link
 * java.math.BigDecimal}; true, false and null are the {@link JsonToken}.
 */
public final class JsonTree {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private JsonTree() {}

    /** Parses a JSON value. Returns null if it is malformed, or has a duplicate member. */
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
     * @throws IOException if there is not exactly one value, or it is malformed or has a duplicate member
     */
    public static Object parse(byte[] bytes, int offset) throws IOException {
        try (JsonParser parser = JSON.createParser(bytes, offset, bytes.length - offset)) {
            return parseSingle(parser);
        }
    }

    private static Object parseSingle(JsonParser parser) throws IOException {
        if (parser.nextToken() == null) {
            throw new IOException("there is no JSON value");
        }
        Object value = value(parser);
        if (parser.nextToken() != null) {
            throw new IOException("there is more than one JSON value");
        }
        return value;
    }

    private static Object value(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> {
                Map<String, Object> members = new LinkedHashMap<>();
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String name = parser.currentName();
                    parser.nextToken();
                    members.put(name, value(parser));
                }
                yield members;
            }
            case START_ARRAY -> {
                List<Object> elements = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    elements.add(value(parser));
                }
                yield elements;
            }
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> parser.getBigIntegerValue();
            case VALUE_NUMBER_FLOAT -> parser.getDecimalValue();
            default -> token;
        };
    }

    /** Writes a string or a list of strings, with a space after each comma as OSS does. */
    public static String write(Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(JsonTree::write).collect(Collectors.joining(", ", "[", "]"));
        }
        return '"' + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(value.toString())) + '"';
    }
}

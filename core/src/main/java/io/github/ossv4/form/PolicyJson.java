// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.form;

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
 * The JSON of a policy as Java objects: {@link Map}, {@link List}, {@link String}, {@link java.math.BigInteger}; any other
 * value is the {@link JsonToken} that it starts with.
 */
final class PolicyJson {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private static final int MAX_DEPTH = 16;

    private PolicyJson() {}

    /** Parses a policy, in which {@code \$} is a dollar sign. Returns null if it is malformed or repeats a member. */
    static @Nullable Object parse(String text) {
        try (JsonParser parser = JSON.createParser(unescapeDollars(text))) {
            if (parser.nextToken() == null) {
                return null;
            }
            Object value = value(parser, 0);
            return parser.nextToken() == null ? value : null;
        } catch (IOException e) {
            return null;
        }
    }

    /** Removes the backslash before a dollar sign, which OSS accepts and JSON does not. */
    private static String unescapeDollars(String json) {
        StringBuilder text = new StringBuilder(json.length());
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c == '\\' && i + 1 < json.length()) {
                i++;
                if (json.charAt(i) != '$') {
                    text.append(c);
                }
            }
            text.append(json.charAt(i));
        }
        return text.toString();
    }

    private static Object value(JsonParser parser, int depth) throws IOException {
        if (depth > MAX_DEPTH) {
            throw new IOException("nested too deep");
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
            default:
                return token;
        }
    }
}

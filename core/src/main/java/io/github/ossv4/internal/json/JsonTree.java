// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.internal.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON values as Java objects: {@link Map}, {@link List}, {@link String}, {@link BigInteger}, {@link BigDecimal}; true,
 * false and null are the {@link JsonToken}.
 */
public final class JsonTree {
    /** The deepest value. */
    public static final int MAX_DEPTH = 31;

    /** Does not intern names: they come from untrusted input. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    /** The number of values that may follow. */
    private int rest;

    private JsonTree(int maxValues) {
        this.rest = maxValues;
    }

    /** Parses a JSON value. Returns null if it is malformed, repeats a member or is too deep. */
    public static @Nullable Object parse(String text) {
        try (JsonParser parser = JSON.createParser(text)) {
            return new JsonTree(Integer.MAX_VALUE).single(parser);
        } catch (IOException e) {
            return null;
        }
    }

    /** Returns whether a text is one JSON value of any type. Names may be repeated. */
    public static boolean isValid(String text) {
        try (JsonParser json = new JsonFactory().createParser(text)) {
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
     * Parses the JSON value in UTF-8 that starts at {@code offset}. Like {@link #parse(byte[], int, int)}, without a
     * limit of values.
     */
    public static Object parse(byte[] bytes, int offset) throws IOException {
        return parse(bytes, offset, Integer.MAX_VALUE);
    }

    /**
     * Parses the JSON value in UTF-8 or UTF-16 that starts at {@code offset}, possibly with a byte order mark.
     *
     * @param maxValues the largest number of values, including the whole one, objects and lists
     * @throws IOException if there is not exactly one value, or it is malformed, repeats a member, is too deep or has
     *     too many values. The message may quote the text
     */
    public static Object parse(byte[] bytes, int offset, int maxValues) throws IOException {
        // As a text: for bytes, jackson-core has another parser, which R8 would keep as well.
        String text = new String(bytes, offset, bytes.length - offset, charset(bytes, offset));
        try (JsonParser parser = JSON.createParser(text.startsWith("\uFEFF") ? text.substring(1) : text)) {
            return new JsonTree(maxValues).single(parser);
        }
    }

    /** Returns the encoding by the first character, which is ASCII or a byte order mark. */
    private static Charset charset(byte[] bytes, int offset) {
        int first = bytes.length - offset < 2 ? '{' : bytes[offset] & 0xff;
        int second = bytes.length - offset < 2 ? '}' : bytes[offset + 1] & 0xff;
        if (first == 0 || (first == 0xfe && second == 0xff)) {
            return StandardCharsets.UTF_16BE;
        }
        return second == 0 || (first == 0xff && second == 0xfe) ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_8;
    }

    /**
     * Parses the policy of a form, in which {@code \$} is a dollar sign. Returns null in the same cases as {@link
     * #parse(String)}.
     */
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

    /** Returns whether the text is malformed or repeats a name, as a message with the position. */
    public static String malformed(JsonProcessingException e) {
        boolean repeats = e.getOriginalMessage().startsWith("Duplicate ");
        return (repeats ? "it repeats a name" : "it is malformed") + location(e);
    }

    /**
     * Returns the position of a syntax error: an index of characters in a text, or of bytes. Some exceptions contain
     * none.
     */
    public static String location(JsonProcessingException e) {
        JsonLocation location = e.getLocation();
        if (location == null) {
            return ": a name or number is too long, or it is nested too deep";
        }
        return " before index " + Math.max(location.getCharOffset(), location.getByteOffset());
    }

    /**
     * Returns why a text is not JSON with unique names; null if it is. Contains the position, not the text, which may
     * be a secret.
     */
    public static @Nullable String problem(String text) {
        try (JsonParser json = JSON.createParser(text)) {
            if (json.nextToken() == null) {
                return "it is empty";
            }
            json.skipChildren();
            return json.nextToken() == null ? null : "there is text after its end";
        } catch (JsonProcessingException e) {
            return malformed(e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot happen in memory", e);
        }
    }

    /** Returns a string, or the text of a number or of a boolean; null for another value. */
    public static @Nullable String scalar(Object value) {
        if (value instanceof JsonToken) {
            return value == JsonToken.VALUE_NULL ? null : ((JsonToken) value).asString();
        }
        return value instanceof String || value instanceof Number ? value.toString() : null;
    }

    private Object single(JsonParser parser) throws IOException {
        if (parser.nextToken() == null) {
            throw new IOException("there is no JSON value");
        }
        Object value = value(parser, 0);
        if (parser.nextToken() != null) {
            throw new IOException("there is more than one JSON value");
        }
        return value;
    }

    private Object value(JsonParser parser, int depth) throws IOException {
        if (depth > MAX_DEPTH) {
            throw new IOException("JSON is nested deeper than " + MAX_DEPTH);
        }
        if (rest-- == 0) {
            throw new IOException("JSON has too many values");
        }
        JsonToken token = parser.currentToken();
        // Not a switch: the compiler would generate a class with a table for it.
        if (token == JsonToken.START_OBJECT) {
            Map<String, Object> members = new LinkedHashMap<>();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                members.put(name, value(parser, depth + 1));
            }
            return members;
        }
        if (token == JsonToken.START_ARRAY) {
            List<Object> elements = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                elements.add(value(parser, depth + 1));
            }
            return elements;
        }
        if (token == JsonToken.VALUE_STRING) {
            return parser.getText();
        }
        // Not the parser's conversions: R8 would keep its other parsers of numbers as well.
        if (token == JsonToken.VALUE_NUMBER_INT) {
            return new BigInteger(parser.getText());
        }
        return token == JsonToken.VALUE_NUMBER_FLOAT ? decimal(parser) : token;
    }

    private static BigDecimal decimal(JsonParser parser) throws IOException {
        try {
            return new BigDecimal(parser.getText());
        } catch (NumberFormatException e) {
            throw new JsonParseException(parser, "the exponent of a number is too large", e);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.callback;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.github.ossv4.internal.json.JsonTree;
import io.github.ossv4.internal.text.PercentDecoding;
import io.github.ossv4.internal.text.Utf8;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The fields of a received body by name. Names are unique. */
final class BodyFields {
    static final int MAX_FIELDS = 256;
    static final int MAX_DEPTH = 8;

    /** The maximum length of a name. Nested names repeat the names of the objects around them. */
    static final int MAX_NAME = 1024;

    /** Does not intern names: they come from untrusted input. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    /** The result of {@code "height":${imageInfo.height}} if the object is not an image. */
    private static final Pattern MISSING_VALUE = Pattern.compile(":\\s*[,}]");

    private final Map<String, String> fields = new LinkedHashMap<>();

    /** All names, including names of JSON objects and arrays, which are not fields. */
    private final Set<String> names = new HashSet<>();

    private BodyFields() {}

    /**
     * Parses a body.
     *
     * @throws InvalidCallbackException if it is malformed for its content type
     */
    static Map<String, String> parse(@Nullable String contentType, byte[] body) {
        if (body.length > CallbackNotice.MAX_BYTES) {
            throw invalid("it must be at most " + CallbackNotice.MAX_BYTES + " bytes, was " + body.length);
        }
        if (contentType == null) {
            throw invalid("Content-Type is missing");
        }
        int parameters = contentType.indexOf(';');
        String mediaType = (parameters < 0 ? contentType : contentType.substring(0, parameters))
                .trim()
                .toLowerCase(Locale.ROOT);
        CallbackBodyType type = CallbackBodyType.ofContentType(mediaType);
        if (type == null) {
            throw invalid("Content-Type must be " + CallbackBodyType.FORM.contentType() + " or "
                    + CallbackBodyType.JSON.contentType() + ", was " + CallbackRejectedException.shown(contentType));
        }
        BodyFields parsed = new BodyFields();
        if (type == CallbackBodyType.FORM) {
            parsed.form(utf8(body));
        } else {
            parsed.json(utf8(body));
        }
        return parsed.fields;
    }

    private static String utf8(byte[] bytes) {
        String text = Utf8.decode(bytes);
        if (text == null) {
            throw invalid("it is not UTF-8");
        }
        return text;
    }

    private void form(String body) {
        int from = 0;
        while (from <= body.length()) {
            int ampersand = body.indexOf('&', from);
            int end = ampersand < 0 ? body.length() : ampersand;
            if (end > from) {
                int equals = body.indexOf('=', from);
                boolean nameOnly = equals < 0 || equals > end;
                String name = decoded(body.substring(from, nameOnly ? end : equals));
                add(name, nameOnly ? "" : decoded(body.substring(equals + 1, end)));
            }
            from = end + 1;
        }
    }

    /**
     * Decodes a name or value. OSS does not document how it encodes a space: both {@code +} and {@code %20} are
     * accepted.
     */
    private static String decoded(String text) {
        if (text.indexOf('%') < 0) {
            return text.replace('+', ' ');
        }
        byte[] bytes = PercentDecoding.decode(text.replace('+', ' '));
        if (bytes == null) {
            throw invalid("a field has a % without two hexadecimal digits");
        }
        return utf8(bytes);
    }

    private void json(String body) {
        try (JsonParser json = JSON.createParser(body)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw invalid("it is not a JSON object");
            }
            members(json, "", 1);
            if (json.nextToken() != null) {
                throw invalid("there is text after the JSON");
            }
        } catch (JsonProcessingException e) {
            // Not the parser's message: it quotes the input.
            throw invalid("it is malformed JSON" + JsonTree.location(e)
                    + (MISSING_VALUE.matcher(body).find()
                            ? "; a value is missing, like the width and height of an object that is not an image"
                            : ""));
        } catch (IOException e) {
            throw invalid("it is malformed JSON");
        }
    }

    private void members(JsonParser json, String prefix, int depth) throws IOException {
        if (depth > MAX_DEPTH) {
            throw invalid("its JSON must be nested at most " + MAX_DEPTH + " deep");
        }
        JsonToken token = json.nextToken();
        for (int i = 0; token != JsonToken.END_OBJECT && token != JsonToken.END_ARRAY; i++) {
            String name = prefix + i;
            if (token == JsonToken.FIELD_NAME) {
                name = prefix + json.currentName();
                token = json.nextToken();
            }
            if (token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY) {
                add(name);
                members(json, name + '.', depth + 1);
            } else {
                add(name, token == JsonToken.VALUE_NULL ? "" : json.getText());
            }
            token = json.nextToken();
        }
    }

    private void add(String name, String value) {
        add(name);
        checkText(value);
        fields.put(name, value);
    }

    private void add(String name) {
        if (names.size() == MAX_FIELDS) {
            throw invalid("it must have at most " + MAX_FIELDS + " fields");
        }
        if (name.length() > MAX_NAME) {
            throw invalid("the name of a field must be at most " + MAX_NAME + " characters");
        }
        checkText(name);
        if (!names.add(name)) {
            throw invalid("field is repeated: " + CallbackRejectedException.shown(name));
        }
    }

    private static void checkText(String text) {
        try {
            Utf8.check("a field", text);
        } catch (IllegalArgumentException e) {
            throw invalid(String.valueOf(e.getMessage()));
        }
    }

    static InvalidCallbackException invalid(String why) {
        return new InvalidCallbackException(null, "invalid body of callback: " + why);
    }
}

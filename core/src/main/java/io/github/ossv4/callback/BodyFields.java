// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.callback;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.github.ossv4.text.PercentEncoding;
import io.github.ossv4.text.Utf8;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The fields of a received body by name, each of which it has once. */
final class BodyFields {
    static final int MAX_FIELDS = 256;
    static final int MAX_DEPTH = 8;

    /** Without a limit a long name of an object would be held once more for each of its fields. */
    static final int MAX_NAME = 1024;

    /** Keeps no table of names: anybody may send some. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    /** What {@code "height":${imageInfo.height}} becomes where there is no image. */
    private static final Pattern HOLE = Pattern.compile(":\\s*[,}]");

    private final Map<String, String> fields = new LinkedHashMap<>();

    /** Those of JSON's objects and lists as well, which are no fields. */
    private final Set<String> names = new HashSet<>();

    private BodyFields() {}

    /**
     * Reads a body.
     *
     * @throws InvalidCallbackException if it is not what its content type says
     */
    static Map<String, String> of(@Nullable String contentType, byte[] body) {
        if (body.length > CallbackNotice.MAX_BYTES) {
            throw invalid("it has " + body.length + " bytes, at most " + CallbackNotice.MAX_BYTES + " are allowed");
        }
        if (contentType == null) {
            throw invalid("there is no Content-Type");
        }
        int parameters = contentType.indexOf(';');
        String mediaType = (parameters < 0 ? contentType : contentType.substring(0, parameters))
                .trim()
                .toLowerCase(Locale.ROOT);
        CallbackBodyType type = CallbackBodyType.ofContentType(mediaType);
        if (type == null) {
            throw invalid("its Content-Type is neither " + CallbackBodyType.FORM.contentType() + " nor "
                    + CallbackBodyType.JSON.contentType() + ": " + CallbackRefused.shown(contentType));
        }
        BodyFields read = new BodyFields();
        if (type == CallbackBodyType.FORM) {
            read.form(utf8(body));
        } else {
            read.json(utf8(body));
        }
        return read.fields;
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
                boolean bare = equals < 0 || equals > end;
                String name = decoded(body.substring(from, bare ? end : equals));
                add(name, bare ? "" : decoded(body.substring(equals + 1, end)));
            }
            from = end + 1;
        }
    }

    /** How OSS writes a blank is not documented: both ways are read. */
    private static String decoded(String text) {
        if (text.indexOf('%') < 0) {
            return text.replace('+', ' ');
        }
        byte[] bytes = PercentEncoding.decode(text.replace('+', ' '));
        if (bytes == null) {
            throw invalid("a % without two hexadecimal digits in a field");
        }
        return utf8(bytes);
    }

    private void json(String body) {
        try (JsonParser json = JSON.createParser(body)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw invalid("it is no JSON object");
            }
            members(json, "", 1);
            if (json.nextToken() != null) {
                throw invalid("more follows after its JSON");
            }
        } catch (JsonProcessingException e) {
            // Not the parser's own message: it quotes what it read.
            throw invalid("it is no JSON, it goes wrong" + CallbackJson.where(e)
                    + (HOLE.matcher(body).find()
                            ? "; a value is missing, as happens to the width and height of what is no image"
                            : ""));
        } catch (IOException e) {
            throw invalid("it is no JSON");
        }
    }

    private void members(JsonParser json, String prefix, int depth) throws IOException {
        if (depth > MAX_DEPTH) {
            throw invalid("its JSON is nested deeper than " + MAX_DEPTH);
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
            throw invalid("it has more than " + MAX_FIELDS + " fields");
        }
        if (name.length() > MAX_NAME) {
            throw invalid("the name of a field has more than " + MAX_NAME + " characters");
        }
        checkText(name);
        if (!names.add(name)) {
            throw invalid("it has the field " + CallbackRefused.shown(name) + " twice");
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
        return new InvalidCallbackException(null, "the callback's body is not acceptable: " + why);
    }
}

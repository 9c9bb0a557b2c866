// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.journal;

import com.fasterxml.jackson.core.JsonToken;
import io.github.ossv4.emulator.internal.json.JsonTree;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of a JSON object in a journal. Methods throw {@link IOException} if a field is missing or has another type. */
public record JsonFields(Map<?, ?> values) {
    /** Parses the JSON object that starts at {@code offset}. */
    static JsonFields parse(byte[] bytes, int offset) throws IOException {
        if (JsonTree.parse(bytes, offset) instanceof Map<?, ?> values) {
            return new JsonFields(values);
        }
        throw new IOException("it is not a JSON object");
    }

    private <T> @Nullable T optional(String name, Class<T> type) throws IOException {
        Object value = values.get(name);
        if (value != null && !type.isInstance(value)) {
            throw new IOException("the field " + name + " is not of type " + type.getSimpleName());
        }
        return type.cast(value);
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    private static <T> T required(String name, @Nullable T value) throws IOException {
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
        return required(name, optionalText(name));
    }

    @Nullable
    Long optionalNumber(String name) throws IOException {
        BigInteger number = optional(name, BigInteger.class);
        if (number != null && number.bitLength() >= Long.SIZE) {
            throw new IOException("the field " + name + " is too large");
        }
        return number == null ? null : number.longValue();
    }

    long number(String name) throws IOException {
        return required(name, optionalNumber(name));
    }

    /** Returns whether the field is true. A missing field is false. */
    boolean isTrue(String name) throws IOException {
        JsonToken value = optional(name, JsonToken.class);
        if (value != null && value != JsonToken.VALUE_TRUE) {
            throw new IOException("the field " + name + " is not true");
        }
        return value != null;
    }

    @Nullable
    JsonFields optionalFields(String name) throws IOException {
        Map<?, ?> fields = optional(name, Map.class);
        return fields == null ? null : new JsonFields(fields);
    }

    JsonFields fields(String name) throws IOException {
        return required(name, optionalFields(name));
    }

    /** Returns the elements of a list of texts. */
    List<String> texts(String name) throws IOException {
        return list(name, String.class);
    }

    /** Returns the elements of a list of objects. */
    List<JsonFields> listOfFields(String name) throws IOException {
        List<JsonFields> elements = new ArrayList<>();
        for (Map<?, ?> fields : list(name, Map.class)) {
            elements.add(new JsonFields(fields));
        }
        return elements;
    }

    private <T> List<T> list(String name, Class<T> type) throws IOException {
        List<T> elements = new ArrayList<>();
        for (Object element : required(name, optional(name, List.class))) {
            if (!type.isInstance(element)) {
                throw new IOException("the field " + name + " is not a list of " + type.getSimpleName());
            }
            elements.add(type.cast(element));
        }
        return elements;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.credentials;

import com.fasterxml.jackson.core.JsonToken;
import io.github.ossv4.internal.json.JsonTree;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A JSON object. Its values may be secrets: no exception contains them. Immutable. */
final class JsonObject implements Settings {
    private final Map<?, ?> members;

    private JsonObject(Map<?, ?> members) {
        this.members = members;
    }

    /** Returns null if the text is not a single JSON object. */
    static @Nullable JsonObject parse(byte[] json) {
        try {
            return of(JsonTree.parse(json, 0));
        } catch (IOException e) {
            // The message of the exception quotes the text.
            return null;
        }
    }

    private static @Nullable JsonObject of(@Nullable Object value) {
        return value instanceof Map ? new JsonObject((Map<?, ?>) value) : null;
    }

    /** Returns a string that is not empty; null for anything else. */
    @Override
    public @Nullable String text(String name) {
        Object value = members.get(name);
        return value instanceof String && !((String) value).isEmpty() ? (String) value : null;
    }

    boolean isTrue(String name) {
        return members.get(name) == JsonToken.VALUE_TRUE;
    }

    /** Returns an integer; 0 for anything else. */
    long integer(String name) {
        Object value = members.get(name);
        return value instanceof BigInteger && ((BigInteger) value).bitLength() < Long.SIZE
                ? ((BigInteger) value).longValue()
                : 0;
    }

    @Nullable
    JsonObject object(String name) {
        return of(members.get(name));
    }

    /** Returns the objects of an array; none for anything else. */
    List<JsonObject> objects(String name) {
        List<JsonObject> objects = new ArrayList<>();
        Object value = members.get(name);
        if (value instanceof List) {
            for (Object element : (List<?>) value) {
                JsonObject object = of(element);
                if (object != null) {
                    objects.add(object);
                }
            }
        }
        return objects;
    }
}

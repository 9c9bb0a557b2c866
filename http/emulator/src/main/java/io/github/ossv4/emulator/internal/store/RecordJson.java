// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.store;

import com.fasterxml.jackson.core.JsonToken;
import io.github.ossv4.emulator.internal.body.BodyFiles;
import io.github.ossv4.emulator.internal.body.ObjectBody;
import io.github.ossv4.emulator.internal.body.ObjectFile;
import io.github.ossv4.emulator.internal.body.ObjectType;
import io.github.ossv4.emulator.internal.body.SmallContent;
import io.github.ossv4.emulator.internal.json.JsonObject;
import io.github.ossv4.emulator.internal.object.ObjectAttributes;
import io.github.ossv4.emulator.internal.object.StoredObject;
import io.github.ossv4.emulator.internal.object.Version;
import io.github.ossv4.emulator.internal.object.VersioningStatus;
import io.github.ossv4.object.ObjectTags;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Records as JSON objects, whose members have the names of the components. A map is a list of names and values in turn,
 * the content of a body is the number of its file or Base64, and the default attributes are left out. Null is written,
 * so that a member that is missing is known to be damage.
 *
 * @param files the files of bodies
 */
record RecordJson(BodyFiles files) {
    /** Returns a record as JSON. */
    static JsonObject write(Record record) {
        JsonObject json = new JsonObject();
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            try {
                Object value = component.getAccessor().invoke(record);
                if (!ObjectAttributes.DEFAULT.equals(value)) {
                    json.with(component.getName(), value == null ? JsonToken.VALUE_NULL : value(value));
                }
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("cannot read " + component, e);
            }
        }
        return json;
    }

    private static Object value(Object value) {
        if (value instanceof Record record) {
            return write(record);
        } else if (value instanceof List<?> list) {
            return list.stream().map(RecordJson::value).toList();
        } else if (value instanceof Map<?, ?> map) {
            List<Object> texts = new ArrayList<>();
            map.forEach((name, text) -> texts.addAll(List.of(name, text)));
            return texts;
        } else if (value instanceof ObjectTags tags) {
            return value(tags.asMap());
        } else if (value instanceof SmallContent small) {
            return Base64.getEncoder().encodeToString(small.bytes());
        } else {
            return value instanceof ObjectFile file ? file.number() : value;
        }
    }

    /**
     * Returns the record that was written as JSON. The files of its bodies get one more holder.
     *
     * @param json a value of {@link io.github.ossv4.internal.json.JsonTree}
     * @throws RuntimeException if JSON of this type was not written
     */
    <T> T read(Class<T> type, Object json) {
        Map<?, ?> members = (Map<?, ?>) json;
        RecordComponent[] components = type.getRecordComponents();
        @Nullable Object[] values = new Object[components.length];
        for (int i = 0; i < values.length; i++) {
            Object member = members.get(components[i].getName());
            if (member == null) {
                values[i] = absent(components[i]);
            } else if (member != JsonToken.VALUE_NULL) {
                values[i] = value(components[i].getGenericType(), member);
            }
        }
        try {
            T record = type.getConstructor(Arrays.stream(components)
                            .map(RecordComponent::getType)
                            .toArray(Class[]::new))
                    .newInstance(values);
            if (record instanceof ObjectBody body && body.content() instanceof ObjectFile file) {
                files.restoreHolder(file, body.size());
            }
            return record;
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("no valid " + type.getSimpleName() + ": " + e.getCause(), e);
        }
    }

    private static Object absent(RecordComponent component) {
        if (component.getType().equals(ObjectAttributes.class)) {
            return ObjectAttributes.DEFAULT;
        }
        throw new IllegalArgumentException("it has no " + component.getName());
    }

    private Object value(Type type, Object json) {
        if (type instanceof ParameterizedType generic) {
            Type element = generic.getActualTypeArguments()[0];
            List<Object> values =
                    ((List<?>) json).stream().map(each -> value(element, each)).toList();
            return generic.getRawType().equals(Map.class) ? map(values) : values;
        }
        return switch (((Class<?>) type).getSimpleName()) {
            case "String" -> json.equals(Version.NULL_ID) ? Version.NULL_ID : (String) json;
            case "long" -> ((BigInteger) json).longValueExact();
            case "int" -> ((BigInteger) json).intValueExact();
            case "boolean" -> json == JsonToken.VALUE_TRUE;
            case "Instant" -> Instant.parse((String) json);
            case "Duration" -> Duration.parse((String) json);
            case "ObjectTags" -> ObjectTags.of(map(((List<?>) json)));
            case "BodyContent" ->
                json instanceof BigInteger file
                        ? files.restored(file.longValueExact())
                        : new SmallContent(Base64.getDecoder().decode((String) json));
            case "Version" -> {
                boolean isObject = ((Map<?, ?>) json).containsKey("body");
                yield isObject ? read(StoredObject.class, json) : read(Version.DeleteMarker.class, json);
            }
            case "ObjectType" -> ObjectType.valueOf((String) json);
            case "VersioningStatus" -> VersioningStatus.valueOf((String) json);
            default -> read((Class<?>) type, json);
        };
    }

    private static Map<String, String> map(List<?> texts) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < texts.size(); i += 2) {
            map.put((String) texts.get(i), (String) texts.get(i + 1));
        }
        return Collections.unmodifiableMap(map);
    }
}

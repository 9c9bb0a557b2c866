// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.transfer;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.internal.json.JsonTree;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The members of the JSON object that a checkpoint is. Unknown ones are ignored. The messages of exceptions are the end
 * of a sentence. Immutable.
 */
final class CheckpointMembers {
    private final Map<?, ?> members;

    private CheckpointMembers(Map<?, ?> members) {
        this.members = members;
    }

    /** Returns no members for a value that is not an object. */
    static CheckpointMembers parse(byte[] json) throws IOException {
        Object value;
        try {
            value = JsonTree.parse(json, 0);
        } catch (IOException e) {
            throw new IOException("it is not JSON, or truncated", e);
        }
        return new CheckpointMembers(value instanceof Map ? (Map<?, ?>) value : Collections.emptyMap());
    }

    /** Returns a string or integer; null for anything else. */
    @Nullable
    String text(String name) {
        Object value = members.get(name);
        return value instanceof String || value instanceof BigInteger ? value.toString() : null;
    }

    /** @throws IllegalArgumentException if the member is missing or empty */
    String required(String name) {
        String value = text(name);
        if (value == null || value.isEmpty()) {
            throw new IllegalArgumentException("it has no " + name);
        }
        return value;
    }

    /** @throws IllegalArgumentException if the member is missing or is not an integer */
    long number(String name) {
        return Long.parseLong(required(name));
    }

    /** Returns a CRC64; null if it is missing. */
    @Nullable
    Long crc64(String name) {
        return text(name) == null ? null : Long.valueOf(Crc64.parse(required(name)));
    }

    /**
     * Returns the members of an object by name; null if it is missing.
     *
     * @throws IllegalArgumentException if one is not a string
     */
    @Nullable
    Map<String, String> strings(String name) {
        Object value = members.get(name);
        if (!(value instanceof Map)) {
            return null;
        }
        Map<String, String> strings = new TreeMap<>();
        ((Map<?, ?>) value).forEach((key, text) -> {
            if (!(text instanceof String)) {
                throw new IllegalArgumentException("its " + name + " has a value that is not a string: " + key);
            }
            strings.put((String) key, (String) text);
        });
        return strings;
    }
}

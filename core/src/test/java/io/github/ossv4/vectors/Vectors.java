// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Named;

/** The test vectors beside {@code vectors/SOURCE.md}, none of which this project's code made. */
public final class Vectors {
    private Vectors() {}

    /** All vectors of a file that are of one of the kinds, each named by its id. */
    public static List<Named<JsonNode>> of(String file, Set<String> kinds) {
        List<Named<JsonNode>> vectors = new ArrayList<>();
        for (JsonNode vector : read(file)) {
            if (kinds.contains(vector.get("kind").asText())) {
                vectors.add(Named.of(vector.get("id").asText(), vector));
            }
        }
        if (vectors.isEmpty()) {
            throw new AssertionError("no vector in " + file + " is of " + kinds);
        }
        return vectors;
    }

    private static JsonNode read(String file) {
        try (InputStream json = Vectors.class.getResourceAsStream("/vectors/" + file)) {
            return new ObjectMapper().readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

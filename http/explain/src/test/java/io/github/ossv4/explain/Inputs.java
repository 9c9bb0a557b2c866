// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.explain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;

/** Inputs of tests. */
final class Inputs {
    static final Instant NOW = Instant.parse("2023-12-16T16:20:57.345Z");

    private Inputs() {}

    static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns a file of vectors that others computed: see {@code vectors/SOURCE.md} of core. */
    static JsonNode vectors(String file) {
        return json("/vectors/" + file);
    }

    static JsonNode json(String resource) {
        try (InputStream json = Inputs.class.getResourceAsStream(resource)) {
            return new ObjectMapper().readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

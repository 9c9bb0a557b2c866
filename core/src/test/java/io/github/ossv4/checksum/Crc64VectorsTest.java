// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.checksum;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ossv4.testing.Vectors;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class Crc64VectorsTest {
    static List<Named<JsonNode>> vectors() {
        return Vectors.of("crc64.json", Set.of("crc64", "combine", "combine-split", "combine-parts"));
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void computesVector(JsonNode vector) {
        List<String> values = switch (vector.get("kind").asText()) {
            case "crc64" -> List.of(continued(vector));
            case "combine" -> List.of(combined(vector));
            case "combine-split" -> split(vector);
            case "combine-parts" -> List.of(parts(vector));
            default -> throw new AssertionError(vector.get("kind"));
        };
        for (String value : values) {
            assertEquals(vector.get("expected").get("crc64").asText(), value);
        }
    }

    private static String continued(JsonNode vector) {
        Crc64 crc = Crc64.continuing(Crc64.parse(vector.path("init").asText("0")));
        crc.update(data(vector));
        return crc.toString();
    }

    private static String combined(JsonNode vector) {
        return Crc64.toString(Crc64.combine(
                Crc64.parse(vector.get("crc1").asText()),
                Crc64.parse(vector.get("crc2").asText()),
                Long.parseLong(vector.get("len2").asText())));
    }

    private static List<String> split(JsonNode vector) {
        byte[] data = data(vector);
        List<String> values = new ArrayList<>();
        for (JsonNode at : vector.get("splitAt")) {
            byte[] a = Arrays.copyOfRange(data, 0, at.asInt());
            byte[] b = Arrays.copyOfRange(data, at.asInt(), data.length);
            values.add(Crc64.toString(Crc64.combine(Crc64.compute(a), Crc64.compute(b), b.length)));
        }
        return values;
    }

    private static String parts(JsonNode vector) {
        long total = 0;
        for (int i = 0; i < vector.get("crcs").size(); i++) {
            total = Crc64.combine(
                    total,
                    Crc64.parse(vector.get("crcs").get(i).asText()),
                    Long.parseLong(vector.get("lens").get(i).asText()));
        }
        return Crc64.toString(total);
    }

    private static byte[] data(JsonNode vector) {
        return vector.get("data").asText().getBytes(StandardCharsets.UTF_8);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ossv4.error.ErrorResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Error documents of the real OSS, and the causes that their explanations must name. */
class RecordedErrorsTest {
    static Stream<Named<JsonNode>> records() {
        return Inputs.json("/io/github/ossv4/explain/recorded-errors.json")
                .get("records")
                .valueStream()
                .map(recorded -> Named.of(recorded.get("name").asText(), recorded));
    }

    @ParameterizedTest
    @MethodSource("records")
    void namesTheCause(JsonNode recorded) {
        byte[] document = recorded.get("error").asText().getBytes(StandardCharsets.UTF_8);
        ErrorResponse error = Objects.requireNonNull(ErrorResponse.parse(document));
        Explanation explanation = ErrorExplanation.of(error).explain();
        List<String> problems = explanation.problems();
        assertEquals(recorded.get("problems").size(), problems.size(), explanation.toString());
        for (int i = 0; i < problems.size(); i++) {
            String cause = recorded.get("problems").get(i).asText();
            assertTrue(problems.get(i).contains(cause), explanation.toString());
        }
        recorded.path("advice")
                .forEach(advice -> assertTrue(
                        String.join("\n", explanation.advice()).contains(advice.asText()), explanation.toString()));
        assertFalse(recorded.get("source").asText().isEmpty());
    }
}

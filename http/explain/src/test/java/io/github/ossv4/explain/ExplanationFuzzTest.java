// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.explain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Base64;
import org.junit.jupiter.api.Tag;

/**
 * An explanation never throws. Runs with the seeds in the resources of this class, as {@code ProtocolFuzzTest} of core.
 */
@Tag("full")
class ExplanationFuzzTest {
    @FuzzTest(maxDuration = "1m")
    void explainsHeaders(FuzzedDataProvider data) {
        String header = data.consumeString(2000);
        String variables = data.consumeRemainingAsString();
        assertNotNull(CallbackExplanation.explain(header, variables));
        assertNotNull(CallbackExplanation.explain(
                Base64.getEncoder().encodeToString(header.getBytes(UTF_8)),
                Base64.getEncoder().encodeToString(variables.getBytes(UTF_8))));
    }
}

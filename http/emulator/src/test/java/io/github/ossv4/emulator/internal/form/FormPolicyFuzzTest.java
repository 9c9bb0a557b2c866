// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.form;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.ossv4.emulator.internal.wire.OssException;
import java.util.Base64;
import org.junit.jupiter.api.Tag;

/** Random policies, which are accepted or rejected with a 4xx. */
@Tag("full")
class FormPolicyFuzzTest {
    private static void parse(String base64) {
        try {
            FormPolicy.parse(base64);
        } catch (OssException e) {
            assertTrue(e.status() >= 400 && e.status() < 500, e.toString());
        }
    }

    @FuzzTest(maxDuration = "1m")
    void policies(byte[] document) {
        parse(new String(document, UTF_8));
        parse(Base64.getEncoder().encodeToString(document));
    }
}

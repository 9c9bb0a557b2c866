// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.clients;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.emulator.junit.EmulatorExtension;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** ali-oss, the SDK for Node.js. Requires Node.js 18 and npm. */
class AliOssTest {
    @RegisterExtension
    static final EmulatorExtension EMULATOR = Script.emulator();

    @TempDir
    Path directory;

    @Test
    void runsAllOperations() throws Exception {
        Script script = Script.copyOf("ali-oss", directory);
        script.run(Map.of(), "npm", "ci", "--no-audit", "--no-fund");
        String output =
                script.run(Script.variables(EMULATOR), "node", "--test", "--test-reporter=tap", "operations.test.js");
        assertTrue(output.contains("\n# pass 99\n"), output);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.ossv4.emulator.junit.EmulatorExtension;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** curl, with URLs and forms signed by openssl. Requires curl, openssl and bash. */
class CurlTest {
    @RegisterExtension
    static final EmulatorExtension EMULATOR = Script.emulator();

    @TempDir
    Path directory;

    @Test
    void runsAllOperations() throws Exception {
        String output = Script.copyOf("curl", directory).run(Script.variables(EMULATOR), "bash", "operations.sh");
        assertEquals(
                110, output.lines().filter(line -> line.startsWith("passed ")).count(), output);
    }
}

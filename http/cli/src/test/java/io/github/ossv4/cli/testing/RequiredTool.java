// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.testing;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;

/** Programs that some tests use, and that a machine may lack. */
public final class RequiredTool {
    private RequiredTool() {}

    /**
     * Skips the test if a program is not on the {@code PATH}; with {@code OSSV4_TOOLS=required} in the environment, the
     * test fails instead.
     */
    public static void assumeInstalled(String program) {
        if (!isInstalled(program)) {
            String reason = program + " is not installed";
            assertNotEquals("required", System.getenv("OSSV4_TOOLS"), reason);
            assumeTrue(false, reason);
        }
    }

    private static boolean isInstalled(String program) {
        for (String path : String.valueOf(System.getenv("PATH")).split(File.pathSeparator, -1)) {
            if (Files.isExecutable(Path.of(path, program))) {
                return true;
            }
        }
        return false;
    }
}

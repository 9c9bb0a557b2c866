// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.cli.testing.CliProcess;
import io.github.ossv4.cli.testing.PackagedFixture;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/** The packaged jar, and colours. */
class MainIT extends PackagedFixture {
    private static final long MOST_BYTES = 6 << 20;

    @Test
    void jarIsSmallAndHasItsLicence() throws Exception {
        try (JarFile jar = new JarFile(CliProcess.JAR.toFile())) {
            long bytes = jar.stream()
                    .filter(entry -> !entry.getName().startsWith("io/github/ossv4/emulator/"))
                    .mapToLong(ZipEntry::getCompressedSize)
                    .sum();

            assertTrue(bytes < MOST_BYTES, () -> bytes + " bytes");
            assertNotNull(jar.getEntry("META-INF/LICENSE"));
            assertEquals(
                    "io.github.ossv4.cli.Main",
                    jar.getManifest().getMainAttributes().getValue("Main-Class"));
        }
    }

    @Test
    void hasColorsOnTerminalOnly() throws Exception {
        String escape = "\u001b[";

        assertTrue(cli.runInTerminal("ossv4 --help").expect(0).out().contains(escape));
        assertFalse(cli.with("NO_COLOR", "1")
                .runInTerminal("ossv4 --help")
                .expect(0)
                .out()
                .contains(escape));
        assertFalse(cli.runInTerminal("ossv4 --help | cat").expect(0).out().contains(escape));
        assertFalse(cli.run("--help").expect(0).out().contains(escape));
    }
}

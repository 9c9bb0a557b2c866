// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.cli.testing.CliProcess;
import io.github.ossv4.cli.testing.CliResult;
import io.github.ossv4.cli.testing.PackagedFixture;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code ossv4 upload}, packaged, with other credentials than those of the emulator. */
class UploadCommandIT extends PackagedFixture {
    @Test
    void explainsWrongSecretWithoutPrintingIt() throws Exception {
        write("a", 5);

        CliResult result = cli.with("OSS_ACCESS_KEY_SECRET", "wrong-secret-value")
                .run("upload", "a", oss("a"))
                .expect(1);

        assertTrue(result.err().contains("SignatureDoesNotMatch"), result::toString);
        assertFalse(result.err().contains("wrong-secret-value"), result::toString);
    }

    @Test
    void explainsMissingCredentials() throws Exception {
        write("a", 5);

        CliResult unsigned = CliProcess.in(home)
                .with("OSS_ENDPOINT", emulator.endpoint())
                .with("OSS_REGION", emulator.region())
                .run("upload", "a", oss("a"))
                .expect(2);

        List<String> lines = unsigned.err().lines().toList();
        assertEquals(
                "ossv4: no credentials: set OSS_ACCESS_KEY_ID and OSS_ACCESS_KEY_SECRET, or --profile for a profile of ossutil or Alibaba"
                        + " Cloud's CLI, or --anonymous for a public bucket",
                lines.get(0));
        assertEquals("the default chain found no credentials:", lines.get(1));
        assertTrue(lines.size() > 5 && lines.subList(2, lines.size()).stream().allMatch(line -> line.startsWith("  ")));
        assertFalse(unsigned.err().contains("Exception"), unsigned::toString);
    }

    @Test
    void stopsAtFailureOfAllRequests() throws Exception {
        write("dir/a", 1);
        write("dir/b", 1);

        CliResult refused = cli.with("OSS_ACCESS_KEY_SECRET", "wrong")
                .run("upload", "dir", oss("y"))
                .expect(1);

        assertEquals(
                1,
                refused.err()
                        .lines()
                        .filter(line -> line.contains("SignatureDoesNotMatch"))
                        .count());
    }
}
